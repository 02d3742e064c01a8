import { isRough } from './support/rough';
import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import { eventGridMoods, type EventGridMoods } from './support/event-grid';
import { chatInSupport, complete, interactionsOf, passWith, phaseOf } from './support/stories';
import { textCustomer } from './support/text-customer';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const CHAT_EVENT = 'ChatMessageReceivedInThread';

describe('events that come twice, late, in disorder or not at all', () => {
  let stage: Stage;
  let grid: EventGridMoods;
  let cameron: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    grid = eventGridMoods(stage);
    cameron = stage.agent('cameron');
    await cameron.ready();
  });
  afterEach(async () => {
    await grid.disturb(0, 0);
    await complete(stage, cameron);
  });
  afterAll(() => stage.stop());

  const said = async (customer: string, from: 'Ada' | 'Bea' | 'Cal' | 'Dot') => {
    expect(await interactionsOf(stage, customer)).toHaveLength(1);
    return (await cameron.heard()).filter((text) => text.startsWith(`${from}: `));
  };

  test('the same event three times: one interaction, one message, before and after the end', async () => {
    const ada = await chatInSupport(stage, 'Ada');
    await cameron.press('accept');
    await ada.say('Only once');
    const [first] = await grid.idsOf(CHAT_EVENT, 'My printer is broken');
    const [second] = await grid.idsOf(CHAT_EVENT, 'Only once');
    await grid.repeat(second ?? '', 3);
    await grid.repeat(first ?? '', 3);
    expect(await said(ada.userId, 'Ada')).toEqual(['Ada: My printer is broken', 'Ada: Only once']);

    await complete(stage, cameron);
    expect(await phaseOf(stage, ada.userId)).toBe('closed: completed');
    await grid.repeat(first ?? '', 1);
    await grid.repeat(second ?? '', 1);
    expect(await said(ada.userId, 'Ada')).toHaveLength(2);
    expect(await phaseOf(stage, ada.userId)).toBe('closed: completed');
  });

  test('repeated and overtaken deliveries lose nothing, double nothing and are read in order', async () => {
    const bea = await chatInSupport(stage, 'Bea');
    await cameron.press('accept');
    await grid.disturb(1, 0.5);
    const words = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const word of words) await bea.sayAtOnce(word);
    // On a busy machine a handler may no longer wait for the message before its own: then the sweep relays it, within half a minute.
    await stage.pass(isRough ? 40_000 : 5_000);
    const heard = await said(bea.userId, 'Bea');
    expect(heard.slice(1)).toEqual(words.map((word) => `Bea: ${word}`));
  });

  test('messages written quickly are read in their order, whichever handler is faster', async () => {
    const cal = await chatInSupport(stage, 'Cal');
    await cameron.press('accept');
    const words = Array.from({ length: 8 }, (_, index) => `word ${index}`);
    for (const word of words) await cal.sayAtOnce(word);
    await stage.settle();
    const heard = (await said(cal.userId, 'Cal')).slice(1);
    // In rough mode a later event may overtake an earlier one by a second: of what has not come nobody knows.
    expect(isRough ? [...heard].sort() : heard).toEqual(words.map((word) => `Cal: ${word}`));
  });

  test('two first texts at the same moment are one interaction with two messages', async () => {
    const eve = textCustomer(stage, '+14255550181');
    await Promise.all([eve.text('repair'), eve.text('broken')]);
    const [interaction, ...others] = await interactionsOf(stage, eve.number);
    expect(others).toEqual([]);
    await cameron.press('accept');
    const heard = (await cameron.heard()).filter((text) => text.startsWith(eve.number));
    expect(heard.sort()).toEqual([`${eve.number}: broken`, `${eve.number}: repair`]);
    expect(interaction?.facts.interactionId).toBeDefined();
  });

  test('while Event Grid is silent for five minutes the tick assigns', async () => {
    await cameron.notReady();
    const dot = await chatInSupport(stage, 'Dot');
    expect(await phaseOf(stage, dot.userId)).toBe('queued');
    await grid.silence(5 * MINUTE_MS);
    await cameron.ready();
    await stage.pass(2000);
    expect(await phaseOf(stage, dot.userId)).toBe('alerting');
    await cameron.press('accept');
    await cameron.write('Here I am');
    expect((await dot.heard()).at(-1)).toBe('Here I am');
    await dot.sayAtOnce('Held back');
    await stage.settle();
    expect(await said(dot.userId, 'Dot')).toHaveLength(1);
    await passWith(stage, [cameron], 5 * MINUTE_MS);
    expect((await said(dot.userId, 'Dot')).at(-1)).toBe('Dot: Held back');
  });

  test('an event of an unknown type is taken and left alone; what is no event of ours is kept for an operator', async () => {
    const kept = async () => (await stage.query('quarantine', 'SELECT c.id FROM c')).length;
    const before = await kept();
    const event = {
      id: 'e-1',
      specversion: '1.0',
      source: '/somewhere',
      type: 'Microsoft.Communication.SomethingNew',
      time: '2026-10-05T14:00:00Z',
      data: {},
    };
    expect(await grid.deliver('smsReceived', event)).toBe(202);
    expect(await kept()).toBe(before);
    expect(await grid.deliver('smsReceived', { ...event, type: 'Microsoft.Communication.SMSReceived' })).toBe(202);
    expect(await grid.deliver('smsReceived', { hello: 'world' })).toBe(202);
    expect(await grid.deliver('assign', { ...event, id: 'e-2', type: 'Switchboard.WorkQueued' })).toBe(202);
    expect(await kept()).toBe(before + 3);
  });
});
