import { anyone, asks, enqueue, notReady, ready, sales, shard, type Told } from './given-shard.testsuite';
import { explain } from './shard';

const take = (given: Told, at: number, agentId: string) =>
  given.tell(at, { name: 'accept', offerId: given.offerOf(agentId), agentId });

describe('who is chosen', () => {
  test('by round robin: whose last offer is longest ago, whoever has been idle', () => {
    const given = shard(sales({ choice: 'roundRobin' }));
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob'));
    given.tell(2, enqueue('v1'));
    expect(given.match(2)).toEqual(['ada < v1']);
    given.tell(3, { name: 'decline', offerId: given.offerOf('ada'), agentId: 'ada', cause: 'declined' });
    given.tell(4, enqueue('v2', { waitingSinceAt: -1 }));
    expect(given.match(4)).toEqual(['bob < v2', 'bob < v1']);
  });

  test('by load: who uses the smallest part of their units', () => {
    const given = shard(sales({ choice: 'leastLoaded' }));
    const wide = { totalUnits: 10, channels: { chat: { units: 1, max: 9, exclusive: false } } };
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob', { capacity: wide }));
    for (const id of ['v1', 'v2', 'v3', 'v4']) given.tell(2, enqueue(id));
    expect(given.match(2)).toEqual(['ada < v1', 'bob < v2', 'bob < v3', 'bob < v4']);
    expect(explain(given.state, 'v4')?.candidates.map(({ agentId, figure }) => [agentId, figure])).toEqual([
      ['bob', 0.3],
      ['ada', 0.5],
    ]);
  });

  test('by skill: who has most of what is asked', () => {
    const given = shard(sales({ choice: 'bestSkilled' }));
    given.tell(0, ready('ada', { skills: { french: 3, cooking: 10 } }));
    given.tell(1, ready('bob', { skills: { french: 8 } }));
    given.tell(2, enqueue('v1', { steps: [asks('french', 2)] }));
    given.match(2);
    expect(given.acts()).toMatchObject([{ agentId: 'bob', why: { rule: 'bestSkilled', figure: -8 } }]);
  });

  test('by contacts: who took the fewest since they signed in', () => {
    const given = shard(sales({ choice: 'fewestContacts' }));
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1'));
    given.match(0);
    take(given, 1, 'ada');
    given.tell(2, { name: 'release', assignmentId: 's-4', wrapUpMs: null });
    given.tell(3, ready('bob'));
    given.tell(4, enqueue('v2'));
    expect(given.match(4)).toEqual(['bob < v2']);
    take(given, 5, 'bob');
    given.tell(6, enqueue('v3'));
    expect(given.match(6)).toEqual(['ada < v3']);
  });
});

describe('a step', () => {
  const expertsFirst = sales({
    choice: 'longestIdle',
    steps: [{ ...asks('french', 2, 10_000), choice: 'bestSkilled' }, anyone],
  });

  test('chooses as it says while it is in force, and then as the queue does', () => {
    const given = shard(expertsFirst);
    given.tell(0, ready('ada', { skills: { french: 3 } }));
    given.tell(1, ready('bob', { skills: { french: 8 } }));
    given.tell(2, enqueue('v1'));
    given.match(2);
    expect(given.acts()).toMatchObject([{ agentId: 'bob', why: { rule: 'bestSkilled', figure: -8, step: 0 } }]);
    given.tell(3, { name: 'decline', offerId: given.offerOf('bob'), agentId: 'bob', cause: 'declined' });
    given.tell(4, notReady('ada', { skills: { french: 3 } }));
    given.tell(40_000, { name: 'tick' });
    given.tell(40_001, { name: 'decline', offerId: given.offerOf('bob'), agentId: 'bob', cause: 'declined' });
    given.tell(40_002, ready('ada', { skills: { french: 3 } }));
    expect(explain(given.state, 'v1')).toMatchObject({ step: 1, choice: 'longestIdle' });
    given.match(40_003);
    expect(given.acts()).toMatchObject([{ agentId: 'ada', why: { rule: 'longestIdle', step: 1 } }]);
  });

  test('orders by its own head start while it is in force', () => {
    const later = sales({
      steps: [
        { ...anyone, timeoutMs: 10_000 },
        { ...anyone, headStartMs: 60_000 },
      ],
    });
    const given = shard(later);
    given.tell(0, enqueue('v1', { waitingSinceAt: -30_000, queueId: 'care' }));
    given.tell(0, enqueue('v2'));
    const both = { queueIds: ['sales', 'care'] };
    given.tell(1, ready('ada', both));
    expect(given.match(1)).toEqual(['ada < v1', 'ada < v2']);
    const other = shard(later);
    other.tell(0, enqueue('v1', { waitingSinceAt: -30_000, queueId: 'care' }));
    other.tell(0, enqueue('v2'));
    other.tell(10_000, { name: 'tick' });
    expect(explain(other.state, 'v2')?.dueAt).toBe(-40_000);
    other.tell(10_001, ready('ada', both));
    expect(other.match(10_001)).toEqual(['ada < v2', 'ada < v1']);
  });
});

describe('the preferred agent', () => {
  const rules = sales({ preferredForMs: 30_000 });

  test('is waited for while they are signed in, for a time', () => {
    const given = shard(rules);
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob'));
    given.tell(2, {
      name: 'agentState',
      agentId: 'bob',
      set: { kind: 'notReady', reason: 'lunch' },
      profile: given.state.agents.get('bob')!.profile,
    });
    given.tell(3, enqueue('v1', { preferredAgentId: 'bob' }));
    expect(given.match(3)).toEqual([]);
    given.tell(4, enqueue('v2'));
    expect(given.match(4)).toEqual(['ada < v2']);
    given.tell(30_003, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ visitId: 'v1', agentId: 'ada', why: { step: 1 } }]);
  });

  test('is not waited for when they are not there', () => {
    const given = shard(rules);
    given.tell(0, ready('ada'));
    given.tell(3, enqueue('v1', { preferredAgentId: 'bob' }));
    expect(given.match(3)).toEqual(['ada < v1']);
  });
});

test('priority in time lets customers of a queue overtake those who waited a little longer', () => {
  const given = shard(sales({ headStartMs: 60_000 }));
  given.tell(0, enqueue('other', { queueId: 'care', waitingSinceAt: -50_000 }));
  given.tell(0, enqueue('older', { queueId: 'care', waitingSinceAt: -61_000 }));
  given.tell(0, enqueue('v1'));
  for (const agentId of ['a', 'b', 'c']) given.tell(1, ready(agentId, { queueIds: ['sales', 'care'] }));
  expect(given.match(1)).toEqual(['a < older', 'b < v1', 'c < other']);
});
