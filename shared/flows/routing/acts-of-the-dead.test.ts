import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, SHARD, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, offerIdOf, shardIdOf } from '../../core/lib/ids';
import { openActs } from '../../core/routing/shard';
import { declineOffer } from '../agents/answer-offer';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import type { Deps } from '../lib/deps';
import { assignNow, tickShards } from './tick-shards';

const shard = { tenantId: TENANT, shardId: shardIdOf(SHARD) };

let world: World;

/** A customer waits, and Cameron is there. */
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
  const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
  const thread = await startChat(world.deps, key);
  await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
});

const cards = () => world.desk.shown.filter(({ card }) => card !== null);

/** Another process, which comes to the act of an offer and no further. */
const stoppedAtTheOffer = (): Deps => {
  const other = world.otherProcess();
  const { perform } = other;
  const shardAct: Deps['perform']['shardAct'] = (deps, ref, act) =>
    act.kind === 'offer' ? new Promise<never>(() => undefined) : perform.shardAct(deps, ref, act);
  return { ...other, perform: { ...perform, shardAct } };
};

const left = () =>
  world.deps.shards.ask(shard, (state) => openActs(state, Number.POSITIVE_INFINITY).map(({ kind }) => kind));

test('given an offer whose process died before it showed it, when five seconds are over, then the next tick of another does', async () => {
  void assignNow(stoppedAtTheOffer(), TENANT, SHARD);
  await new Promise(setImmediate);
  expect(await left()).toEqual(['offer']);
  for (let second = 1; second < 5; second += 1) await world.pass(1_000);
  expect(cards()).toEqual([]);
  await world.pass(1_000);
  expect(cards()).toHaveLength(1);
  await world.pass(10_000);
  expect(cards()).toHaveLength(1);
});

test('given an offer that a process is still at, when five seconds are over, then its own tick leaves it alone', async () => {
  const busy = stoppedAtTheOffer();
  void assignNow(busy, TENANT, SHARD);
  await new Promise(setImmediate);
  await world.pass(0);
  expect(await left()).toEqual(['offer']);
  await tickShards({ ...world.deps, shards: busy.shards, clock: { now: () => world.deps.clock.now() + 6_000 } });
  expect(cards()).toEqual([]);
});

/** Another process, which dies before it has noted what it did for the shard. */
const forgetful = (): Deps => {
  const other = world.otherProcess();
  return { ...other, shards: { ...other.shards, markDone: () => undefined } };
};

test('given an offer that was shown and declined, and whose process died before it noted that it was shown, then it is not shown again', async () => {
  await assignNow(forgetful(), TENANT, SHARD);
  const [first] = cards();
  const { offerId } = first!.card!;
  await declineOffer(world.deps, { tenantId: TENANT, agentId: agentIdOf('cameron'), offerId: offerIdOf(offerId) });
  expect(await left()).toContain('offer');
  await world.pass(6_000);
  expect(cards().filter(({ card }) => card?.offerId === offerId)).toHaveLength(1);
  expect(await left()).not.toContain('offer');
});
