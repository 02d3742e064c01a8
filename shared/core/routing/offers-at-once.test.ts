import { enqueue, ready, sales, set, shard, type Rules, type Told } from './given-shard.testsuite';

const answer = (
  given: Told,
  at: number,
  agentId: string,
  name: 'accept' | 'decline',
  offerId = given.offerOf(agentId),
) => given.tell(at, name === 'accept' ? { name, offerId, agentId } : { name, offerId, agentId, cause: 'declined' });

/** Ada, Bob and Cyd look at v1. */
function ringing(rules: Rules = sales({ offering: { kind: 'all', atMost: 3 } })) {
  const given = shard(rules);
  for (const agentId of ['ada', 'bob', 'cyd', 'dan']) given.tell(0, ready(agentId));
  given.tell(1, enqueue('v1'));
  given.match(1);
  return given;
}

describe('offers to several agents at once', () => {
  test('are made to so many as the queue says', () => {
    const given = ringing();
    expect([...given.state.offers.values()].map(({ agentId }) => agentId)).toEqual(['ada', 'bob', 'cyd']);
  });

  test('the first accept wins, the others are rescinded and told so', () => {
    const given = ringing();
    const late = given.offerOf('cyd');
    expect(answer(given, 2, 'bob', 'accept')).toMatchObject({ kind: 'accepted', visitId: 'v1' });
    expect(given.acts()).toMatchObject([
      { kind: 'assigned', agentId: 'bob' },
      { kind: 'rescind', agentId: 'ada', reason: 'acceptedElsewhere' },
      { kind: 'rescind', agentId: 'cyd', reason: 'acceptedElsewhere' },
    ]);
    expect(answer(given, 2, 'cyd', 'accept', late)).toEqual({ kind: 'acceptedElsewhere' });
    expect(given.state.offers.size).toBe(0);
    expect(given.state.agents.get('cyd')?.usedUnits).toBe(0);
    expect(given.state.agents.get('cyd')?.availability).toEqual({ kind: 'ready' });
  });

  test('one who declines makes room for the next agent', () => {
    const given = ringing();
    answer(given, 2, 'ada', 'decline');
    expect(given.match(2)).toEqual(['dan < v1']);
    expect(given.match(3)).toEqual([]);
  });

  test('are all rescinded when the customer leaves', () => {
    const given = ringing();
    given.tell(2, { name: 'cancel', visitId: 'v1', reason: 'customerLeft' });
    expect(given.acts()).toMatchObject([
      { kind: 'rescind', agentId: 'ada', reason: 'cancelled' },
      { kind: 'rescind', agentId: 'bob', reason: 'cancelled' },
      { kind: 'rescind', agentId: 'cyd', reason: 'cancelled' },
    ]);
    expect(given.state.offers.size).toBe(0);
  });

  test('progressive: one more agent every so often, until there are enough', () => {
    const given = ringing(sales({ offering: { kind: 'progressive', atMost: 3, everyMs: 10_000 } }));
    expect(given.state.offers.size).toBe(1);
    given.tell(10_000, { name: 'tick' });
    expect(given.state.offers.size).toBe(1);
    given.tell(10_001, { name: 'tick' });
    expect([...given.state.offers.values()].map(({ agentId }) => agentId)).toEqual(['ada', 'bob']);
    given.tell(20_001, { name: 'tick' });
    given.tell(50_000, { name: 'tick' });
    expect(given.state.offers.size).toBe(3);
  });
});

describe('a lone agent', () => {
  test('who declined is asked again after the cool-down, and rests after so many times', () => {
    const given = shard(sales({ declineLimit: { times: 2, restMs: 600_000 } }));
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1'));
    expect(given.match(0)).toEqual(['ada < v1']);
    answer(given, 0, 'ada', 'decline');
    expect(given.match(29_999)).toEqual([]);
    expect(given.match(30_000)).toEqual(['ada < v1']);
    answer(given, 30_000, 'ada', 'decline');
    given.tell(100_000, { name: 'heartbeat', agentId: 'ada' });
    given.tell(270_000, { name: 'heartbeat', agentId: 'ada' });
    given.tell(440_000, { name: 'heartbeat', agentId: 'ada' });
    given.tell(610_000, { name: 'heartbeat', agentId: 'ada' });
    expect(given.match(629_999)).toEqual([]);
    expect(given.match(630_000)).toEqual(['ada < v1']);
  });

  test('whose accepted call did not get to them is not rung again at once', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1.1', { channel: 'voice', missedBy: { agentId: 'ada', cause: 'declined' } }));
    expect(given.match(0)).toEqual([]);
    given.tell(1, ready('bob'));
    expect(given.match(1)).toEqual(['bob < v1.1']);
    given.tell(2, set('bob', 'signedOut'));
    expect(given.match(29_999)).toEqual([]);
    expect(given.match(30_000)).toEqual(['ada < v1.1']);
  });
});
