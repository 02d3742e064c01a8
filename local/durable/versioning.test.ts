import { createCoordinator } from '../kit/coordinator';
import { createClock } from '../kit/clock';
import { openStore, type Store } from '../kit/store';
import { createWork } from '../kit/work';
import type { DurableFunctions } from './functions';
import { ActionType, EventType, type HistoryEvent } from './protocol';
import { SMOOTH } from './roughness';
import { createTaskHub, type TaskHubOptions } from './task-hub';
import { ANY_VERSION, compareVersions, runsVersion, type Versioning } from './versioning';

test.each([
  ['', '', 0],
  ['', '1.0', -1],
  ['1.0', ' ', 1],
  ['1.0', '1.0.0', -1],
  ['1.10', '1.9', 1],
  ['2.0.0.1', '2.0.0.1', 0],
  ['1', '1', 0],
  ['10', '9', -1],
  ['v2', 'V2', 0],
  ['beta', '1.0', 1],
])('version %j beside %j: %i', (one, other, order) => {
  expect(compareVersions(one, other)).toBe(order);
});

test.each([
  ['none', '9.0', true],
  ['strict', '2.0', true],
  ['strict', '1.0', false],
  ['currentOrOlder', '', true],
  ['currentOrOlder', '1.0', true],
  ['currentOrOlder', '2.0', true],
  ['currentOrOlder', '3.0', false],
] as const)('a host of version 2.0 that matches by %s runs %j: %s', (match, wanted, isRun) => {
  expect(runsVersion({ version: '2.0', match, onMismatch: 'reject' }, wanted)).toBe(isRun);
});

type Told = Readonly<Record<string, readonly object[]>>;

/** A task hub whose orchestrators do what `actions` says and are done when a task has come back, or at once where there is none. */
function openHub(store: Store, options: Partial<TaskHubOptions>, actions: Told = {}) {
  const work = createWork();
  const clock = createClock(work, 0, () => 0);
  const functions: DurableFunctions = {
    names: () => [],
    find: (kind, name) => ({
      name,
      async run(input) {
        if (kind !== 'orchestrator') return 'paid';
        const { history } = JSON.parse(input ?? '') as { history: HistoryEvent[] };
        const todo = actions[name] ?? [];
        const last = history.findLast(
          ({ EventType: type }) =>
            type === EventType.TaskCompleted || type === EventType.SubOrchestrationInstanceCompleted,
        );
        const began = history.find(({ EventType: type }) => type === EventType.ExecutionStarted);
        const output = began?.EventType === EventType.ExecutionStarted ? began.Version : '';
        return { schemaVersion: 2, output, actions: [todo], isDone: todo.length === 0 || last !== undefined };
      },
    }),
  };
  const hub = createTaskHub({
    ...{ store, clock, work, functions, roughness: SMOOTH },
    sender: { post: async () => ({ status: 500, headers: {}, body: '' }), tokenFor: async () => '' },
    atKillPoint: () => undefined,
    onBroken(error) {
      throw error;
    },
    ...options,
  });
  hub.start();
  const coordinator = createCoordinator({ participants: [], self: { clock, work, drains: [] } });
  return { ...hub, settle: () => coordinator.settle() };
}

const RELEASE: Versioning = { version: '2.0', match: 'currentOrOlder', onMismatch: 'reject' };
const PAYS = [{ actionType: ActionType.CallActivity, functionName: 'pay' }];

test('an instance of a newer release waits for a host of that release', async () => {
  const store = openStore(':memory:');
  const older = openHub(store, { versioning: RELEASE });
  await older.client.start('story', 'newer', null, '3.0');
  await older.client.start('story', 'same', null, '2.0');
  await older.client.raiseEvent('newer', 'go', null);
  await older.settle();
  expect(older.client.instance('newer')).toMatchObject({ status: 'Pending' });
  expect(older.client.instance('same')).toMatchObject({ status: 'Completed', output: '"2.0"' });
  await older.stop();
  const newer = openHub(store, { versioning: { ...RELEASE, version: '3.0' } });
  await newer.settle();
  expect(newer.client.instance('newer')).toMatchObject({ status: 'Completed', output: '"3.0"' });
  expect(newer.messages()).toEqual([]);
});

