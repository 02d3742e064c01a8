import type { Opening } from './config';
import { enqueue, ready, sales, set, shard } from './given-shard.testsuite';
import type { OverflowCondition } from './plan';
import { expectedWait } from './shard';

const when = (condition: OverflowCondition) =>
  sales({ overflow: [{ when: condition, to: { kind: 'queue', queueId: 'care' } }] });

const overflowed = (visitId: string, because: string) => ({
  kind: 'overflowed',
  interactionId: `i-${visitId}`,
  visitId,
  queueId: 'sales',
  toQueueId: 'care',
  because,
});

describe('a visit overflows', () => {
  test('when as many wait already', () => {
    const given = shard(when({ kind: 'waiting', atLeast: 2 }));
    given.tell(0, enqueue('v1'));
    given.tell(0, enqueue('v2'));
    expect(given.acts()).toEqual([]);
    given.tell(0, enqueue('v3'));
    expect(given.acts()).toEqual([overflowed('v3', 'waiting')]);
  });

  test('when too few are signed in as it enters, or when they go', () => {
    const given = shard(when({ kind: 'agents', fewerThan: 1 }));
    given.tell(0, enqueue('v1'));
    expect(given.acts()).toEqual([overflowed('v1', 'agents')]);
    given.tell(1, ready('ada', { capacity: { totalUnits: 1, channels: {} } }));
    given.tell(2, enqueue('v2'));
    expect(given.acts()).toEqual([]);
    given.tell(3, set('ada', 'signedOut'));
    expect(given.acts()).toEqual([
      { kind: 'agentSignedOut', agentId: 'ada', cause: 'signedOut' },
      overflowed('v2', 'agents'),
    ]);
  });

  test('when it has waited too long', () => {
    const given = shard(when({ kind: 'waited', forMs: 60_000 }));
    given.tell(5, enqueue('v1', { waitingSinceAt: -90_000 }));
    given.tell(60_004, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(60_005, { name: 'tick' });
    expect(given.acts()).toEqual([overflowed('v1', 'waited')]);
  });

  test('when its queue is closed, or closes while it waits', () => {
    const opening = (at: number): Opening =>
      at < 10_000 ? { isOpen: true, closesAt: 10_000 } : { isOpen: false, closesAt: null };
    const rules = when({ kind: 'closed' });
    const given = shard({ sales: { ...rules['sales'], opening } });
    given.tell(0, enqueue('v1'));
    given.tell(9_999, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(10_000, { name: 'tick' });
    expect(given.acts()).toEqual([overflowed('v1', 'closed')]);
    given.tell(10_001, enqueue('v2'));
    expect(given.acts()).toEqual([overflowed('v2', 'closed')]);
  });

  test('when the wait that is to be expected is too long', () => {
    const given = shard(when({ kind: 'expectedWait', overMs: 60_000 }));
    const held = served(given, 4, 40_000);
    given.tell(held, enqueue('next', { waitingSinceAt: held }));
    expect(given.acts()).toEqual([]);
    expect(expectedWait(given.state, 'next')).toMatchObject({ position: 1, expectedMs: 40_000 });
    given.tell(held, enqueue('after', { waitingSinceAt: held }));
    expect(given.acts()).toEqual([overflowed('after', 'expectedWait')]);
  });
});

/** Ada serves so many, one after the other, while others wait. Gives the instant at which she is busy with the last. */
function served(given: ReturnType<typeof shard>, count: number, everyMs: number): number {
  given.tell(
    0,
    ready('ada', { capacity: { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } } }),
  );
  for (let n = 0; n <= count; n += 1) given.tell(0, enqueue(`s${n}`));
  let at = 0;
  for (let n = 0; n <= count; n += 1) {
    given.match(at);
    const offerId = given.offerOf('ada');
    given.tell(at, { name: 'accept', offerId, agentId: 'ada' });
    if (n === count) break;
    at += everyMs;
    given.tell(at, { name: 'heartbeat', agentId: 'ada' });
    given.tell(at, { name: 'release', assignmentId: offerId, wrapUpMs: null });
  }
  return at;
}
