import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, SHARD, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { shardIdOf, type InteractionRef } from '../../core/lib/ids';
import type { Entry } from '../../core/routing/entries';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { tickShards } from './tick-shards';

/** A minute is more than the thirty seconds for which Cameron may look at a chat. */
const MINUTE = 60_000;

/** A customer of support is offered to Cameron, who looks away. */
async function offered(): Promise<{ readonly world: World; readonly ref: InteractionRef }> {
  const world = await createWorld();
  await world.ready('cameron');
  const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
  const thread = await startChat(world.deps, key);
  const received = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  if (received.kind !== 'opened') throw new Error(received.kind);
  await world.pass(1_000);
  expect(await world.phase(received.ref)).toBe('alerting');
  return { world, ref: received.ref };
}

async function journalOf({ deps }: World): Promise<readonly Entry[]> {
  const written: Entry[] = [];
  for await (const segment of deps.journal.history({ tenantId: TENANT, shardId: shardIdOf(SHARD) }, 0))
    if (segment !== 'lost') written.push(...segment.entries);
  return written;
}

const lapses = (entries: readonly Entry[]) => entries.filter(({ outcome }) => outcome.kind === 'offerLapsed');
const shown = (world: World) => world.desk.shown.length;

test('given two timers at once, in two processes, when an offer is over, then it ends once and is taken back once', async () => {
  const alone = await offered();
  await alone.world.pass(MINUTE);
  const { world, ref } = await offered();
  const other = world.otherProcess();
  await Promise.all([world.pass(MINUTE), tickShards(other), tickShards(world.deps)]);
  expect(lapses(await journalOf(world))).toHaveLength(1);
  expect(await world.phase(ref)).toBe('queued');
  await Promise.all([world.pass(0), tickShards(other)]);
  expect(shown(world)).toBe(shown(alone.world));
  const decided = async ({ deps }: World) =>
    (await journalOf({ deps } as World)).map(({ outcome }) => outcome.kind).filter((kind) => kind !== 'marked');
  expect(await decided(world)).toEqual(await decided(alone.world));
});

test('given no timer for a minute, when one comes, then all that was due is done, once', async () => {
  const { world, ref } = await offered();
  const every = await offered();
  for (let second = 0; second < 60; second += 1) await every.world.pass(1_000);
  await world.pass(MINUTE);
  expect(lapses(await journalOf(world))).toHaveLength(1);
  expect([await world.phase(ref), shown(world)]).toEqual([await every.world.phase(every.ref), shown(every.world)]);
});

test('given a timer whose clock is behind, when it ticks, then nothing is decided and nothing is undone', async () => {
  const { world, ref } = await offered();
  await world.pass(MINUTE);
  const before = await journalOf(world);
  const cards = shown(world);
  await world.pass(-MINUTE);
  expect(await journalOf(world)).toEqual(before);
  expect([await world.phase(ref), shown(world)]).toEqual(['queued', cards]);
  await world.pass(MINUTE);
  expect(lapses(await journalOf(world))).toHaveLength(1);
});
