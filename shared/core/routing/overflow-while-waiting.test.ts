import { asks, enqueue, notReady, ready, sales, set, shard, type Told } from './given-shard.testsuite';
import type { OverflowCondition, VisitPlan } from './plan';
import { expectedWait, lastSeq } from './shard';
import { paceOf } from './pace';

const when = (condition: OverflowCondition, plan: Partial<VisitPlan> = {}) =>
  sales({ ...plan, overflow: [{ when: condition, to: { kind: 'queue', queueId: 'care' } }] });

/** Who went on to the other queue so far, with why and what was compared; `-` of those who went as they came. */
const goneIn = (given: Told) =>
  given.journal.flatMap(({ outcome, acts }) => {
    if (outcome.kind !== 'visitDeparted') return [];
    expect(acts).toHaveLength(1);
    return [`${outcome.visitId} ${outcome.because} ${outcome.figure ?? '-'}`];
  });

const oneChat = { capacity: { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } } };

describe('who waits goes on', () => {
  describe('when as many wait ahead of them as the queue takes', () => {
    const full = when({ kind: 'waiting', atLeast: 2 });

    /** Ada looks at v1; v2 and v3 wait. */
    function looking(): Told {
      const given = shard(full);
      given.tell(0, ready('ada', oneChat));
      given.tell(0, enqueue('v1'));
      given.match(0);
      given.tell(0, enqueue('v2'));
      given.tell(0, enqueue('v3'));
      expect(goneIn(given)).toEqual([]);
      return given;
    }

    test('the last of them, when the agent who looked at one goes', () => {
      const given = looking();
      given.tell(1, notReady('ada', oneChat));
      expect(goneIn(given)).toEqual([]);
      given.match(1);
      expect(goneIn(given)).toEqual(['v3 waiting 2']);
      expect([...given.state.visits.keys()]).toEqual(['v1', 'v2']);
    });

    test('nobody, when the agent declines and is free for the next', () => {
      const given = looking();
      given.tell(1, { name: 'decline', offerId: given.offerOf('ada'), agentId: 'ada', cause: 'declined' });
      expect(given.match(1)).toEqual(['ada < v2']);
      expect(goneIn(given)).toEqual([]);
    });

    test('nobody, when the customer whom the agent looked at hangs up', () => {
      const given = looking();
      given.tell(1, { name: 'cancel', visitId: 'v1', reason: 'customerLeft' });
      given.tell(1, { name: 'match' });
      expect(goneIn(given)).toEqual([]);
    });

    test('not one at whom an agent looks, but when they have answered', () => {
      const given = shard(when({ kind: 'waiting', atLeast: 2 }, { offering: { kind: 'all', atMost: 2 } }));
      const german = { ...oneChat, skills: { german: 1 } };
      given.tell(0, ready('ada', german));
      given.tell(0, ready('bob', german));
      given.tell(0, enqueue('v0', { steps: [asks('german', 1)] }));
      expect(given.match(0)).toEqual(['ada < v0', 'bob < v0']);
      given.tell(1, enqueue('v1', { steps: [asks('german', 1)] }));
      given.tell(1, enqueue('v2', { steps: [asks('french', 1)] }));
      given.tell(1, ready('cyd', { ...oneChat, skills: { french: 1 } }));
      expect(given.match(1)).toEqual(['cyd < v2']);
      given.tell(2, notReady('ada', german));
      given.tell(2, notReady('bob', german));
      given.match(2);
      expect(goneIn(given)).toEqual([]);
      given.tell(3, { name: 'decline', offerId: given.offerOf('cyd'), agentId: 'cyd', cause: 'declined' });
      given.match(3);
      expect(goneIn(given)).toEqual(['v2 waiting 2']);
    });

    test('who comes with priority displaces nobody from a full queue: it takes nobody', () => {
      const given = shard(full);
      given.tell(0, enqueue('v1', { priority: 1 }));
      given.tell(0, enqueue('v2', { priority: 1 }));
      given.tell(0, enqueue('first', { priority: 0 }));
      expect(given.acts()).toMatchObject([{ kind: 'overflowed', visitId: 'first', because: 'waiting' }]);
      given.tell(1, { name: 'match' });
      expect(goneIn(given)).toEqual(['first waiting -']);
      expect([...given.state.visits.keys()]).toEqual(['v1', 'v2']);
    });

    test('those past a limit that a new version lowers, the last one first', () => {
      const rules = { ...when({ kind: 'waiting', atLeast: 4 }) };
      const given = shard(rules);
      for (const visitId of ['v1', 'v2', 'v3', 'v4']) given.tell(0, enqueue(visitId));
      const lower = when({ kind: 'waiting', atLeast: 2 })['sales']?.plan;
      Object.assign(rules, { sales: { plan: lower && { ...lower, key: 'lower' } } });
      given.tell(1, { name: 'config', version: 2 });
      given.tell(1, { name: 'match' });
      expect(goneIn(given)).toEqual(['v4 waiting 3', 'v3 waiting 2']);
    });
  });

  describe('when what is left of their wait is too long', () => {
    /** One a minute leaves the queue of Ada, who is at work; v1 to v4 wait, and four minutes are not too much. */
    function moving(): Told {
      const given = shard(when({ kind: 'expectedWait', overMs: 240_000 }));
      given.tell(0, ready('ada', oneChat));
      given.tell(0, enqueue('v0'));
      given.match(0);
      given.tell(0, { name: 'accept', offerId: given.offerOf('ada'), agentId: 'ada' });
      for (const visitId of ['v1', 'v2', 'v3', 'v4']) given.tell(0, enqueue(visitId));
      paceOf(given.state, 'sales').gapsMs.push(60_000, 60_000, 60_000);
      given.tell(1, { name: 'match' });
      expect(goneIn(given)).toEqual([]);
      return given;
    }

    test('the last of them, when the queue moves more slowly', () => {
      const given = moving();
      given.tell(140_000, { name: 'heartbeat', agentId: 'ada' });
      given.tell(180_000, { name: 'cancel', visitId: 'v1', reason: 'customerLeft' });
      given.tell(180_000, { name: 'match' });
      // Three gaps of a minute and one of three: 90 s for each place.
      expect(goneIn(given)).toEqual(['v4 expectedWait 270000']);
      expect(expectedWait(given.state, 'v3')).toMatchObject({ position: 2, expectedMs: 180_000 });
    });

    test('the last of them, when somebody comes to stand before them', () => {
      const given = moving();
      given.tell(10, enqueue('older', { waitingSinceAt: -60_000 }));
      given.tell(10, { name: 'match' });
      expect(goneIn(given)).toEqual(['v4 expectedWait 300000']);
      expect([...given.state.visits.keys()]).toEqual(['v1', 'v2', 'v3', 'older']);
    });

    test('when the last who was free is busy, and not before', () => {
      const given = moving();
      given.tell(11, ready('bob', oneChat));
      given.tell(11, enqueue('older', { waitingSinceAt: -60_000 }));
      expect(goneIn(given)).toEqual([]);
      given.tell(12, set('bob', 'signedOut'));
      given.tell(12, { name: 'match' });
      expect(goneIn(given)).toEqual(['v4 expectedWait 300000']);
    });

    test('whoever comes is asked for the wait of their own place', () => {
      const given = moving();
      given.tell(10, enqueue('late'));
      expect(given.acts()).toMatchObject([{ kind: 'overflowed', visitId: 'late', because: 'expectedWait' }]);
    });

    test('and what goes on from the end, or as it comes, makes the queue no quicker', () => {
      const given = moving();
      const before = [...paceOf(given.state, 'sales').gapsMs];
      given.tell(10, enqueue('late'));
      given.tell(20, enqueue('older', { waitingSinceAt: -60_000 }));
      given.tell(20, { name: 'match' });
      expect([...given.state.visits.keys()]).not.toContain('v4');
      expect(paceOf(given.state, 'sales').gapsMs).toEqual(before);
    });
  });

  test('nothing is looked at again where nothing changed', () => {
    const given = shard(when({ kind: 'waiting', atLeast: 2 }));
    given.tell(0, enqueue('v1'));
    given.tell(0, enqueue('v2'));
    given.tell(1, { name: 'match' });
    expect([...given.state.index.crowded]).toEqual([]);
    const before = lastSeq(given.state);
    given.tell(2, { name: 'match' });
    expect(lastSeq(given.state)).toBe(before);
  });
});
