import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { InteractionRef } from '../core/lib/ids';
import { finishInteraction } from './agents/finish-interaction';
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
