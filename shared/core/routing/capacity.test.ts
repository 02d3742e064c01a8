import { enqueue, notReady, ready, shard, type Told } from './given-shard.testsuite';
import type { Capacity, Channel, ChannelCapacity } from './types';

const room = (units: number, max: number, interruptedBy: readonly Channel[] = []): ChannelCapacity => ({
  units,
  max,
  exclusive: false,
  interruptedBy,
});

/** Calls interrupt chats, not mails. */
const capacity: Capacity = {
  totalUnits: 100,
  channels: {
    voice: { units: 100, max: 1, exclusive: true },
    chat: room(40, 2, ['voice']),
    email: room(20, 5),
  },
};

const accept = (given: Told, at: number) =>
  given.tell(at, { name: 'accept', offerId: given.offerOf('ada'), agentId: 'ada' });

describe('capacity', () => {
  test('counts units over channels, and the most of each', () => {
    const given = shard();
    given.tell(0, ready('ada', { capacity }));
    for (const id of ['c1', 'c2', 'c3']) given.tell(0, enqueue(id));
    given.tell(0, enqueue('m1', { channel: 'email' }));
    given.tell(0, enqueue('m2', { channel: 'email' }));
    expect(given.match(0)).toEqual(['ada < c1', 'ada < c2', 'ada < m1']);
  });

  test('a call interrupts what it may, and nothing comes beside it', () => {
    const given = shard();
    given.tell(0, ready('ada', { capacity }));
    given.tell(0, enqueue('c1'));
    given.match(0);
    accept(given, 1);
    given.tell(2, enqueue('call', { channel: 'voice' }));
    expect(given.match(2)).toEqual(['ada < call']);
    accept(given, 3);
    given.tell(4, enqueue('c2'));
    given.tell(4, enqueue('m1', { channel: 'email' }));
    expect(given.match(4)).toEqual([]);
  });

  test('a call stands alone for an agent who was given it though their profile has no calls', () => {
    const given = shard();
    const { chat } = capacity.channels;
    if (chat === undefined) throw new Error('There are chats.');
    given.tell(0, ready('ada', { capacity: { totalUnits: 100, channels: { chat } } }));
    given.tell(0, enqueue('call', { channel: 'voice' }));
    given.tell(1, { name: 'assign', visitId: 'call', agentId: 'ada', by: 'sue', isForced: true });
    given.tell(2, enqueue('c1'));
    expect(given.match(2)).toEqual([]);
  });

  test('but not what it may not', () => {
    const given = shard();
    given.tell(0, ready('ada', { capacity }));
    given.tell(0, enqueue('m1', { channel: 'email' }));
    given.match(0);
    given.tell(2, enqueue('call', { channel: 'voice' }));
    expect(given.match(2)).toEqual([]);
  });
});

describe('wrap-up blocks', () => {
  const wrapUp = (wrapUpBlocksMs: number | null) => {
    const given = shard({ sales: { wrapUpBlocksMs } });
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1', { channel: 'voice' }));
    given.match(0);
    accept(given, 1);
    given.tell(2, enqueue('v2', { channel: 'voice' }));
    given.tell(1_000, { name: 'release', assignmentId: 's-4', wrapUpMs: 30_000 });
    return given;
  };

  test('as long as it lasts', () => {
    const given = wrapUp(null);
    expect(given.match(30_999)).toEqual([]);
    expect(given.match(31_000)).toEqual(['ada < v2']);
  });

  test('for a time', () => {
    const given = wrapUp(10_000);
    expect(given.match(10_999)).toEqual([]);
    expect(given.match(11_000)).toEqual(['ada < v2']);
    given.tell(31_000, { name: 'tick' });
    expect(given.state.assignments.size).toBe(0);
    expect(given.state.agents.get('ada')?.usedUnits).toBe(0);
  });

  test('never', () => {
    const given = wrapUp(0);
    expect(given.match(1_000)).toEqual(['ada < v2']);
    expect(given.tell(2_000, { name: 'complete', assignmentId: 's-4' })).toEqual({ kind: 'completed' });
    expect(given.state.agents.get('ada')?.held).toMatchObject({ voice: 1 });
  });
});

describe('by hand', () => {
  const waiting = () => {
    const given = shard();
    given.tell(0, ready('ada', { queueIds: ['care'] }));
    given.tell(0, notReady('bob'));
    given.tell(0, enqueue('v1'));
    return given;
  };
  const assign = (given: Told, agentId: string, isForced: boolean) =>
    given.tell(1, { name: 'assign', agentId, visitId: 'v1', by: 'sue', isForced });

  test('an agent pulls what waits for them, past others', () => {
    const given = shard();
    for (const id of ['v1', 'v2']) given.tell(0, enqueue(id));
    given.tell(0, ready('ada'));
    expect(given.tell(1, { name: 'pull', agentId: 'ada', visitId: 'v2' })).toMatchObject({
      kind: 'taken',
      how: 'pulled',
    });
    expect(given.acts()).toMatchObject([
      { kind: 'assigned', visitId: 'v2', agentId: 'ada', taken: { how: 'pulled', by: 'ada' } },
    ]);
    expect(given.tell(2, { name: 'pull', agentId: 'ada', visitId: 'v2' })).toEqual({
      kind: 'visitEnded',
      how: 'answered',
    });
    expect(given.tell(2, { name: 'pull', agentId: 'bob', visitId: 'v1' })).toEqual({ kind: 'unknownAgent' });
    expect(given.match(3)).toEqual(['ada < v1']);
  });

  test('what another agent looks at is taken from them', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob'));
    given.tell(1, enqueue('v1'));
    given.match(1);
    given.tell(2, { name: 'pull', agentId: 'bob', visitId: 'v1' });
    expect(given.acts()).toMatchObject([
      { kind: 'assigned', agentId: 'bob' },
      { kind: 'rescind', agentId: 'ada', reason: 'acceptedElsewhere' },
    ]);
  });

  test('a supervisor assigns within the rules, to one who is Not ready too', () => {
    const given = waiting();
    expect(assign(given, 'ada', false)).toEqual({
      kind: 'notForAgent',
      obstacle: { kind: 'notInQueue', queueId: 'sales' },
    });
    expect(assign(given, 'bob', false)).toMatchObject({ kind: 'taken', how: 'assigned' });
  });

  test('or whatever they say, which is flagged', () => {
    const given = waiting();
    expect(assign(given, 'ada', true)).toMatchObject({ kind: 'taken', how: 'forced' });
    expect([...given.state.assignments.values()]).toMatchObject([{ agentId: 'ada', isForced: true }]);
    expect(given.acts()).toMatchObject([{ kind: 'assigned', taken: { how: 'forced', by: 'sue' } }]);
  });

  test('a transfer to a closed queue is refused before the customer moves', () => {
    const given = shard({ sales: { opening: () => ({ isOpen: false, closesAt: null }) } });
    expect(given.tell(0, enqueue('v1', { onlyIfOpen: true }))).toEqual({ kind: 'queueClosed', queueId: 'sales' });
    expect(given.tell(0, enqueue('v1'))).toMatchObject({ kind: 'enqueued' });
  });
});
