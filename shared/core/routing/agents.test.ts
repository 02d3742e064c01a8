import { enqueue, notReady, ready, set, shard, type Told } from './given-shard.testsuite';

const LEASE_MS = 180_000;

/** Ada holds v1 of the channel. */
function assigned(channel: 'chat' | 'voice'): Told & { assignmentId: string } {
  const given = shard();
  given.tell(0, ready('ada'));
  given.tell(0, enqueue('v1', { channel }));
  given.match(0);
  const assignmentId = given.offerOf('ada');
  given.tell(1, { name: 'accept', offerId: assignmentId, agentId: 'ada' });
  return { ...given, assignmentId };
}

const wrapUpEnded = { kind: 'wrapUpEnded', interactionId: 'i-v1', agentId: 'ada', channel: 'chat' };

describe('leases', () => {
  test('end three minutes after the last sign of life', () => {
    const given = shard();
    expect(given.tell(0, ready('ada'))).toEqual({ kind: 'agentStateSet', leaseUntilAt: LEASE_MS });
    const renewed = { kind: 'leaseRenewed', leaseUntilAt: LEASE_MS + 100_000 };
    expect(given.tell(100_000, { name: 'heartbeat', agentId: 'ada' })).toEqual(renewed);
    given.tell(LEASE_MS, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    given.tell(LEASE_MS + 100_000, { name: 'tick' });
    expect(given.acts()).toEqual([{ kind: 'agentSignedOut', agentId: 'ada', cause: 'leaseExpired' }]);
    expect(given.tell(300_000, { name: 'heartbeat', agentId: 'ada' })).toEqual({ kind: 'unknownAgent' });
  });

  test('of a sign-in that is over end nothing', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(10, set('ada', 'signedOut'));
    given.tell(20, ready('ada'));
    given.tell(LEASE_MS, { name: 'tick' });
    expect(given.acts()).toEqual([]);
    expect(given.state.agents.has('ada')).toBe(true);
  });

  test('nobody signs out twice', () => {
    const given = shard();
    expect(given.tell(0, set('ada', 'signedOut'))).toEqual({ kind: 'unchanged' });
  });
});

describe('agents who go', () => {
  test('lose the texts that they hold', () => {
    const given = assigned('chat');
    const { assignmentId } = given;
    given.tell(2, set('ada', 'signedOut'));
    expect(given.acts()).toEqual([
      { kind: 'agentSignedOut', agentId: 'ada', cause: 'signedOut' },
      {
        kind: 'assignmentLost',
        assignmentId,
        interactionId: 'i-v1',
        agentId: 'ada',
        channel: 'chat',
        cause: 'signedOut',
      },
    ]);
    expect(given.state.agents.size).toBe(0);
    expect(given.tell(3, { name: 'release', assignmentId, wrapUpMs: null })).toEqual({ kind: 'unknownAssignment' });
  });

  test('keep a call until its leg ends, and are forgotten then', () => {
    const given = assigned('voice');
    const { assignmentId } = given;
    given.tell(LEASE_MS, { name: 'tick' });
    expect(given.acts()).toEqual([{ kind: 'agentSignedOut', agentId: 'ada', cause: 'leaseExpired' }]);
    expect(given.state.agents.get('ada')?.availability).toEqual({ kind: 'signedOut', isSilent: true });
    given.tell(LEASE_MS + 1, { name: 'release', assignmentId, wrapUpMs: 30_000 });
    expect(given.acts()).toEqual([{ ...wrapUpEnded, assignmentId, channel: 'voice', cause: 'agentGone' }]);
    expect(given.state.agents.size).toBe(0);
  });

  test('who come back to their call have its room taken', () => {
    const given = assigned('voice');
    given.tell(2, set('ada', 'signedOut'));
    given.tell(3, ready('ada'));
    given.tell(4, enqueue('v2'));
    expect(given.match(4)).toEqual([]);
    given.tell(5, { name: 'release', assignmentId: given.assignmentId, wrapUpMs: null });
    expect(given.match(5)).toEqual(['ada < v2']);
  });

  test('not ready keeps what is held', () => {
    const given = assigned('chat');
    given.tell(2, notReady('ada'));
    expect(given.acts()).toEqual([]);
    expect(given.state.assignments.size).toBe(1);
  });
});

describe('wrap-up', () => {
  test('holds the room until it is completed', () => {
    const given = assigned('voice');
    const { assignmentId } = given;
    given.tell(2, enqueue('v2', { channel: 'voice' }));
    expect(given.tell(3, { name: 'complete', assignmentId })).toEqual({ kind: 'stillWorking' });
    const released = { kind: 'released', wrapUpUntilAt: 30_004 };
    expect(given.tell(4, { name: 'release', assignmentId, wrapUpMs: 30_000 })).toEqual(released);
    expect(given.tell(5, { name: 'release', assignmentId, wrapUpMs: 9 })).toEqual({ kind: 'alreadyReleased' });
    expect(given.match(6)).toEqual([]);
    expect(given.tell(7, { name: 'complete', assignmentId })).toEqual({ kind: 'completed' });
    expect(given.acts()).toEqual([{ ...wrapUpEnded, assignmentId, channel: 'voice', cause: 'completed' }]);
    expect(given.match(8)).toEqual(['ada < v2']);
    expect(given.tell(9, { name: 'complete', assignmentId })).toEqual({ kind: 'unknownAssignment' });
  });

  test('or until its deadline', () => {
    const given = assigned('chat');
    const { assignmentId } = given;
    given.tell(4, { name: 'release', assignmentId, wrapUpMs: 30_000 });
    given.tell(30_004, { name: 'tick' });
    expect(given.acts()).toEqual([{ ...wrapUpEnded, assignmentId, cause: 'deadline' }]);
  });

  test('may be none', () => {
    const given = assigned('chat');
    const { assignmentId } = given;
    const released = { kind: 'released', wrapUpUntilAt: null };
    expect(given.tell(4, { name: 'release', assignmentId, wrapUpMs: null })).toEqual(released);
    expect(given.acts()).toEqual([{ ...wrapUpEnded, assignmentId, cause: 'noWrapUp' }]);
  });

  test('who ended work last is chosen last', () => {
    const given = assigned('chat');
    given.tell(2, ready('bob'));
    given.tell(3, { name: 'release', assignmentId: given.assignmentId, wrapUpMs: null });
    given.tell(4, enqueue('v2'));
    expect(given.match(4)).toEqual(['bob < v2']);
  });
});
