import { enqueue, ready, shard } from './given-shard.testsuite';

describe('visits', () => {
  test('are enqueued once', () => {
    const given = shard();
    expect(given.tell(0, enqueue('v1'))).toEqual({ kind: 'enqueued', seq: 2, step: 0 });
    expect(given.tell(1, enqueue('v1'))).toEqual({ kind: 'alreadyEnqueued', seq: 2, step: 0 });
    expect(given.tell(1, enqueue('v2', { interactionId: 'i-v1' }))).toEqual({ kind: 'otherVisitLive', visitId: 'v1' });
  });

  test('need a queue of the shard and a step', () => {
    const given = shard();
    expect(given.tell(0, enqueue('v1', { queueId: 'nowhere' }))).toEqual({ kind: 'unknownQueue', queueId: 'nowhere' });
    expect(given.tell(0, enqueue('v1', { steps: [] }))).toEqual({ kind: 'noSteps' });
  });

  test('are cancelled, and stay so', () => {
    const given = shard();
    given.tell(0, enqueue('v1'));
    expect(given.tell(1, { name: 'cancel', visitId: 'v1', reason: 'left' })).toEqual({ kind: 'cancelled' });
    expect(given.acts()).toEqual([]);
    const ended = { kind: 'visitEnded', how: 'cancelled' };
    expect(given.tell(2, { name: 'cancel', visitId: 'v1', reason: 'left' })).toEqual(ended);
    expect(given.tell(3, enqueue('v1'))).toEqual(ended);
    expect(given.tell(4, enqueue('v2', { interactionId: 'i-v1' }))).toMatchObject({ kind: 'enqueued' });
  });

  test('cancelled while offered: the offer is taken back and is no miss', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1'));
    given.match(0);
    const offerId = given.offerOf('ada');
    given.tell(1, { name: 'cancel', visitId: 'v1', reason: 'left' });
    expect(given.acts()).toEqual([
      { kind: 'rescind', offerId, interactionId: 'i-v1', visitId: 'v1', agentId: 'ada', reason: 'cancelled' },
    ]);
    expect(given.tell(2, { name: 'accept', offerId, agentId: 'ada' })).toEqual({ kind: 'offerCancelled' });
    given.tell(3, enqueue('v2', { channel: 'voice' }));
    expect(given.match(3)).toEqual(['ada < v2']);
  });

  test('cancelled ahead of the enqueue that is late', () => {
    const given = shard();
    expect(given.tell(0, { name: 'cancel', visitId: 'v1', reason: 'left' })).toEqual({ kind: 'cancelledAhead' });
    expect(given.tell(1, enqueue('v1'))).toEqual({ kind: 'visitEnded', how: 'cancelled' });
  });

  test('expire, also while offered', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1', { expiresAt: 5_000 }));
    given.match(0);
    const offerId = given.offerOf('ada');
    given.tell(5_000, { name: 'tick' });
    expect(given.acts()).toEqual([
      { kind: 'rescind', offerId, interactionId: 'i-v1', visitId: 'v1', agentId: 'ada', reason: 'expired' },
      { kind: 'expired', interactionId: 'i-v1', visitId: 'v1', queueId: 'sales' },
    ]);
    expect(given.tell(5_001, enqueue('v1'))).toEqual({ kind: 'visitEnded', how: 'expired' });
  });

  test('that expire at the deadline of their offer are nobody’s miss', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1', { expiresAt: 60_000 }));
    given.match(0);
    given.tell(1, { name: 'delivered', offerId: given.offerOf('ada') });
    given.tell(60_000, { name: 'tick' });
    expect(given.acts().map((act) => 'kind' in act && act.kind)).toEqual(['rescind', 'expired']);
    expect(given.state.agents.get('ada')?.availability).toEqual({ kind: 'ready' });
  });
});
