import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import { agentIdOf, type InteractionRef } from '../core/lib/ids';
import { endConversation, finishInteraction } from './agents/finish-interaction';
import { leaveChat } from './customers/leave-chat';
import { startChat } from './customers/start-chat';
import { receiveChat } from './inbound/receive-chat';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };

beforeEach(async () => {
  world = await createWorld();
  thread = await startChat(world.deps, { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' });
});

const event = (text: string, n: number) => chatWord(world, thread, text, n);

async function talking(): Promise<InteractionRef> {
  const cameron = await world.ready('cameron');
  const first = await receiveChat(world.deps, event('Hello, my printer is broken', 1));
  if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
  await world.assign();
  await world.accept(cameron);
  return first.ref;
}

const shown = () => world.desk.shown.filter(({ card }) => card === null).map(({ text }) => text);

test('given a message that the desk did not take, when the next one comes, then the agent reads both in order', async () => {
  await talking();
  world.desk.fail('outage');
  await receiveChat(world.deps, event('First', 2)).catch(() => undefined);
  world.desk.fail(null);
  // Its claim runs out; nobody has swept yet.
  await world.pass(25_000);
  await receiveChat(world.deps, event('Second', 3));
  expect(shown().slice(-2)).toEqual(['Jane: First', 'Jane: Second']);
});

test('given an interaction that closed, when the event of its first word comes again, then nothing opens', async () => {
  const first = event('Hello, my printer is broken', 1);
  const ref = await talking();
  await finishInteraction(world.deps, ref, await world.ready('cameron'), 'solved');
  expect(await world.phase(ref)).toBe('closed');
  expect(await receiveChat(world.deps, first)).toEqual({ kind: 'repeated', ref });
});

test('given an interaction that closed, when the customer writes anew, then a linked one opens', async () => {
  const ref = await talking();
  await finishInteraction(world.deps, ref, await world.ready('cameron'), 'solved');
  const again = await receiveChat(world.deps, event('It is broken again', 50));
  if (again.kind !== 'opened') throw new Error(`It was ${again.kind}.`);
  const stored = await world.deps.interactions.load(again.ref);
  expect(stored?.interaction.facts.continues).toMatchObject({ interactionId: ref.interactionId });
});

describe('given an agent who ended the conversation and still writes notes', () => {
  let ref: InteractionRef;
  beforeEach(async () => {
    ref = await talking();
    await endConversation(world.deps, ref, agentIdOf('cameron'));
    expect(await world.phase(ref)).toBe('ended');
  });

  test('when the customer writes, then a linked interaction opens, and goes on when the notes are done', async () => {
    const again = await receiveChat(world.deps, event('One more thing', 50));
    if (again.kind !== 'opened') throw new Error(`It was ${again.kind}.`);
    const stored = await world.deps.interactions.load(again.ref);
    expect(stored?.interaction.facts.continues).toMatchObject({ interactionId: ref.interactionId, agentId: 'cameron' });
    await finishInteraction(world.deps, ref, agentIdOf('cameron'), 'solved');
    expect(await world.phase(ref)).toBe('closed');
    expect(await receiveChat(world.deps, event('My printer', 51))).toEqual({ kind: 'joined', ref: again.ref });
  });

  test('when a word from before comes again, then nothing opens', async () => {
    expect(await receiveChat(world.deps, event('Hello, my printer is broken', 1))).toEqual({ kind: 'repeated', ref });
  });

  test('when the customer only thanks, then it is kept with what they thank for', async () => {
    expect(await receiveChat(world.deps, event('Thanks!', 50))).toEqual({ kind: 'onlyStored', ref });
  });
});

test.each([
  ['writes all the same', true, 0],
  ['is gone', false, 1],
] as const)(
  'given a customer who said goodbye and %s, when the notes are done, then the chat is theirs as long as they are there',
  async (_, isBack, times) => {
    const ref = await talking();
    let closed = 0;
    const chatThreads = { ...world.deps.chatThreads, close: async () => void (closed += 1) };
    const deps = { ...world.deps, chatThreads };
    await leaveChat(deps, thread.threadId, thread.userId);
    if (isBack) expect(await receiveChat(deps, event('One more thing', 50))).toMatchObject({ kind: 'opened' });
    await finishInteraction(deps, ref, agentIdOf('cameron'), 'solved');
    expect(await world.phase(ref)).toBe('closed');
    expect(closed).toBe(times);
  },
);

describe('given words that overtook earlier ones on their way', () => {
  /** In the thread from now on; their events come when the test says so. */
  const writes = (...texts: readonly string[]) => {
    const words = texts.map((text, n) => event(text, n + 2));
    world.written.push(event('Hello, my printer is broken', 1), ...words);
    return words;
  };

  test('then the agent reads them in the order in which they were written, each once', async () => {
    await talking();
    const words = writes('One', 'Two', 'Three', 'Four');
    for (const n of [3, 0, 2, 1, 3]) await receiveChat(world.deps, words[n] ?? event('', 0));
    expect(shown().slice(-4)).toEqual(['Jane: One', 'Jane: Two', 'Jane: Three', 'Jane: Four']);
    expect(shown()).toHaveLength(5);
  });

  test('when their events never come, then nothing is lost', async () => {
    await talking();
    const [, , last] = writes('One', 'Two', 'Three');
    await receiveChat(world.deps, last ?? event('', 0));
    expect(shown().slice(-3)).toEqual(['Jane: One', 'Jane: Two', 'Jane: Three']);
  });

  test('while nobody had accepted, then they are read in order from the accept on', async () => {
    const cameron = await world.ready('cameron');
    const first = event('Hello, my printer is broken', 1);
    await receiveChat(world.deps, first);
    const [one, two] = writes('One', 'Two');
    await receiveChat(world.deps, two ?? first);
    await world.assign();
    await world.accept(cameron);
    await receiveChat(world.deps, one ?? first);
    expect(shown().slice(-3)).toEqual(['Jane: Hello, my printer is broken', 'Jane: One', 'Jane: Two']);
  });

  test('when the thread cannot be read, then nobody waits for it', async () => {
    await talking();
    const [one, two] = writes('One', 'Two');
    const cannot = () => Promise.reject(new Error('429'));
    const deps = { ...world.deps, chatThreads: { ...world.deps.chatThreads, writtenBetween: cannot } };
    await receiveChat(deps, two ?? event('', 0));
    expect(shown().slice(-1)).toEqual(['Jane: Two']);
    await receiveChat(deps, one ?? event('', 0));
    expect(shown().slice(-1)).toEqual(['Jane: One']);
  });

  test('when what others wrote stands between them, then it is not the customer’s', async () => {
    await talking();
    const [one, two] = writes('One', 'Two');
    world.written.push({ ...event('Of the house', 2), customerAddress: '8:acs:service', sourceId: 'x/9' });
    await receiveChat(world.deps, one ?? event('', 0));
    await receiveChat(world.deps, two ?? event('', 0));
    expect(shown().slice(-2)).toEqual(['Jane: One', 'Jane: Two']);
  });
});
