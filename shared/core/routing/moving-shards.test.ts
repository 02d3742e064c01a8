import type { Command } from './commands';
import type { RoutingConfig } from './config';
import { config, enqueue, profile, ready, sales, set } from './given-shard.testsuite';
import { createShard, submit } from './shard';
import { violations } from './violations';

const ada = { ada: profile() };
const of = (version: number, agents: RoutingConfig['profiles'], elsewhere: readonly string[] = []): RoutingConfig => {
  const made = config(version);
  for (const queueId of elsewhere) (made.queues as Map<string, unknown>).delete(queueId);
  return { ...made, ...(agents === undefined ? {} : { profiles: agents }), elsewhere: new Set(elsewhere) };
};

/** A shard whose first version has Ada, and what the second says. */
function given(second: RoutingConfig) {
  const first = of(1, new Map(Object.entries(ada)));
  const state = createShard('s');
  let told = 0;
  const tell = (now: number, said: object) => {
    const command = { commandId: `c${(told += 1)}`, ...said } as Command;
    const wanted = command.name === 'config' ? command.version : state.configVersion || 1;
    return submit(state, { command, now, config: wanted === 1 ? first : second, doneActs: [] });
  };
  return { state, tell };
}

const gone = of(2, new Map());

describe('an agent whom a version has no more, or in another shard', () => {
  test('is signed out as the shard takes it, and what they were offered waits on', () => {
    const { state, tell } = given(gone);
    tell(0, ready('ada'));
    tell(0, enqueue('v1'));
    tell(0, { name: 'match' });
    const { entries } = tell(1, { name: 'config', version: 2 });
    expect(entries.map(({ outcome }) => outcome.kind)).toEqual([
      'configTaken',
      'agentLetGo',
      'offerWithdrawn',
      'configApplied',
    ]);
    expect(entries[1]?.acts).toMatchObject([{ kind: 'agentSignedOut', agentId: 'ada', cause: 'notOfShard' }]);
    expect(state.agents.size).toBe(0);
    expect(state.visits.get('v1')).toMatchObject({ offerIds: [], waitingSinceAt: 0 });
  });

  test('is not let in again, and only signs out', () => {
    const { tell } = given(gone);
    tell(0, ready('ada'));
    tell(1, { name: 'config', version: 2 });
    expect(tell(2, ready('ada')).outcome).toEqual({ kind: 'wrongShard' });
    expect(tell(2, set('ada', 'signedOut')).outcome).toEqual({ kind: 'unchanged' });
  });

  test('keeps their call, and is forgotten when it ends', () => {
    const { state, tell } = given(gone);
    tell(0, ready('ada'));
    tell(0, enqueue('v1', { channel: 'voice' }));
    tell(0, { name: 'match' });
    const [offerId = ''] = state.offers.keys();
    tell(0, { name: 'accept', offerId, agentId: 'ada' });
    tell(1, { name: 'config', version: 2 });
    expect([...state.agents.keys()]).toEqual(['ada']);
    tell(2, { name: 'release', assignmentId: offerId, wrapUpMs: null });
    expect(state.agents.size).toBe(0);
  });
});

test('a sign-in that was meant for another version is refused', () => {
  const { tell } = given(of(2, new Map(Object.entries(ada))));
  expect(tell(0, { ...ready('ada'), epoch: 2 }).outcome).toEqual({ kind: 'wrongShard' });
  expect(tell(0, { ...ready('ada'), epoch: 1 }).outcome.kind).toBe('agentStateSet');
});

test('who waits in a queue of another shard goes on there with their start of wait', () => {
  const { state, tell } = given(of(2, new Map(Object.entries(ada)), ['sales']));
  tell(0, enqueue('v1', { waitingSinceAt: -5_000 }));
  tell(0, enqueue('v2', { queueId: 'care', interactionId: 'other' }));
  const { entries } = tell(1_000, { name: 'config', version: 2 });
  expect(entries.flatMap(({ acts }) => acts)).toMatchObject([
    { kind: 'overflowed', visitId: 'v1', queueId: 'sales', toQueueId: 'sales', because: 'movedShard' },
  ]);
  expect([...state.visits.keys()]).toEqual(['v2']);
  expect(tell(2_000, enqueue('v3')).outcome).toEqual({ kind: 'unknownQueue', queueId: 'sales' });
});

test('wrap-up that has given its room back breaks no promise', () => {
  const { sales: rules } = sales({});
  const state = createShard('s');
  const configured = config(1, 's', { sales: { ...rules, wrapUpBlocksMs: 0 } });
  let told = 0;
  const tell = (said: object) => {
    const command = { commandId: `c${(told += 1)}`, ...said } as Command;
    return submit(state, { command, now: 0, config: configured, doneActs: [] });
  };
  tell(ready('ada'));
  tell(enqueue('v1'));
  const [offer] = tell({ name: 'match' }).entries.flatMap(({ acts }) => acts.filter((act) => act.kind === 'offer'));
  tell({ name: 'accept', offerId: offer?.offerId, agentId: 'ada' });
  tell({ name: 'release', assignmentId: offer?.offerId, wrapUpMs: 30_000 });
  expect(state.assignments.size).toBe(1);
  expect(violations(state)).toEqual([]);
});