test('what an activity tells an instance that a host must not run is kept for one that may', async () => {
  const store = openStore(':memory:');
  const newer = openHub(store, { versioning: { ...RELEASE, version: '3.0' }, maxActivities: 0 }, { story: PAYS });
  await newer.client.start('story', 'one', null, '3.0');
  await newer.settle();
  await newer.stop();
  const older = openHub(store, { versioning: RELEASE }, { story: PAYS });
  await older.settle();
  expect(older.client.instance('one')).toMatchObject({ status: 'Running' });
  expect(older.messages()).toMatchObject([{ event: { EventType: EventType.TaskCompleted } }]);
  await older.stop();
  const again = openHub(store, { versioning: { ...RELEASE, version: '3.0' } }, { story: PAYS });
  await again.settle();
  expect(again.client.instance('one')).toMatchObject({ status: 'Completed' });
});

test('where host.json says so an instance of another release fails, and says why', async () => {
  const { client, settle } = openHub(openStore(':memory:'), {
    versioning: { version: '2.0', match: 'strict', onMismatch: 'fail' },
  });
  await client.start('story', 'other', null, '1.0');
  await settle();
  expect(client.instance('other')).toMatchObject({
    status: 'Failed',
    output: 'VersionMismatch: Orchestration version did not comply with Worker Versioning',
  });
});

test('a sub-orchestration is of the version that its parent says, else of the host', async () => {
  const child = (version?: string) => [
    { actionType: ActionType.CallSubOrchestrator, functionName: 'child', instanceId: `of ${version}`, version },
  ];
  const { client, settle } = openHub(
    openStore(':memory:'),
    { versioning: { ...ANY_VERSION, version: '2.0' } },
    { old: child('1.0'), own: child() },
  );
  await client.start('old', 'a', null, '2.0');
  await client.start('own', 'b', null, '');
  await settle();
  expect(client.instance('of 1.0')).toMatchObject({ version: '1.0' });
  expect(client.instance('of undefined')).toMatchObject({ version: '2.0' });
  expect(client.instance('b')).toMatchObject({ status: 'Completed' });
});

describe('where an id may be taken from any state', () => {
  const TIMER = [{ actionType: ActionType.CreateTimer, fireAt: new Date(60_000).toISOString(), isCanceled: false }];
  const open = () => openHub(openStore(':memory:'), { replacesRunning: true }, { waits: TIMER });

  test('a running instance is terminated and gives way', async () => {
    const { client, settle, messages } = open();
    await client.start('waits', 'one', null, '');
    await settle();
    const before = client.instance('one');
    expect(before).toMatchObject({ status: 'Running' });
    expect(await client.start('story', 'one', null, '7')).toBe('one');
    await settle();
    expect(client.instance('one')).toMatchObject({ name: 'story', status: 'Completed', output: '"7"' });
    expect(client.instance('one')?.executionId).not.toBe(before?.executionId);
    expect(client.history('one').map(({ EventType: type }) => type)).not.toContain(EventType.TimerCreated);
    expect(messages()).toEqual([]);
  });

  test('the new one is there when its start is answered', async () => {
    const { client, settle } = open();
    await client.start('waits', 'one', null, '');
    await settle();
    await client.start('story', 'one', null, '7');
    expect(client.instance('one')).toMatchObject({ name: 'story', status: 'Completed' });
  });

  test('a start that another host has to take is answered all the same', async () => {
    const versioning: Versioning = { version: '1.0', match: 'strict', onMismatch: 'reject' };
    const { client, settle } = openHub(openStore(':memory:'), { replacesRunning: true, versioning }, { waits: TIMER });
    await client.start('waits', 'one', null, '1.0');
    await settle();
    expect(await client.start('story', 'one', null, '2.0')).toBe('one');
    expect(client.instance('one')).toMatchObject({ name: 'waits', status: 'Running' });
  });

  test('of two that are started at a time the second is there', async () => {
    const { client, settle, messages } = open();
    await Promise.all([client.start('waits', 'one', null, ''), client.start('story', 'one', null, '8')]);
    await settle();
    expect(client.instance('one')).toMatchObject({ name: 'story', status: 'Completed', output: '"8"' });
    expect(messages()).toEqual([]);
  });

  test('the parent of a child that gave way is told that it was terminated', async () => {
    const call = [{ actionType: ActionType.CallSubOrchestrator, functionName: 'waits', instanceId: 'child' }];
    const { client, settle } = openHub(
      openStore(':memory:'),
      { replacesRunning: true },
      { waits: TIMER, parent: call },
    );
    await client.start('parent', 'parent', null, '');
    await settle();
    await client.start('story', 'child', null, '');
    await settle();
    expect(client.history('parent').map(({ EventType: type }) => type)).toContain(
      EventType.SubOrchestrationInstanceFailed,
    );
  });
});
