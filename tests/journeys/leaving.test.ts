import { openStage, type Stage } from './support/stage';
import type { AgentActor } from './support/agent';
import { chatInSupport, complete, interactionsOf, passWith, phaseOf } from './support/stories';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
/** The instant of a message is its id: several of one instant run ahead of a stepped clock, and what is not due yet is looked at a little later. */
const QUIET_MS = 3 * MINUTE_MS + 10_000;

describe('somebody leaves', () => {
  let stage: Stage;
  let cameron: AgentActor;
  let diego: AgentActor;
  beforeAll(async () => {
    stage = await openStage();
    cameron = stage.agent('cameron');
    diego = stage.agent('diego');
  });
  beforeEach(async () => {
    await diego.signOut();
    await cameron.ready();
  });
  afterEach(async () => {
    for (const agent of [cameron, diego]) await complete(stage, agent);
  });
  afterAll(() => stage.stop());

  const talking = async (name: string) => {
    const customer = await chatInSupport(stage, name);
    await cameron.press('accept');
    await cameron.write(`Hello ${name}`);
    return customer;
  };
  const visitsOf = async (customer: string) => {
    const [interaction] = await interactionsOf(stage, customer);
    const events = await stage.query<{ visit: { waitingSince: number; beganAt: number } }>(
      'interactions',
      `SELECT e.visit FROM c JOIN e IN c.events WHERE c.interactionId = '${interaction?.facts.interactionId}' AND e.type = 'queued' ORDER BY c.id`,
    );
    return events.map(({ visit }) => visit);
  };

  test('an agent who signs out in mid-chat gives it back to its old place, and another takes it with all that was said', async () => {
    const ada = await talking('Ada');
    await stage.pass(20_000);
    const bob = await chatInSupport(stage, 'Bob');
    await cameron.notReady();
    await cameron.signOut();
    expect(await phaseOf(stage, ada.userId)).toBe('queued');
    const [first, again] = await visitsOf(ada.userId);
    expect(again?.waitingSince).toBe(first?.beganAt);

    await ada.say('Are you still there?');
    await diego.ready();
    expect(await phaseOf(stage, ada.userId)).toBe('alerting');
    const [oldest] = await diego.offers();
    expect(oldest?.interactionId).toBe((await interactionsOf(stage, ada.userId))[0]?.facts.interactionId);
    await diego.ask('POST', `agent/offers/${oldest?.offerId}/accept`);
    await stage.settle();
    expect(await diego.heard()).toContain('Ada: Are you still there?');
    await bob.leave();
  });

  test('an agent whose desk is silent for three minutes loses the chat to the next', async () => {
    const eve = await talking('Eve');
    await diego.ready();
    await passWith(stage, [diego], 3 * MINUTE_MS + 1000);
    expect(await cameron.state()).toBe('signedOut');
    await diego.press('accept');
    await diego.write('I am Diego, I go on from here');
    expect((await eve.heard()).at(-1)).toBe('I am Diego, I go on from here');
  });

  test('a customer who leaves while an agent is asked is abandoned, and the agent is asked no more', async () => {
    const fay = await chatInSupport(stage, 'Fay');
    await stage.pass(6000);
    await fay.leave();
    expect(await phaseOf(stage, fay.userId)).toBe('closed: abandoned');
    expect(await cameron.offers()).toEqual([]);
    expect(await cameron.sees('accept')).toBe(false);
    expect(await cameron.state()).toBe('ready');
  });

  test('a customer who leaves in mid-chat is told to the agent, who still writes their notes', async () => {
    const gus = await talking('Gus');
    await gus.leave();
    expect(await phaseOf(stage, gus.userId)).toBe('ended: customerLeft');
    expect((await cameron.chat()).map(({ text, summary }) => text ?? summary)).toContain('The customer has left.');
    await complete(stage, cameron);
    expect(await phaseOf(stage, gus.userId)).toBe('closed: customerLeft');
  });

  test('notes that an agent never finishes end with the time for them', async () => {
    const hal = await talking('Hal');
    await hal.leave();
    await passWith(stage, [cameron], 61_000);
    expect(await phaseOf(stage, hal.userId)).toBe('closed: customerLeft');
    expect(await cameron.interactions()).toEqual([]);
  });

  test('a quiet chat is nudged once after three minutes and closed with a word after ten', async () => {
    const ida = await talking('Ida');
    const before = (await ida.heard()).length;
    await passWith(stage, [cameron], QUIET_MS);
    const nudge = 'Are you still there? The chat closes in a few minutes if you do not write.';
    expect((await ida.heard()).slice(before)).toEqual([nudge]);
    await passWith(stage, [cameron], 7 * MINUTE_MS);
    expect((await ida.heard()).slice(before)).toEqual([
      nudge,
      'We have closed this chat because it was quiet. Write again whenever you like.',
    ]);
    expect(await phaseOf(stage, ida.userId)).toBe('ended: idle');
    await complete(stage, cameron);
    expect(await phaseOf(stage, ida.userId)).toBe('closed: idle');
  });

  test('who answers the nudge goes on talking, and the agent can look back at all that happened', async () => {
    const jon = await talking('Jon');
    await passWith(stage, [cameron], QUIET_MS);
    await jon.say('Yes, I am looking for the cable');
    await passWith(stage, [cameron], 8 * MINUTE_MS);
    expect(await phaseOf(stage, jon.userId)).toBe('active');
    const [held] = await cameron.interactions();
    await complete(stage, cameron);
    const { body } = await cameron.ask('GET', `agent/interactions/${held?.interactionId}`);
    const { phase, messages, timeline } = body as Summary;
    expect(phase).toBe('closed');
    expect(messages.map(({ author, text }) => [author.kind, text])).toContainEqual([
      'customer',
      'Yes, I am looking for the cable',
    ]);
    expect(timeline.map(({ event }) => event.type)).toEqual([
      'opened',
      ...['flowMoved', 'queued', 'offerPresented', 'accepted', 'visitEnded'],
      ...['nudged', 'nudged', 'ended', 'wrappedUp', 'closed'],
    ]);
  });
});

interface Summary {
  readonly phase: string;
  readonly messages: readonly { readonly author: { readonly kind: string }; readonly text: string }[];
  readonly timeline: readonly { readonly event: { readonly type: string } }[];
}
