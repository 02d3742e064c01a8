import { enqueue, notReady, ready, set, shard, type Told } from './given-shard.testsuite';

/** Ada is offered v1 at 10; it ends at 60,010. */
function offered(): Told & { offerId: string } {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(10, enqueue('v1'));
  given.match(10);
  return { ...given, offerId: given.offerOf('ada') };
}

const requeued = { kind: 'requeued', interactionId: 'i-v1', visitId: 'v1', agentId: 'ada' };

describe('accepting', () => {
  test('the agent has it, once', () => {
    const given = offered();
    const { offerId } = given;
    const accepted = { kind: 'accepted', assignmentId: offerId, interactionId: 'i-v1', visitId: 'v1' };
    expect(given.tell(20, { name: 'accept', offerId, agentId: 'ada' })).toEqual(accepted);
    expect(given.acts()).toEqual([
      {
        kind: 'assigned',
        assignmentId: offerId,
        offerId,
        interactionId: 'i-v1',
        visitId: 'v1',
        agentId: 'ada',
        queueId: 'sales',
        channel: 'chat',
      },
    ]);
    expect(given.tell(21, { name: 'accept', offerId, agentId: 'ada' })).toEqual({
      kind: 'alreadyAccepted',
      assignmentId: offerId,
    });
    expect(given.tell(22, { name: 'decline', offerId, agentId: 'ada', cause: 'declined' }).kind).toBe(
      'alreadyAccepted',
    );
    expect(given.tell(23, enqueue('v1'))).toEqual({ kind: 'visitEnded', how: 'answered' });
  });

  test('nobody accepts the offer of another, or one that was never made', () => {
    const given = offered();
    const { offerId } = given;
    expect(given.tell(20, { name: 'accept', offerId, agentId: 'bob' })).toEqual({ kind: 'notYourOffer' });
    expect(given.tell(20, { name: 'accept', offerId: 's-99', agentId: 'ada' })).toEqual({ kind: 'unknownOffer' });
    expect(given.last().entries).toEqual([]);
  });

  test('at the deadline it is too late', () => {
    const given = offered();
    const { offerId } = given;
    expect(given.tell(60_010, { name: 'accept', offerId, agentId: 'ada' })).toEqual({ kind: 'offerExpired' });
    expect(given.journal.at(-1)?.outcome).toEqual({ kind: 'offerLapsed', offerId });
  });

  test('the answer to a command that is remembered is the recorded one', () => {
    const given = offered();
    const { offerId } = given;
    const first = given.tell(20, { name: 'accept', offerId, agentId: 'ada' }, 'mine');
    expect(given.tell(90_000, { name: 'accept', offerId, agentId: 'ada' }, 'mine')).toEqual(first);
    expect(given.last().entries).toEqual([]);
  });
});

describe('offers that fail', () => {
  test('declined: the visit waits in its place and rests from this agent for 30 s', () => {
    const given = offered();
    const { offerId } = given;
    given.tell(20, { name: 'decline', offerId, agentId: 'ada', cause: 'declined' });
    expect(given.acts()).toEqual([{ ...requeued, offerId, cause: 'declined', coolDownUntilAt: 30_020 }]);
    given.tell(21, enqueue('v2', { waitingSinceAt: 21 }));
    expect(given.match(21)).toEqual(['ada < v2']);
    expect(given.match(30_019)).toEqual([]);
    given.tell(30_020, { name: 'tick' });
    expect(given.journal.slice(-2).map(({ outcome }) => outcome.kind)).toEqual(['coolDownEnded', 'offered']);
    expect(given.tell(30_021, { name: 'decline', offerId, agentId: 'ada', cause: 'declined' })).toEqual({
      kind: 'alreadyDeclined',
    });
  });

  test('the next agent has it meanwhile, and the offer says who was passed over', () => {
    const given = offered();
    given.tell(15, ready('bob'));
    given.tell(20, { name: 'decline', offerId: given.offerId, agentId: 'ada', cause: 'busy' });
    expect(given.match(20)).toEqual(['bob < v1']);
    expect(given.acts()).toMatchObject([{ why: { passedOver: 1, rule: 'longestIdle' } }]);
  });

  test('unreachable rests for 5 s only', () => {
    const given = offered();
    given.tell(20, { name: 'decline', offerId: given.offerId, agentId: 'ada', cause: 'unreachable' });
    expect(given.acts()).toMatchObject([{ cause: 'unreachable', coolDownUntilAt: 5_020 }]);
  });

  test('ignored after it was delivered: the agent is not responding until they set Ready', () => {
    const given = offered();
    const { offerId } = given;
    expect(given.tell(11, { name: 'delivered', offerId })).toEqual({ kind: 'deliveryNoted' });
    expect(given.tell(12, { name: 'delivered', offerId })).toEqual({ kind: 'unchanged' });
    given.tell(60_010, { name: 'tick' });
    expect(given.acts()).toEqual([
      { ...requeued, offerId, cause: 'ignored', coolDownUntilAt: 90_010 },
      { kind: 'agentNotResponding', agentId: 'ada', offerId },
    ]);
    given.tell(60_011, enqueue('v2'));
    expect(given.match(60_011)).toEqual([]);
    given.tell(60_012, { name: 'heartbeat', agentId: 'ada' });
    expect(given.match(60_012)).toEqual([]);
    given.tell(60_013, ready('ada'));
    expect(given.match(60_013)).toEqual(['ada < v2']);
  });

  test('delivered when half of its time was over: who does not answer in the rest is not blamed', () => {
    const given = offered();
    const { offerId } = given;
    expect(given.tell(30_010, { name: 'delivered', offerId })).toEqual({ kind: 'unchanged' });
    given.tell(60_010, { name: 'tick' });
    expect(given.acts()).toEqual([{ ...requeued, offerId, cause: 'unreachable', coolDownUntilAt: 65_010 }]);
    expect(given.state.agents.get('ada')?.availability).toEqual({ kind: 'ready' });
  });

  test('delivered a little before that: they had their time', () => {
    const given = offered();
    const { offerId } = given;
    expect(given.tell(30_009, { name: 'delivered', offerId })).toEqual({ kind: 'deliveryNoted' });
    given.tell(60_010, { name: 'tick' });
    expect(given.acts()).toMatchObject([{ cause: 'ignored' }, { kind: 'agentNotResponding' }]);
  });

  test('lapsed without delivery: nobody is blamed', () => {
    const given = offered();
    given.tell(60_010, { name: 'tick' });
    expect(given.acts()).toEqual([
      { ...requeued, offerId: given.offerId, cause: 'unreachable', coolDownUntilAt: 65_010 },
    ]);
    expect(given.state.agents.get('ada')?.availability).toEqual({ kind: 'ready' });
  });

  test.each([
    ['not ready', notReady('ada')],
    ['signed out', set('ada', 'signedOut')],
  ])('the agent is %s: the offer is withdrawn and nothing rests', (_, said) => {
    const given = offered();
    const { offerId } = given;
    given.tell(20, said);
    const acts = given.acts();
    const about = { offerId, interactionId: 'i-v1', visitId: 'v1', agentId: 'ada' };
    expect(acts.slice(-2)).toEqual([
      { kind: 'rescind', ...about, reason: 'agentGone' },
      { kind: 'requeued', ...about, cause: 'agentGone', coolDownUntilAt: null },
    ]);
    expect(given.tell(21, { name: 'accept', offerId, agentId: 'ada' })).toEqual({ kind: 'offerCancelled' });
    given.tell(22, ready('ada'));
    expect(given.match(22)).toEqual(['ada < v1']);
  });
});
