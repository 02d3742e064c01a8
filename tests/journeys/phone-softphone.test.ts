import { randomUUID } from 'node:crypto';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { COMFORT, everybodyLeaves, interactionOf, MENU } from './support/phone-stories';
import type { PhoneCustomer } from './support/phone-customer';
import { openStage, type Stage } from './support/stage';
import { editConfig } from './support/stories';
import { tokenForScope } from './support/tokens';

jest.setTimeout(180_000);

const ACCOUNT = '28:orgid:0c0a5050-0000-4000-8000-0000000000d1';
/** Ten in the morning in Seattle, where the numbers of the customers are from. */
const AT = '2026-10-05T17:00:00.000Z';
const SCOPE = 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls';
const ENTRY = `  - { id: teams-number, channel: voice, address: '${ACCOUNT}', flow: phone, queue: support }\n`;

describe('a call to a Teams resource account', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(AT);
    await editConfig(stage, '  # One number with all', `${ENTRY}  # One number with all`);
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  /** Cameron took the card, and the softphone rings. */
  async function ringing(number: string): Promise<PhoneCustomer> {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const caller = await stage.caller(number, ACCOUNT);
    // Not what is said at this moment: whoever settles lets the clock run on, and a menu is short.
    expect(await caller.heard()).toContainEqual(expect.stringContaining(MENU));
    await stage.pass(2_000);
    await caller.press('2');
    expect(await caller.heard()).toContainEqual(expect.stringContaining(COMFORT));
    await cameron.press('accept');
    expect(await stage.teamsPhone('cameron').state()).toBe('ringing');
    return caller;
  }

  test('is answered in a softphone, connected by the agent, held by music, and ended with a code', async () => {
    const [cameron, softphone] = [stage.agent('cameron'), stage.teamsPhone('cameron')];
    const caller = await ringing('+14255550121');
    expect(await caller.hears()).toBe('music');
    await softphone.answer();
    expect(await caller.hears()).toBe('music');
    await cameron.press('connect');
    expect([await caller.hears(), await softphone.hears()]).toEqual(['people', 'people']);
    await cameron.press('hold');
    expect(await caller.hears()).toBe('music');
    await stage.pass(60_000);
    expect(await caller.hears()).toBe('music');
    await cameron.press('unhold');
    expect([await caller.hears(), await softphone.hears()]).toEqual(['people', 'people']);
    await cameron.press('complete', { code: 'solved' });
    expect((await caller.call()).state).toBe('ended');
    expect(await softphone.state()).toBe('ended');
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'closed', reason: 'completed' });
  });

  test('goes back to its place when nobody takes it, and to the head of the queue when the agent is lost', async () => {
    const [cameron, softphone] = [stage.agent('cameron'), stage.teamsPhone('cameron')];
    const caller = await ringing('+14255550122');
    await softphone.decline();
    expect((await interactionOf(stage, caller)).phase).toMatchObject({ name: 'queued', visit: { attempt: 1 } });
    expect(await caller.hears()).not.toBe('silence');
    await caller.hangUp();
    const other = await ringing('+14255550123');
    await softphone.answer();
    await cameron.press('connect');
    await softphone.hangUp();
    expect((await interactionOf(stage, other)).phase).toMatchObject({ name: 'queued' });
    expect(await other.hears()).not.toBe('silence');
  });

  test('a customer is called on behalf of the account, and talks with the agent who called', async () => {
    const [cameron, softphone] = [stage.agent('cameron'), stage.teamsPhone('cameron')];
    await cameron.ready();
    const begun = await cameron.ask('POST', 'agent/calls', {
      ...{ from: 'teams-number', to: '+14255550124', consentGiven: true, key: randomUUID() },
    });
    expect(begun.status).toBe(200);
    await stage.settle();
    const called = await stage.callTo('+14255550124');
    await called?.answer();
    expect(await softphone.state()).toBe('ringing');
    await softphone.answer();
    const { interaction } = begun.body as { interaction: { offerId: string } };
    await cameron.ask('POST', `agent/offers/${interaction.offerId}/connect`);
    await stage.settle();
    expect([await called?.hears(), await softphone.hears()]).toEqual(['people', 'people']);
  });

  test('an agent signs in to the softphone by the token of their directory, and nobody else does', async () => {
    const resourceEndpoint = new URL(stage.running.endpoints.communication.endpoint).origin;
    const getToken = async () => ({
      token: await tokenForScope(stage, 'cameron', SCOPE),
      expiresOnTimestamp: Date.now() + 3_600_000,
    });
    const credential = new AzureCommunicationTokenCredential({
      ...{ resourceEndpoint, tokenCredential: { getToken }, scopes: [SCOPE] },
    });
    expect((await credential.getToken()).token).toMatch(/./);
    credential.dispose();
    const exchange = async (person: string, scope: string) => {
      const token = await tokenForScope(stage, person, scope);
      const url = `${resourceEndpoint}/access/teamsExtension/:exchangeAccessToken?api-version=2025-06-30`;
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body: '{}' })).status;
    };
    expect(await exchange('cameron', SCOPE)).toBe(200);
    expect(await exchange('supervisor', SCOPE)).toBe(403);
    expect(await exchange('cameron', 'https://graph.microsoft.com/.default')).toBe(401);
  });
});
