import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf } from '../../core/lib/ids';
import { heartbeat, setAgentState } from '../agents/set-agent-state';
import { settleInteraction } from '../settle-interaction';
import { readChatEntry } from './chat-entry';
import type { Writer } from './chat-thread';
import { readChat, writeInChat } from './own-chat';
import { startChat } from './start-chat';

const KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3e';
const MINUTE_MS = 60_000;

let world: World;
let writer: Writer;
beforeEach(async () => {
  world = await createWorld();
  const request = { tenantId: TENANT, entryPoint: 'contoso-chat', customerName: 'Ada', key: KEY };
  const { threadId, userId } = await startChat(world.deps, request);
  writer = { threadId, userId };
});

const write = (text: string, key = text) => writeInChat(world.deps, writer, { key, text, fileIds: [] });
const read = (after = 0) => readChat(world.deps, writer, after);
const interaction = async () => {
  const head = await world.deps.inbox.head({
    ...{ tenantId: TENANT, channel: 'chat', ourAddress: 'contoso-chat', customerAddress: writer.threadId },
  });
  if (!head?.open) throw new Error('Nothing is open.');
  return { tenantId: TENANT, interactionId: head.open.interactionId };
};

/** Somebody is there for the queue, and takes a break. */
async function waitInSupport(): Promise<void> {
  await setAgentState(world.deps, TENANT, agentIdOf('cameron'), { kind: 'notReady', reason: 'break' });
  await write('Hello');
  await write('My printer is broken');
}

test('what was said has one order, and a repeat of a key is said once', async () => {
  await write('Hello');
  const [first, again] = [await write('My printer is broken', 'k'), await write('My printer is broken', 'k')];
  expect(again).toEqual(first);
  const { messages } = await read();
  expect(messages.map(({ text }) => text)).toEqual(['Hello', 'My printer is broken']);
  expect((await read(1)).messages.map(({ seq }) => seq)).toEqual([2]);
});

test('the page is told where its customer stands', async () => {
  await setAgentState(world.deps, TENANT, agentIdOf('cameron'), { kind: 'notReady', reason: 'break' });
  expect((await read()).state).toEqual({ kind: 'idle', mayRate: false });
  await write('Hello');
  expect((await read()).state).toEqual({ kind: 'assistant' });
  await write('My printer is broken');
  expect((await read()).state).toEqual({ kind: 'waiting', position: 1, expectedMs: null });
  const cameron = await world.ready('cameron');
  await world.assign();
  await world.accept(cameron);
  expect((await read()).state).toEqual({ kind: 'agent', name: 'Cameron White' });
});

test("somebody else's thread is not there", async () => {
  const stranger = { ...writer, userId: 'visitor:somebody' };
  await expect(readChat(world.deps, stranger, 0)).rejects.toMatchObject({ code: 'notFound' });
});

describe('a page that gives no sign of life', () => {
  test('has left the queue after two minutes, and not before', async () => {
    await waitInSupport();
    await read();
    const ref = await interaction();
    await world.pass(2 * MINUTE_MS - 1);
    await settleInteraction(world.deps, ref);
    expect(await world.phase(ref)).toBe('queued');
    await world.pass(1);
    await settleInteraction(world.deps, ref);
    expect(await world.phase(ref)).toBe('closed');
  });

  test('stays in the queue for as long as it asks', async () => {
    await waitInSupport();
    const ref = await interaction();
    for (let minute = 0; minute < 4; minute += 1) {
      await world.pass(MINUTE_MS);
      await heartbeat(world.deps, TENANT, agentIdOf('cameron'));
      await read();
      await settleInteraction(world.deps, ref);
    }
    expect(await world.phase(ref)).toBe('queued');
  });

  test('has left an agent after ten minutes', async () => {
    await waitInSupport();
    const cameron = await world.ready('cameron');
    await world.assign();
    await world.accept(cameron);
    const ref = await interaction();
    const settled = await settleInteraction(world.deps, ref);
    expect(settled.kind).toBe('open');
    for (let minute = 0; minute < 10; minute += 1) {
      await world.pass(MINUTE_MS);
      await heartbeat(world.deps, TENANT, cameron);
    }
    await settleInteraction(world.deps, ref);
    expect(await world.phase(ref)).toBe('ended');
  });
});

test('a page that writes the key of its chat in capitals starts the chat that it was told of', async () => {
  const entryPoint = 'Contoso-Chat';
  await readChatEntry(world.deps, TENANT, entryPoint);
  const request = { tenantId: TENANT, entryPoint, customerName: 'Ada', key: KEY };
  expect(await startChat(world.deps, request)).toMatchObject(writer);
});

test('a flood of chats from one place is refused, and so is a page that never stops', async () => {
  const start = (key: string, from: string) =>
    startChat(world.deps, { tenantId: TENANT, entryPoint: 'contoso-chat', customerName: 'A', key }, from);
  for (let n = 0; n < 60; n += 1) await start(`key-${n}`, '203.0.113.1');
  await expect(start('one more', '203.0.113.1')).rejects.toMatchObject({ code: 'tooMany' });
  await start('one more', '203.0.113.2');
  for (let n = 1; n < 20; n += 1) await start('the same', `203.0.113.${n + 2}`);
  await start('the same', '203.0.113.77');
  await expect(start('the same', '203.0.113.78')).rejects.toMatchObject({ code: 'tooMany' });
});
