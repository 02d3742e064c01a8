import type { AgentActor } from './support/agent';
import { passWith } from './support/stories';
import { everybodyLeaves, interactionOf, timelineOf } from './support/phone-stories';
import type { PhoneCustomer } from './support/phone-customer';
import { openStage, type Stage } from './support/stage';
import { textCustomer } from './support/text-customer';

jest.setTimeout(180_000);

/** Ten in the morning in Seattle, where the numbers of the callers are from; Contoso is open. */
const AT = '2026-10-05T17:00:00.000Z';
const RECEPTION = '+14255550102';

describe('what callers leave behind', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(AT);
  });
  afterEach(() => everybodyLeaves(stage));
  afterAll(() => stage.stop());

  /** In English, and waiting for somebody in support. */
  async function inQueue(number: string): Promise<PhoneCustomer> {
    const caller = await stage.caller(number, RECEPTION);
    await caller.press('1');
    await stage.pass(3_000);
    await caller.press('2');
    expect(await caller.heard()).toContainEqual(expect.stringContaining('To be called back press 1'));
    return caller;
  }
  /** Time passes until the callback is due again; then the agent is looked at every few seconds, as offers are short. */
  async function untilOffered(agent: AgentActor): Promise<void> {
    await passWith(stage, [agent], 5 * 60_000);
    for (let look = 0; look < 12 && (await agent.offers()).length === 0; look += 1) await stage.pass(5_000);
    await agent.press('accept');
  }
  const phaseOf = async (caller: PhoneCustomer) => (await interactionOf(stage, caller)).phase;
  const outcomes = async (caller: PhoneCustomer) =>
    (await timelineOf(stage, caller)).flatMap((event) =>
      event.type === 'visitEnded' ? [(event as { outcome?: string }).outcome] : [],
    );

  test('a callback: busy, then a voicemail that presses nothing, then the customer, who talks with the agent', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    await stage.agent('cameron').notReady();
    const grace = await inQueue('+14255550161');
    await stage.pass(20_000);
    await grace.press('1');
    expect(await grace.heard()).toContainEqual(expect.stringContaining('We will call you back on this number'));
    await stage.pass(10_000);
    expect((await grace.call()).state).toBe('ended');
    expect(await phaseOf(grace)).toMatchObject({ name: 'queued', visit: { work: 'callback' } });

    await cameron.ready();
    await cameron.press('accept');
    await (await stage.callTo(grace.number))?.busy();
    expect(await phaseOf(grace)).toMatchObject({ name: 'queued', visit: { attempt: 1 } });
    expect(await cameron.state()).toBe('ready');
    expect(await cameron.offers()).toEqual([]);

    await untilOffered(cameron);
    const machine = await stage.callTo(grace.number);
    await machine?.answer();
    await stage.pass(30_000);
    expect(await machine?.heard()).toContainEqual(expect.stringContaining('calling you back. Press 1'));
    expect((await machine?.call())?.state).toBe('ended');
    expect(await stage.teamsPhone('cameron').state()).toBeNull();

    await untilOffered(cameron);
    const called = await stage.callTo(grace.number);
    await called?.answer();
    await stage.pass(2_000);
    await called?.press('1');
    expect(await called?.hears()).toBe('music');
    const teams = stage.teamsPhone('cameron');
    expect(await teams.state()).toBe('ringing');
    await teams.answer();
    await cameron.press('connect');
    expect([await called?.hears(), await teams.hears()]).toEqual(['people', 'people']);
    await cameron.press('complete', { code: 'solved' });
    expect(await outcomes(grace)).toEqual(['callback', 'callback']);
  });

  test('a callback that nobody ever answers is given up with a text', async () => {
    const diego = stage.agent('diego');
    await diego.ready();
    await diego.notReady();
    const linus = await inQueue('+14255550162');
    await linus.press('1');
    await stage.pass(10_000);
    await diego.ready();
    await diego.press('accept');
    await (await stage.callTo(linus.number))?.busy();
    for (let attempt = 2; attempt <= 3; attempt += 1) {
      await untilOffered(diego);
      await (await stage.callTo(linus.number))?.busy();
    }
    expect(await phaseOf(linus)).toMatchObject({ name: 'closed', reason: 'callbackGivenUp' });
    expect(await textCustomer(stage, linus.number).received()).toEqual([expect.stringContaining('did not reach you')]);
  });

  test('a voicemail ends by #, is stored with its length, and an agent hears of it', async () => {
    const ada = await stage.caller('+14255550163', RECEPTION);
    await ada.press('2');
    expect(await ada.hears()).toContain('コントソでございます。');
    await stage.pass(3_000);
    await ada.press('3');
    await stage.pass(8_000);
    await stage.pass(9_000);
    await ada.press('#');
    expect(await ada.heard()).toContainEqual(expect.stringContaining('後ほど確認いたします'));
    await stage.pass(20_000);
    expect(await phaseOf(ada)).toMatchObject({ name: 'queued', visit: { work: 'voicemail' } });
    const adele = stage.agent('cameron');
    await adele.ready();
    await adele.press('accept');
    expect(await adele.heard()).toContainEqual(expect.stringMatching(/Voicemail, \d+ s\./u));
    const { interactionId } = await interactionOf(stage, ada);
    const [message] = await stage.query<{ attachments: { sizeBytes: number; contentType: string }[] }>(
      'interactions',
      `SELECT c.attachments FROM c WHERE c.kind = 'message' AND c.ref.interactionId = '${interactionId}'`,
    );
    expect(message?.attachments).toMatchObject([{ contentType: 'audio/wav' }]);
    expect(message?.attachments[0]?.sizeBytes).toBeGreaterThan(100_000);
    await stage.settle();
    await adele.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    expect(await outcomes(ada)).toEqual(['voicemail']);
  });
});
