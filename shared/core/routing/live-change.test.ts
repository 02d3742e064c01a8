import type { QueueRules, RoutingConfig } from './config';
import { anyone, asks, config, enqueue, profile, ready, sales } from './given-shard.testsuite';
import { createShard, nextDueAt, submit, type ShardState } from './shard';
import type { Command } from './commands';
import { USUAL_PLAN } from './plan';

const french = asks('french', 7);
const rings = (timeoutMs: number) => sales({ key: `${timeoutMs}`, steps: [{ ...french, timeoutMs }, anyone] });

/** Two versions of a configuration, and a shard to tell things. */
function given(first: RoutingConfig, second: RoutingConfig) {
  const state: ShardState = createShard('s');
  let told = 0;
  const tell = (now: number, said: object) => {
    const command = { commandId: `c${(told += 1)}`, ...said } as Command;
    const wanted = command.name === 'config' ? command.version : state.configVersion || 1;
    const { entries } = submit(state, { command, now, config: wanted === 1 ? first : second, doneActs: [] });
    return entries.map(({ outcome }) => outcome);
  };
  return { state, tell, change: (now: number) => tell(now, { name: 'config', version: 2 }) };
}

const both = (before: Record<string, Partial<QueueRules>>, after: Record<string, Partial<QueueRules>>) =>
  given(config(1, 's', before), config(2, 's', after));

describe('a new version of the configuration', () => {
  test('reaches a waiting visit, which keeps its place and is where the time it has waited says', () => {
    const { state, tell, change } = both(rings(60_000), rings(20_000));
    tell(0, ready('ada'));
    tell(0, enqueue('v1'));
    expect(nextDueAt(state)).toBe(60_000);
    expect(change(30_000)).toMatchObject([
      { kind: 'configTaken' },
      { kind: 'replanned', visitId: 'v1', step: 1, stepSinceAt: 20_000 },
      { kind: 'configApplied' },
    ]);
    expect(tell(30_000, { name: 'match' })).toMatchObject([{ kind: 'offered' }]);
  });

  test('leaves it alone when the version says so', () => {
    const { state, tell, change } = both(rings(60_000), { sales: { ...rings(20_000)['sales'], whenChanged: 'pin' } });
    tell(0, enqueue('v1'));
    expect(change(30_000)).toEqual([{ kind: 'configTaken' }, { kind: 'configApplied' }]);
    expect(nextDueAt(state)).toBe(60_000);
  });

  test('and when nothing about its queue is new', () => {
    const { tell, change } = both(rings(60_000), rings(60_000));
    tell(0, enqueue('v1'));
    expect(change(30_000)).toEqual([{ kind: 'configTaken' }, { kind: 'configApplied' }]);
  });

  test('is in force at once where nobody is', () => {
    const { tell, change } = both({}, rings(1));
    tell(0, { name: 'match' });
    expect(change(1)).toEqual([{ kind: 'configTaken' }]);
  });

  test('makes a visit overflow whose queue wants more agents now', () => {
    const overflow = [{ when: { kind: 'agents', fewerThan: 1 }, to: { kind: 'leave' } }] as const;
    const { tell, change } = both({}, sales({ overflow }));
    tell(0, enqueue('v1'));
    expect(change(1).map(({ kind }) => kind)).toEqual(['configTaken', 'replanned', 'visitDeparted', 'configApplied']);
  });

  describe('with other hours', () => {
    const until = (closesAt: number) => ({
      sales: {
        plan: { ...USUAL_PLAN, key: 'k', overflow: [{ when: { kind: 'closed' }, to: { kind: 'leave' } } as const] },
        opening: (at: number) => (at < closesAt ? { isOpen: true, closesAt } : { isOpen: false, closesAt: null }),
      },
    });

    test('moves the instant at which who waits is sent on', () => {
      const { state, tell, change } = both(until(60_000), until(50_000));
      tell(0, enqueue('v1'));
      expect(change(10_000)).toMatchObject([
        { kind: 'configTaken' },
        { kind: 'replanned', visitId: 'v1', step: 0, stepSinceAt: 0, closesAt: 50_000 },
        { kind: 'configApplied' },
      ]);
      expect(nextDueAt(state)).toBe(50_000);
      expect(tell(50_000, { name: 'tick' })).toMatchObject([{ kind: 'visitDeparted', because: 'closed' }]);
    });

    test('sends on at once who waits where it is closed now', () => {
      const { tell, change } = both(until(60_000), until(5_000));
      tell(0, enqueue('v1'));
      expect(change(10_000)).toMatchObject([
        { kind: 'configTaken' },
        { kind: 'replanned', visitId: 'v1', closesAt: 10_000 },
        { kind: 'configApplied' },
        { kind: 'visitDeparted', visitId: 'v1', because: 'closed' },
      ]);
    });

    test('leaves alone who does not have to go when it closes, and the hours that are as they were', () => {
      const { tell, change } = both(until(60_000), until(60_000));
      tell(0, enqueue('v1'));
      tell(0, enqueue('v2', { queueId: 'care' }));
      expect(change(10_000)).toEqual([{ kind: 'configTaken' }, { kind: 'configApplied' }]);
    });
  });

  test('says what agents are who are signed in', () => {
    const learned = profile({ skills: { french: 8 } });
    const { tell, change } = given(config(1), { ...config(2), profiles: new Map([['ada', learned]]) });
    tell(0, ready('ada'));
    tell(0, enqueue('v1', { steps: [french] }));
    expect(tell(0, { name: 'match' })).toEqual([]);
    expect(change(1)).toEqual([
      { kind: 'configTaken' },
      { kind: 'agentReprofiled', agentId: 'ada', profile: learned },
      { kind: 'configApplied' },
    ]);
    expect(tell(1, { name: 'match' })).toMatchObject([{ kind: 'offered' }]);
  });

  test('goes on after a crash in the middle of it', () => {
    const { state, tell } = both(rings(60_000), { sales: { plan: { ...USUAL_PLAN, key: 'none' } } });
    for (let n = 0; n < 250; n += 1) tell(0, enqueue(`v${n}`, { interactionId: `i${n}` }));
    expect(tell(1, { name: 'config', version: 2 })).toHaveLength(201);
    expect(nextDueAt(state)).toBe(1);
    expect(tell(2, { name: 'tick' }).filter(({ kind }) => kind === 'replanned')).toHaveLength(50);
    expect(nextDueAt(state)).toBeUndefined();
  });
});

test('a visit that a version moves back is not offered before one that is ahead of it now', () => {
  const { state, tell, change } = both(sales({ key: 'started', headStartMs: 10_000 }), sales({ key: 'plain' }));
  tell(0, enqueue('v1', { waitingSinceAt: 5_000 }));
  tell(0, enqueue('v2', { waitingSinceAt: 9_000 }));
  tell(0, enqueue('first', { queueId: 'care', waitingSinceAt: 1_000 }));
  tell(0, ready('ada', { queueIds: ['sales', 'care'] }));
  change(1);
  tell(1, { name: 'match' });
  expect([...state.offers.values()].map(({ visitId }) => visitId)).toEqual(['first', 'v1']);
});
