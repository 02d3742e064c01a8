import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { shardIdOf, type InteractionRef } from '../../core/lib/ids';
import type { Live } from '../../core/metrics/live';
import { receiveSms } from '../inbound/receive-sms';
import type { Deps } from '../lib/deps';
import { readHealth } from './read-health';
import { mendedOf, reconcileShards } from './reconcile-shards';

const shard = { tenantId: TENANT, shardId: shardIdOf('contoso-main') };
let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const text = async (deps: Deps, words: string, n: number) =>
  receiveSms(deps, {
    sourceId: `sms-${n}`,
    customerAddress: '+14255550177',
    ourAddress: '+14255550101',
    externalRef: 'any',
    keyword: 'none',
    text: words,
    sentAt: deps.clock.now() + n,
  });

async function waits(deps: Deps): Promise<InteractionRef> {
  await world.ready('cameron');
  const received = await text(deps, 'repair', 1);
  if (received.kind !== 'opened') throw new Error(`The text was ${received.kind}.`);
  if ((await world.phase(received.ref)) === 'selfService') await text(deps, '2', 2);
  expect(await world.phase(received.ref)).toBe('queued');
  return received.ref;
}

/** What the change feed would have brought by now. */
const figuresSay = async ({ interactionId }: InteractionRef) => {
  const visit = { queueId: 'support', channel: 'sms', beganAt: world.deps.clock.now() };
  await world.deps.metrics.apply<Live, { eventId: string }>(
    { tenantId: TENANT, bucket: { kind: 'live' } },
    [{ eventId: 'e1' }],
    () => ({ open: {}, waiting: { [interactionId]: visit }, segments: {}, parked: {} }),
  );
};

const visits = () =>
  world.deps.shards.ask(shard, (state) => [...state.visits.values()].map(({ interactionId }) => interactionId));

test('an enqueue that was lost is made good a minute later, once, and counted', async () => {
  const losing: Deps = {
    ...world.deps,
    shards: {
      ...world.deps.shards,
      submit: async (to, command) =>
        command.name === 'enqueue'
          ? { outcome: { kind: 'enqueued', seq: 1, step: 0 }, acts: [] }
          : world.deps.shards.submit(to, command),
    },
  };
  const ref = await waits(losing);
  await figuresSay(ref);
  expect(await visits()).toEqual([]);
  await reconcileShards(world.deps);
  expect(await visits()).toEqual([]);
  await world.pass(61_000);
  await reconcileShards(world.deps);
  await reconcileShards(world.deps);
  expect(await visits()).toEqual([ref.interactionId]);
  expect(await mendedOf(world.deps, shard)).toEqual({ enqueuedAgain: 1, visitsCancelled: 0, assignmentsReleased: 0 });
  expect(await readHealth(world.deps, TENANT)).toMatchObject([
    { shardId: 'contoso-main', violations: [], waiting: 1, mended: { enqueuedAgain: 1 }, isTooLarge: false },
  ]);
});

test('a place that is kept for nobody is given up, and who waits keeps theirs', async () => {
  const ref = await waits(world.deps);
  await world.deps.shards.submit(shard, {
    name: 'enqueue',
    commandId: 'stray',
    interactionId: 'never-was',
    visitId: 'never-was.0',
    queueId: 'sales',
    channel: 'sms',
    steps: [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
    priority: 0,
    waitingSinceAt: world.deps.clock.now(),
    targetMs: 1,
    preferredAgentId: null,
    expiresAt: null,
  });
  await reconcileShards(world.deps);
  expect(await visits()).toEqual([ref.interactionId, 'never-was']);
  await world.pass(61_000);
  await reconcileShards(world.deps);
  expect(await visits()).toEqual([ref.interactionId]);
  expect(await mendedOf(world.deps, shard)).toMatchObject({ enqueuedAgain: 0, visitsCancelled: 1 });
});
