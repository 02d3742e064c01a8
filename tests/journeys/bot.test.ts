import type { AgentActor } from './support/agent';
import { isRough } from './support/rough';
import { openStage, type Stage } from './support/stage';
import { chatInSupport, complete, editConfig, phaseOf } from './support/stories';
import { OPEN_AT } from '../../local/launch';

jest.setTimeout(240_000);

/** Longer than half a minute: a clock that is stepped, and real time beside it, make the bot count more than passes. */
const QUIET_MS = 45_000;

describe("the bot in agents' chats", () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
    diego = stage.agent('diego');
  });
  afterAll(() => stage.stop());
  afterEach(async () => {
    for (const agent of [cameron, diego]) {
      await complete(stage, agent);
      await agent.signOut();
    }
  });

  /** Everything that the bot posted in a chat, in order: a card by whom it offers. */
  const posted = async ({ id }: AgentActor) => {
    const { entries } = await stage.simulator.get<{
      entries: { kind: string; content: { text?: string; summary?: string } }[];
    }>(`/_local/agents/${id}/transcript`);
    return entries.flatMap(({ kind, content }) => (kind === 'posted' ? [content.text ?? content.summary ?? ''] : []));
  };

  test('is throttled: nothing is lost, offers overtake, and each conversation keeps its order', async () => {
    await cameron.ready();
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    const before = (await posted(cameron)).length;
    const fault = { kind: 'refuse', status: 429, retryAfterMs: QUIET_MS };
    const rule = { service: 'Teams', fault, extent: { kind: 'count', count: 1 } };
    await stage.simulator.post('/_local/faults', { rules: [rule] });
    for (const text of ['one', 'two', 'three']) await ada.say(text);
    // One instance does not know what another was told: where there are two, the other may go on.
    if (!isRough) expect((await posted(cameron)).slice(before)).toEqual([]);
    await stage.pass(20_000);
    const bob = await chatInSupport(stage, 'Bob');
    expect(await cameron.offers()).toHaveLength(1);
    let accepted = false;
    for (let passed = 0; passed < 2 * QUIET_MS; passed += 5_000) {
      await stage.pass(5_000);
      if (accepted || !(await cameron.sees('accept'))) continue;
      await cameron.press('accept');
      accepted = true;
    }
    const all = (await posted(cameron)).slice(before);
    expect(all).toContain('New chat for you: Bob');
    if (!isRough) expect(all[0]).toBe('New chat for you: Bob');
    expect(all.filter((text) => text.startsWith('Ada: '))).toEqual(['Ada: one', 'Ada: two', 'Ada: three']);
    expect(await phaseOf(stage, bob.userId)).toBe('active');
  });

  const supervised = async <T>(path: string): Promise<T> => {
    const { status, body } = await stage.simulator.ask<T>('supervisor', 'GET', path);
    expect(status).toBe(200);
    return body;
  };
  /** How offers to the agent ended in this quarter of an hour, as the floor's alerts read it. */
  const endsOf = async ({ id }: AgentActor) => {
    const to = new Date(Date.parse(OPEN_AT) + 3_600_000).toISOString();
    const intervals = await supervised<readonly { agents: Record<string, { offerEnds: Record<string, number> }> }[]>(
      `metrics/intervals?tenantId=contoso&from=${OPEN_AT}&to=${to}`,
    );
    return intervals.reduce((sum, { agents }) => sum + (agents[id]?.offerEnds['unreachable'] ?? 0), 0);
  };

  test.each([
    ['blocks it', 'block', 'unblock'],
    ['removes it', 'uninstall', 'install'],
  ])(
    'an agent who %s is unreachable: the offer goes on at once, the supervisor is told, and nobody is blamed',
    async (_, leave, comeBack) => {
      const before = await endsOf(cameron);
      await cameron.ready();
      await stage.simulator.post(`/_local/agents/cameron/bot/${leave}`);
      const gone = (await posted(cameron)).length;
      const ada = await chatInSupport(stage, 'Ada');
      expect(await phaseOf(stage, ada.userId)).toBe('queued');
      await diego.ready();
      await stage.pass(1_000);
      await diego.press('accept');
      expect(await phaseOf(stage, ada.userId)).toBe('active');
      expect(await posted(cameron)).toHaveLength(gone);
      expect(await cameron.state()).toBe('ready');
      await stage.pass(5_000);
      expect(await endsOf(cameron)).toBeGreaterThan(before);
      await stage.simulator.post(`/_local/agents/cameron/bot/${comeBack}`);
      await diego.notReady();
      await chatInSupport(stage, 'Bob');
      for (let passed = 0; passed < 10_000 && !(await cameron.sees('accept')); passed += 1_000) await stage.pass(1_000);
      await cameron.press('accept');
      expect((await cameron.heard()).at(-1)).toBe('Bob: My printer is broken');
    },
  );

  test('carries files: what the agent attaches reaches the customer, what is not taken is named with why', async () => {
    await cameron.ready();
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    const content = Buffer.from('%PDF-1.7 how to put out fires');
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    const program = { name: 'invoice\u202Efdp.exe', content };
    await cameron.attach([program, { name: '手順.pdf', content }, { name: null, content: png }], 'Read this');
    expect((await ada.heard()).slice(-3)).toEqual(['Read this', '手順.pdf', 'picture.png']);
    expect((await cameron.heard()).at(-1)).toBe('invoice·fdp.exe was not sent: its name is not allowed.');
    const [held] = await cameron.interactions();
    const { body } = await cameron.ask('GET', `agent/interactions/${held?.interactionId}`);
    const { messages } = body as { messages: { attachments: { name: string; sizeBytes: number }[] }[] };
    expect(messages.flatMap(({ attachments }) => attachments)).toMatchObject([
      { name: '手順.pdf', sizeBytes: content.length },
      { name: 'picture.png', sizeBytes: png.length },
    ]);
  });

  test('carries offers alone where the organisation says so: the desk shows what customers write', async () => {
    await editConfig(stage, 'emailSender: graph', 'emailSender: graph\n  botCarries: offers');
    await cameron.ready();
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    const before = (await posted(cameron)).length;
    await ada.say('It burns');
    await stage.pass(2_000);
    expect(await posted(cameron)).toHaveLength(before);
    const { body } = await cameron.ask('GET', 'live/agent/snapshot');
    const { contacts } = body as { contacts: { messages: { text: string; delivery: { status: string } }[] }[] };
    const said = contacts.flatMap(({ messages }) => messages).find(({ text }) => text === 'It burns');
    expect(said).toMatchObject({ delivery: { status: 'sent' } });
    await cameron.write('Water helps');
    expect((await ada.heard()).at(-1)).toBe('Water helps');
  });
});
