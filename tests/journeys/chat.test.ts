import { openStage, type Stage } from './support/stage';

jest.setTimeout(120_000);

describe('a chat', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.stop());

  test.each([
    ['Communication Services', 'chatCustomer'],
    ['Switchboard', 'ownChatCustomer'],
  ] as const)(
    'of %s goes from the first word past the assistant to an agent in Teams and to its end',
    async (_, customer) => {
      const cameron = stage.agent('cameron');
      await cameron.ready();
      const ada = await stage[customer]('Ada');

      await ada.say('Hello');
      expect(await ada.heard()).toEqual([
        'Hello, this is Contoso. What can we do for you?',
        'Hello! Would you like to buy something, or does something not work?',
      ]);
      await ada.say('My printer is broken');
      expect((await ada.heard()).at(-1)).toBe('Thank you. A colleague will be with you in a moment.');

      await cameron.press('accept');
      expect((await cameron.heard()).slice(-2)).toEqual(['Ada: Hello', 'Ada: My printer is broken']);
      await cameron.write('Hello Ada, what does it do?');
      expect((await ada.heard()).at(-1)).toBe('Hello Ada, what does it do?');
      await ada.say('It burns');
      expect((await cameron.heard()).at(-1)).toBe('Ada: It burns');

      await cameron.press('meet');
      const link = /https:\/\/teams\.microsoft\.com\/l\/meetup-join\/\S+/.exec(
        (await cameron.heard()).at(-1) ?? '',
      )?.[0];
      expect((await ada.heard()).at(-1)).toBe(
        `Cameron White of Contoso invites you to a meeting. Join it in your browser: ${link}`,
      );

      const [interaction] = await cameron.interactions();
      const done = await cameron.ask('POST', `agent/interactions/${interaction!.interactionId}/complete`, {
        wrapUpCode: 'solved',
      });
      expect(done.status).toBe(200);
      await stage.settle();
      expect(await cameron.interactions()).toEqual([]);
      const view = await stage.query<{ interaction: { phase: object } }>(
        'interactions',
        "SELECT c.interaction FROM c WHERE c.kind = 'snapshot'",
      );
      expect(view.length).toBeGreaterThan(0);
      for (const { interaction: one } of view) expect(one.phase).toMatchObject({ name: 'closed' });
    },
  );

  test('whose page is gone has left the queue two minutes later; one that asks keeps its place', async () => {
    const cameron = stage.agent('cameron');
    await cameron.notReady();
    const [gone, there] = [await stage.ownChatCustomer('Gone'), await stage.ownChatCustomer('There')];
    for (const one of [gone, there]) {
      await one.say('Hello');
      await one.say('My printer is broken');
    }
    for (let quarter = 0; quarter < 9; quarter += 1) {
      await stage.pass(15_000);
      await there.look();
    }
    const phases = await stage.query<{ userId: string; phase: string }>(
      'interactions',
      "SELECT c.interaction.facts.customerAddress AS userId, c.interaction.phase.name AS phase FROM c WHERE c.kind = 'snapshot'",
    );
    const phaseOf = (one: { readonly userId: string }) => phases.find(({ userId }) => userId === one.userId)?.phase;
    expect([phaseOf(gone), phaseOf(there)]).toEqual(['closed', 'queued']);
    await there.leave();
  });
});
