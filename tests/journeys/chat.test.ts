import { openStage, type Stage } from './support/stage';

jest.setTimeout(120_000);

describe('a chat', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.stop());

  test('goes from the first word past the assistant to an agent in Teams and to its end', async () => {
    const cameron = stage.agent('cameron');
    await cameron.ready();
    const ada = await stage.chatCustomer('Ada');

    await ada.say('Hello');
    expect(await ada.heard()).toEqual([
      'Hello, this is Contoso. What can we do for you?',
      'Hello! Would you like to buy something, or does something not work?',
    ]);
    await ada.say('My printer is broken');
    expect((await ada.heard()).at(-1)).toBe('Thank you. A colleague will be with you in a moment.');

    await cameron.press('accept');
    expect(await cameron.heard()).toEqual(['Ada: Hello', 'Ada: My printer is broken']);
    await cameron.write('Hello Ada, what does it do?');
    expect((await ada.heard()).at(-1)).toBe('Hello Ada, what does it do?');
    await ada.say('It burns');
    expect((await cameron.heard()).at(-1)).toBe('Ada: It burns');

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
    expect(view.map(({ interaction }) => interaction.phase)).toMatchObject([{ name: 'closed' }]);
  });
});
