import { randomUUID } from 'node:crypto';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import { COMFORT, everybodyLeaves, interactionOf, MENU, timelineOf } from './support/phone-stories';
import type { PhoneCustomer } from './support/phone-customer';
import { spokenStories } from './support/spoken-stories';
import { openStage, type Stage } from './support/stage';
import { editConfig } from './support/stories';
import { tokenForScope } from './support/tokens';

jest.setTimeout(180_000);

const ACCOUNT = '28:orgid:0c0a5050-0000-4000-8000-0000000000d1';
/** Ten in the morning in Seattle, where the numbers of the customers are from. */
const AT = '2026-10-05T17:00:00.000Z';
const SCOPE = 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls';
/** The same with all that a flow can do. */
const RECEPTION = '28:orgid:0c0a5050-0000-4000-8000-0000000000d2';
const RECEPTION_ENTRY = `  - { id: teams-reception, channel: voice, address: '${RECEPTION}', flow: reception, queue: support }\n`;
const ENTRY = `  - { id: teams-number, channel: voice, address: '${ACCOUNT}', flow: phone, queue: support }\n`;

describe('a call to a Teams resource account', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(AT);
    await editConfig(stage, '  # One number with all', `${ENTRY}${RECEPTION_ENTRY}  # One number with all`);
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

  test('frees the line for a callback, which is made on behalf of the account', async () => {
    const [cameron, softphone] = [stage.agent('cameron'), stage.teamsPhone('cameron')];
    await cameron.ready();
    await cameron.notReady();
    const caller = await stage.caller('+14255550125', RECEPTION);
    await caller.press('1');
    await stage.pass(3_000);
    await caller.press('2');
    await caller.press('1');
    await stage.pass(10_000);
    expect((await caller.call()).state).toBe('ended');
    await cameron.ready();
    await stage.pass(5_000);
    await cameron.press('accept');
    const called = await stage.callTo(caller.number);
    await called?.answer();
    await stage.pass(2_000);
    await called?.press('1');
    expect([await called?.hears(), await softphone.state()]).toEqual(['music', 'ringing']);
    await softphone.answer();
    await cameron.press('connect');
    expect([await called?.hears(), await softphone.hears()]).toEqual(['people', 'people']);
    const ended = (await timelineOf(stage, caller)).filter(({ type }) => type === 'visitEnded');
    expect(ended).toMatchObject([{ outcome: 'callback' }, {}]);
  });

  test('leaves a message, which waits as work, with its file', async () => {
    const cameron = stage.agent('cameron');
    const caller = await stage.caller('+14255550126', RECEPTION);
    await caller.press('1');
    await stage.pass(3_000);
    await caller.press('3');
    await stage.pass(15_000);
    await caller.press('#');
    await stage.pass(30_000);
    const { phase, interactionId } = await interactionOf(stage, caller);
    expect(phase).toMatchObject({ name: 'queued', visit: { work: 'voicemail' } });
    await cameron.ready();
    await cameron.press('accept');
    expect(await cameron.heard()).toContainEqual(expect.stringMatching(/Voicemail, \d+ s\./u));
    expect(await recordingsOf(interactionId)).toMatchObject([{ of: 'voicemail', file: {} }]);
  });

  test('is recorded when its queue records, and handed over to a colleague’s softphone under one name', async () => {
    const records = ['    name: Support\n', '    name: Support\n    recording: { when: announced }\n'] as const;
    await editConfig(stage, records[0], records[1]);
    const [cameron, diego] = [stage.agent('cameron'), stage.agent('diego')];
    const caller = await ringing('+14255550127');
    await stage.teamsPhone('cameron').answer();
    await cameron.press('connect');
    expect(await caller.heard()).toContainEqual(expect.stringContaining('This call is recorded.'));
    await stage.pass(5_000);
    await diego.ready();
    const { interactionId } = await interactionOf(stage, caller);
    const path = `agent/interactions/${interactionId}`;
    // The customer would hear it: there nobody is asked out of their hearing.
    const expert = { kind: 'number', number: '+14255550133' };
    expect((await cameron.ask('POST', `${path}/consult`, { with: expert })).status).toBe(409);
    expect((await cameron.ask('POST', `${path}/transfer`, { to: { kind: 'agent', agentId: 'diego' } })).status).toBe(
      200,
    );
    await stage.settle();
    await diego.press('accept');
    await stage.teamsPhone('diego').answer();
    await diego.press('connect');
    expect([await caller.hears(), await stage.teamsPhone('cameron').state()]).toEqual(['people', 'ended']);
    await stage.pass(5_000);
    await diego.ask('POST', `${path}/complete`, { wrapUpCode: 'solved' });
    await stage.pass(30_000);
    expect(await recordingsOf(interactionId)).toMatchObject([{ of: 'call', file: {} }]);
    await editConfig(stage, records[1], records[0]);
  });

  const spoken = spokenStories(() => stage, RECEPTION);
  test('whom nobody understands comes to a person', () => spoken.gibberish('+14255550128'));
  test('who speaks Japanese hears nothing else, and talks with the softphone', () => spoken.japanese('+14255550129'));

  async function recordingsOf(interactionId: string): Promise<readonly object[]> {
    const path = `interactions/${interactionId}/recordings?tenantId=contoso`;
    return (await stage.simulator.ask<{ recordings: readonly object[] }>('supervisor', 'GET', path)).body.recordings;
  }

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
