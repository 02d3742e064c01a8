import { anyone, enqueue, ready, sales, shard } from './given-shard.testsuite';
import { fold, restore, snapshot, submit, createShard, type Snapshot } from './shard';
import { config } from './given-shard.testsuite';

/** As the first version of the product wrote it. */
function earlier(taken: Snapshot): Snapshot {
  const visits = taken.visits.map(({ offerIds, ...visit }) => ({
    visitId: visit.visitId,
    interactionId: visit.interactionId,
    queueId: visit.queueId,
    channel: visit.channel,
    steps: visit.steps,
    priority: visit.priority,
    waitingSinceAt: visit.waitingSinceAt,
    targetMs: visit.targetMs,
    dueAt: visit.dueAt,
    preferredAgentId: null,
    expiresAt: null,
    seq: visit.seq,
    step: visit.step,
    stepUntilAt: visit.stepUntilAt,
    offerId: offerIds[0] ?? null,
    coolDowns: visit.coolDowns,
  }));
  const LATER = new Set([
    'offeredSeq',
    'contacts',
    'isHoldingRoom',
    'roomUntilAt',
    'isForced',
    'pace',
    'plannedVersion',
  ]);
  const json = JSON.stringify({ ...taken, visits }, (key, value: unknown) => (LATER.has(key) ? undefined : value));
  return JSON.parse(json) as Snapshot;
}

test('a snapshot of an earlier version goes on', () => {
  const given = shard();
  given.tell(0, ready('ada'));
  for (const id of ['v1', 'v2', 'v3']) given.tell(0, enqueue(id, { steps: [{ ...anyone, timeoutMs: 9_000 }, anyone] }));
  given.match(0);
  const [first = ''] = given.state.offers.keys();
  given.tell(1, { name: 'accept', offerId: first, agentId: 'ada' });
  const restored = restore(earlier(snapshot(given.state)));
  const again = snapshot(restored);
  expect(again.visits).toEqual(snapshot(given.state).visits);
  expect(again.assignments).toEqual(snapshot(given.state).assignments);
  const command = { name: 'release', commandId: 'r', assignmentId: first, wrapUpMs: null } as const;
  expect(submit(restored, { command, now: 2, config: config(), doneActs: [] }).outcome).toEqual({
    kind: 'released',
    wrapUpUntilAt: null,
  });
});

test('a snapshot from before there were rules keeps what it has', () => {
  const given = shard(sales({ delaysMs: [5_000, 60_000] }));
  given.tell(0, enqueue('v1', { waitingSinceAt: -10_000 }));
  const taken = snapshot(given.state);
  const promised = { position: 1, expectedMs: 9, lowMs: 3, highMs: 20 };
  const earlierVisits = taken.visits.map(({ rule, ...visit }) => (expect(rule).toBeNull(), { ...visit, promised }));
  const again = snapshot(restore({ ...taken, visits: earlierVisits } as unknown as Snapshot));
  expect(again.visits).toEqual([{ ...taken.visits[0], promised, delaysOver: 1, rule: null }]);
});

test('entries of an earlier version fold: what they lack means the usual', () => {
  const given = shard();
  given.tell(0, enqueue('v1'));
  const journal = JSON.parse(JSON.stringify(given.journal)) as typeof given.journal;
  expect(journal.at(-1)?.outcome).toEqual({ kind: 'enqueued', seq: 2, step: 0 });
  expect(snapshot(fold(createShard('s'), journal))).toEqual(snapshot(given.state));
});
