import { explain, whyNot } from './explain';
import { agentView } from './agent-view';
import { enqueue, ready, set, shard, type Said } from './given-shard.testsuite';
import { restore, snapshot } from './snapshot';
import type { VetoCause } from './types';

const LASTS_MS = 300_000;

const presence = (veto: VetoCause | null): Said => ({ name: 'presence', agentId: 'ada', veto });

describe('presence in Teams', () => {
  test.each<VetoCause>(['inACall', 'doNotDisturb', 'offline'])('%s: no offer, and it is said why', (cause) => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence(cause));
    given.tell(1, enqueue('v1'));
    expect(given.match(1)).toEqual([]);
    expect(whyNot(given.state, 'v1', 'ada')).toEqual({ kind: 'removed', obstacle: { kind: 'vetoed', cause } });
    expect(agentView(given.state, 'ada')).toMatchObject({ availability: { kind: 'ready' }, veto: { cause } });
  });

  test('the offer goes out when presence says no more', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence('inACall'));
    given.tell(1, enqueue('v1'));
    expect(given.tell(2, presence(null))).toEqual({ kind: 'presenceNoted', veto: null });
    expect(given.match(2)).toEqual(['ada < v1']);
    expect(agentView(given.state, 'ada')).not.toHaveProperty('veto');
  });

  test('an offer that is live goes back without a miss, and to the next agent', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(1, ready('bob'));
    given.tell(1, enqueue('v1'));
    expect(given.match(1)).toEqual(['ada < v1']);
    given.tell(2, presence('inACall'));
    expect(given.acts()).toMatchObject([
      { kind: 'rescind', reason: 'agentGone' },
      { kind: 'requeued', coolDownUntilAt: null },
    ]);
    expect(given.match(2)).toEqual(['bob < v1']);
  });

  test('a veto that is not said again ends by itself', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence('doNotDisturb'));
    given.tell(1, enqueue('v1'));
    given.tell(100_000, { name: 'heartbeat', agentId: 'ada' });
    given.tell(250_000, { name: 'heartbeat', agentId: 'ada' });
    expect(given.match(LASTS_MS - 1)).toEqual([]);
    given.tell(LASTS_MS, { name: 'tick' });
    expect(given.journal.at(-1)?.outcome.kind).toBe('offered');
  });

  test('said again it costs an entry only when half of it is over', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence('offline'));
    expect(given.tell(15_000, presence('offline'))).toEqual({ kind: 'unchanged' });
    expect(given.tell(LASTS_MS / 2, presence('offline'))).toMatchObject({ kind: 'presenceNoted' });
    expect(given.tell(LASTS_MS / 2 + 1, presence('inACall'))).toMatchObject({ veto: { cause: 'inACall' } });
  });

  test('whoever takes a customer by hand may; so may a supervisor give them one', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence('inACall'));
    given.tell(1, enqueue('v1'));
    given.tell(1, enqueue('v2'));
    expect(given.tell(2, { name: 'pull', agentId: 'ada', visitId: 'v1' })).toMatchObject({ kind: 'taken' });
    const assign: Said = { name: 'assign', agentId: 'ada', visitId: 'v2', by: 'sue', isForced: false };
    expect(given.tell(3, assign)).toMatchObject({ kind: 'taken', how: 'assigned' });
  });

  test('it is of a sign-in, and of nobody who is not signed in', () => {
    const given = shard();
    expect(given.tell(0, presence('offline'))).toEqual({ kind: 'unknownAgent' });
    given.tell(0, ready('ada'));
    expect(given.tell(0, presence(null))).toEqual({ kind: 'unchanged' });
    given.tell(0, presence('offline'));
    given.tell(1, set('ada', 'signedOut'));
    given.tell(2, ready('ada'));
    expect(agentView(given.state, 'ada')).not.toHaveProperty('veto');
  });

  test('a restored shard knows it, and when it ends', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, presence('offline'));
    given.tell(1, enqueue('v1'));
    const restored = restore(snapshot(given.state));
    expect(explain(restored, 'v1')).toEqual(explain(given.state, 'v1'));
    expect(snapshot(restored)).toEqual(snapshot(given.state));
  });
});
