import { createWorld, OPEN_AT, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import { agentWork } from './agents/agent-work';
import { startChat } from './customers/start-chat';
import { reply } from './agents/reply';
import { receiveChat } from './inbound/receive-chat';
import { settleInteraction } from './settle-interaction';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

/** A customer who writes; the first words lead to the support queue. */
async function customer(name: string) {
  const thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: name,
    key: name,
  });
  let n = 0;
  const say = (text: string) =>
    receiveChat(world.deps, {
      sourceId: `${name}/${(n += 1)}`,
      threadId: thread.threadId,
      customerAddress: thread.userId,
      customerName: null,
      text,
      html: null,
      sentAt: OPEN_AT + n,
      fileIds: [],
    });
  await say('My printer is broken');
  const received = await say('2');
  if (!('ref' in received)) throw new TypeError('Nothing was opened.');
  return { say, ref: received.ref };
}

const shown = () => world.desk.shown.map(({ text }) => text);

/** As the orchestration does when the moment has come that it was told. */
async function passAndLook(ms: number, ref: InteractionRef): Promise<void> {
  await world.pass(ms);
  await settleInteraction(world.deps, ref);
}

describe('given an agent in a chat when Teams takes nothing more of the bot', () => {
  let cameron: AgentId;
  let jane: Awaited<ReturnType<typeof customer>>;
  beforeEach(async () => {
    cameron = await world.ready('cameron');
    jane = await customer('Jane');
    await world.assign();
    await world.accept(cameron);
    world.desk.fail('throttled');
  });

  test('then what the customer writes is accepted, kept, and shown in order once there is room', async () => {
    const before = shown().length;
    for (const text of ['one', 'two', 'three']) await jane.say(text);
    expect(world.told.at(-1)).toMatchObject({ signal: 'throttled' });
    await passAndLook(20_000, jane.ref);
    expect(shown()).toHaveLength(before);
    world.desk.fail(null);
    await passAndLook(10_000, jane.ref);
    expect(shown().slice(before)).toEqual(['Jane: one', 'Jane: two', 'Jane: three']);
  });

  test('then an offer stays open, is shown once there is room, and nobody is blamed', async () => {
    const john = await customer('John');
    await world.assign();
    expect((await agentWork(world.deps, TENANT, cameron)).offers).toHaveLength(1);
    world.desk.fail(null);
    await passAndLook(10_000, john.ref);
    expect(world.desk.shown.at(-1)?.card).toMatchObject({ customerName: 'John', state: { name: 'open' } });
    await world.accept(cameron);
    expect(await world.phase(john.ref)).toBe('active');
  });

  test('then one that ran out before there was room is offered again', async () => {
    const john = await customer('John');
    await world.assign();
    for (let look = 0; look < 4; look += 1) await passAndLook(10_000, john.ref);
    world.desk.fail(null);
    await passAndLook(10_000, john.ref);
    await world.assign();
    expect(world.desk.shown.at(-1)?.card).toMatchObject({ customerName: 'John', state: { name: 'open' } });
    const ends = (await world.deps.interactions.timeline(john.ref)).flatMap(({ event }) =>
      event.type === 'offerEnded' ? [event.end] : [],
    );
    expect(new Set(ends)).toEqual(new Set(['unreachable']));
  });
});

describe('given an agent in a chat when its channel takes nothing more of us', () => {
  const throttled = { kind: 'failed', code: 'throttled', retryable: true } as const;
  let cameron: AgentId;
  let jane: Awaited<ReturnType<typeof customer>>;
  let asked: number;
  beforeEach(async () => {
    cameron = await world.ready('cameron');
    jane = await customer('Jane');
    await world.assign();
    await world.accept(cameron);
    asked = world.chat.asked.length;
    world.chat.answer(throttled);
  });

  const write = (text: string) =>
    reply(world.deps, { ref: jane.ref, agentId: cameron, text, sourceId: text, sentAt: world.deps.clock.now() });
  const askedSince = () => world.chat.asked.slice(asked);
  const tellings = () => world.told.filter(({ signal }) => signal === 'throttled');

  test('then it is not asked again before there may be room', async () => {
    expect((await write('one')).delivery).toBe('left');
    expect(askedSince()).toEqual(['one']);
    expect(tellings()).toHaveLength(1);
    world.chat.answer(null);
    await passAndLook(10_000, jane.ref);
    expect(askedSince()).toEqual(['one', 'one']);
    expect(world.chat.sent.at(-1)?.text).toBe('one');
  });

  test('then each look at it asks once, and says when to look again', async () => {
    await write('one');
    for (const looks of [1, 2]) {
      await world.pass(10_000);
      const settled = await settleInteraction(world.deps, jane.ref);
      expect(askedSince()).toHaveLength(1 + looks);
      expect(settled).toMatchObject({ checkAt: world.deps.clock.now() + 10_000 });
    }
    expect(tellings()).toHaveLength(1);
  });

  test('then its orchestration is told once, however many answers wait', async () => {
    for (const text of ['one', 'two', 'three']) await write(text);
    expect(tellings()).toHaveLength(1);
    world.chat.answer(null);
    await passAndLook(10_000, jane.ref);
    expect(world.chat.sent.slice(-3).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  test('then an answer that follows when there is room again takes the one before along', async () => {
    await write('one');
    world.chat.answer(null);
    await write('two');
    expect(world.chat.sent.slice(-2).map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
