import { randomUUID } from 'node:crypto';
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
    await acceptSoon(agent);
  }
  async function acceptSoon(agent: AgentActor): Promise<void> {
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

  /** The form of a web page. */
  async function fillIn(number: string, at: number | null = null): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${stage.running.endpoints.functions.endpoint}/api/callbacks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ tenantId: 'contoso', entryPoint: 'reception-number', number, customerName: 'Mary', key: randomUUID() },
        at: at === null ? null : new Date(at).toISOString(),
      }),
    });
    return { status: response.status, body: await response.json() };
  }

  test('a form on the web: for later, offered then and not before, and the customer talks with the agent', async () => {
    const number = '+14255550164';
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const now = (await stage.simulator.get<{ now: number }>('/_local/clock')).now;
    const later = now + 8 * 60_000;
    const asked = await fillIn(number, later);
    expect(asked).toEqual({ status: 200, body: { outcome: 'accepted', callFrom: later } });
    expect(await fillIn(number)).toEqual({
      status: 200,
      body: { outcome: 'alreadyWaiting', callFrom: later },
    });
    expect(await fillIn('+19005550123')).toMatchObject({ status: 409, body: { code: 'refused' } });
    await passWith(stage, [cameron], 7.5 * 60_000);
    expect(await cameron.offers()).toEqual([]);
    await acceptSoon(cameron);
    const called = await stage.callTo(number);
    await called?.answer();
    await stage.pass(2_000);
    await called?.press('1');
    await stage.teamsPhone('cameron').answer();
    await cameron.press('connect');
    expect(await called?.hears()).toBe('people');
  });

  test('who accepts while both lines of the number are taken is told, freed, and asked again when a line is free', async () => {
    const [cameron, diego, enrico] = ['cameron', 'diego', 'enrico'].map((id) => stage.agent(id)) as [
      AgentActor,
      AgentActor,
      AgentActor,
    ];
    const numbers = ['+14255550165', '+14255550166', '+14255550167'] as const;
    for (const number of numbers) await fillIn(number);
    for (const agent of [cameron, diego, enrico]) await agent.ready();
    await stage.settle();
    await cameron.press('accept');
    await diego.press('accept');
    await enrico.press('accept');
    const calls = await Promise.all(numbers.map((number) => stage.callTo(number)));
    expect(calls.filter((call) => call !== undefined)).toHaveLength(2);
    expect((await enrico.heard()).at(-1)).toContain('line');
    expect(await enrico.state()).toBe('ready');
    await calls.find((call) => call !== undefined)?.busy();
    await acceptSoon(enrico);
    expect(await Promise.all(numbers.map((number) => stage.callTo(number)))).not.toContain(undefined);
    await enrico.signOut();
  });

  test('a caller is looked up, hears how an order stands, and goes on when the other system redirects or answers 10 MB', async () => {
    const misbehave = (trouble: string) => stage.simulator.post('/_local/look-ups/trouble', { trouble });
    const grace = await stage.caller('+14255550170', RECEPTION);
    await grace.press('1');
    await stage.pass(1_000);
    expect((await grace.heard()).join()).toContain('Welcome back, Grace Hopper.');
    await grace.hangUp();
    for (const [number, trouble] of [
      ['+14255550171', 'redirects'],
      ['+14255550172', 'huge'],
    ] as const) {
      await misbehave(trouble);
      const caller = await stage.caller(number, RECEPTION);
      await caller.press('1');
      await stage.pass(1_000);
      expect((await caller.heard()).join()).toContain('Welcome to Contoso.');
      await caller.hangUp();
    }
    await misbehave('none');
    const ada = await stage.caller('+14255550173', RECEPTION);
    for (const keys of ['1', '1', '100001', '1']) {
      await ada.press(keys);
      await stage.pass(3_000);
    }
    expect((await ada.heard()).join()).toContain('arrives on Thursday');
  });

  test('an agent calls and texts somebody: their telephone rings, then Teams, and the guard has the last word', async () => {
    const number = '+14255550168';
    const diego = stage.agent('diego');
    await diego.ready();
    const asked = { from: 'reception-number', to: number, consentGiven: true };
    const call = (over: object = {}) => diego.ask('POST', 'agent/calls', { ...asked, key: randomUUID(), ...over });
    for (const to of ['+1911', '112', '+19005550123', '+33612345678', '+１４２５５５５０１６８'])
      expect(await call({ to })).toMatchObject({ status: 409, body: { code: 'refused' } });
    expect(await call({ consentGiven: false })).toMatchObject({ status: 409 });
    const begun = await call();
    expect(begun).toMatchObject({ status: 200, body: { interaction: { phase: 'connecting' } } });
    const { interaction } = begun.body as { interaction: { interactionId: string; offerId: string } };
    await stage.settle();
    const called = await stage.callTo(number);
    await called?.answer();
    expect(await called?.hears()).toBe('music');
    await stage.teamsPhone('diego').answer();
    await diego.ask('POST', `agent/offers/${interaction.offerId}/connect`);
    await stage.settle();
    expect(await called?.hears()).toBe('people');
    const complete = `agent/interactions/${interaction.interactionId}/complete`;
    await diego.ask('POST', complete, { wrapUpCode: 'solved' });
    await stage.settle();
    const text = { ...asked, from: 'text-number', text: 'As we said: it ships today.', key: randomUUID() };
    expect(await diego.ask('POST', 'agent/texts', text)).toMatchObject({ status: 200 });
    expect((await textCustomer(stage, number).received()).at(-1)).toBe('As we said: it ships today.');
    expect(stage.running.output()).toContain('agent reached out');
    expect(stage.running.output()).not.toContain(number);
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

  // Last: nobody takes what these leave.
  test.each([
    ['the file was fetched', 'recordingFetched', '+14255550174'],
    ['the copy was made', 'recordingCopied', '+14255550175'],
  ])('a voicemail outlives kill -9 between its event and the moment in which %s', async (_what, point, number) => {
    const ada = await stage.caller(number, RECEPTION);
    await ada.press('1');
    await stage.pass(3_000);
    await ada.press('3');
    await stage.pass(8_000);
    await stage.pass(9_000);
    await stage.simulator.post('/_local/host/kill-at', { kills: [{ point }] });
    await ada.press('#');
    for (let look = 0; look < 6 && !(await isKilled()); look += 1) await stage.pass(5_000).catch(() => undefined);
    expect(await isKilled()).toBe(true);
    await stage.simulator.post('/_local/host/start');
    await stage.pass(60_000);
    expect(await phaseOf(ada)).toMatchObject({ name: 'queued', visit: { work: 'voicemail' } });
    const { interactionId } = await interactionOf(stage, ada);
    const kept = await stage.query<{ recording: { copy: { sha256: string } | null } }>(
      'interactions',
      `SELECT * FROM c WHERE CONTAINS(c.pk, '${interactionId}') AND c.kind = 'recording'`,
    );
    expect(JSON.stringify(kept)).toMatch(/"sha256":"[0-9a-f]{64}"/);
    const messages = await stage.query(
      'interactions',
      `SELECT c.id FROM c WHERE c.kind = 'message' AND CONTAINS(c.pk, '${interactionId}')`,
    );
    expect(messages).toHaveLength(1);
  });
  const isKilled = async () => {
    const { isRunning } = await stage.simulator.get<{ isRunning: boolean }>('/_local/host');
    return !isRunning;
  };
});
