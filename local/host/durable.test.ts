import { runOn, settledOn } from './fixtures/run-on-host';
import { listen, type Listening, type Service } from '../kit/http';
import { createWork } from '../kit/work';
import { createHostFolder, NOON, startHostProcess, type HostProcess } from './fixtures/start-host';

// Ten days of minutely timers take their time on a busy machine.
jest.setTimeout(120_000);

/** What gives the app's identity its tokens, and tells who asks it something else what they showed. */
const identityService: Service = {
  name: 'identity',
  routes: [
    {
      method: 'GET',
      path: '/token',
      handle: ({ url, headers }) => ({
        status: headers['x-identity-header'] === 'proof' ? 200 : 401,
        body: { access_token: `for ${url.searchParams.get('resource')}`, expires_on: String(NOON / 1000 + 86_400) },
      }),
    },
    { method: 'GET', path: '/', handle: ({ headers }) => ({ status: 200, body: headers['authorization'] }) },
  ],
};

const folder = createHostFolder();
let host: HostProcess;
let identity: Listening;
beforeAll(async () => {
  identity = await listen(identityService, { port: 0, work: createWork() });
  const environment = { IDENTITY_ENDPOINT: `${identity.url}/token`, IDENTITY_HEADER: 'proof' };
  host = await startHostProcess(folder, { environment });
});
afterAll(async () => {
  await host.stop();
  await identity.close();
  folder.remove();
});

const DAY_MS = 86_400_000;

const settled = (id: string) => settledOn(host, id);
const run = (id: string, name: string, input?: unknown) => runOn(host, id, name, input);

describe('an orchestration', () => {
  test('retries an activity with growing waits on the clock', async () => {
    const before = (await host.coordinator.settle()).now;
    await run('retries', 'retries');
    const first = await host.coordinator.advance({ byMs: 1000 });
    expect(await host.client('status', 'retries')).toMatchObject({ runtimeStatus: 'Running' });
    expect(first.now).toBe(before + 1000);
    await host.coordinator.advance({ byMs: 2000 });
    expect(await host.client('status', 'retries')).toMatchObject({ runtimeStatus: 'Completed', output: 3 });
  });

  test('sees the failure once its retries are used up, and reports by its custom status', async () => {
    await run('gives-up', 'givesUp');
    await host.coordinator.advance({ byMs: 2000 });
    expect(await host.client('status', 'gives-up')).toMatchObject({
      runtimeStatus: 'Completed',
      customStatus: { failed: true },
      output: "Activity function 'alwaysFail' failed: never works",
    });
  });

  test('that throws fails with the words of the extension', async () => {
    expect(await run('throws', 'throws')).toMatchObject({
      runtimeStatus: 'Failed',
      output: "Orchestrator function 'throws' failed: orchestrator broke",
    });
  });

  test('waits for children, several at once, and sees their failures', async () => {
    expect(await run('parent', 'parent')).toMatchObject({
      runtimeStatus: 'Completed',
      output: {
        results: ['x:2', 'y:2'],
        own: 6,
        failure: "Orchestrator function 'throws' failed: orchestrator broke",
      },
    });
    expect(await host.client('status', 'child-x')).toMatchObject({ name: 'child', runtimeStatus: 'Completed' });
  });

  test('continues as new with what it was given, event by event', async () => {
    await run('collector', 'collector', { seen: [] });
    for (const item of ['a', 'b', 'stop']) {
      await host.client('raise', 'collector', { name: 'item', data: item });
      await host.coordinator.settle();
    }
    expect(await host.client('status', 'collector')).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['a', 'b'],
      input: { seen: ['a', 'b'] },
    });
  });

  test('sleeps for longer than a message can be hidden', async () => {
    const { now } = await host.coordinator.settle();
    await run('long', 'longWait');
    await host.coordinator.advance({ byMs: 10 * DAY_MS - 1000 });
    expect(await host.client('status', 'long')).toMatchObject({ runtimeStatus: 'Running' });
    await host.coordinator.advance({ byMs: 1000 });
    expect(await host.client('status', 'long')).toMatchObject({ output: new Date(now + 10 * DAY_MS).toISOString() });
  });

  test('of a name that the app does not have is started and fails', async () => {
    const status = await run('nothing', 'nothing');
    expect(status).toMatchObject({ runtimeStatus: 'Failed' });
    expect((status as { output: string }).output).toContain("'nothing' doesn't exist");
  });

  test('of an id that runs is refused, of one that has finished takes its place', async () => {
    await run('twice', 'waitOrGiveUp', { ms: 1000 });
    await expect(host.client('start', 'twice', { name: 'sumThree' })).rejects.toThrow('already exists');
    await host.coordinator.advance({ byMs: 1000 });
    expect(await run('twice', 'sumThree')).toMatchObject({ name: 'sumThree', output: 6 });
  });
});

describe('where Azure differs', () => {
  test('callHttp asks again where and when a 202 says, on the clock', async () => {
    const { now } = await host.coordinator.settle();
    await run('asks', 'asks', `${host.url}/api/slow`);
    await host.coordinator.advance({ byMs: 9_999 });
    expect(await host.client('status', 'asks')).toMatchObject({ runtimeStatus: 'Running' });
    await host.coordinator.advance({ byMs: 1 });
    expect(await host.client('status', 'asks')).toMatchObject({
      runtimeStatus: 'Completed',
      output: [200, '{"asked":3}', new Date(now + 10_000).toISOString()],
    });
  });

  test('callHttp sends a token of the identity that the app has', async () => {
    expect(await run('token', 'asksWithToken', identity.url)).toMatchObject({
      runtimeStatus: 'Completed',
      output: { statusCode: 200, content: 'Bearer for https://management.core.windows.net' },
    });
  });

  test('a child that is to have the id of a running instance never starts, and its parent waits', async () => {
    await run('taken', 'waitOrGiveUp', { ms: 60_000 });
    expect(await run('names-other', 'namesOther', 'taken')).toMatchObject({ runtimeStatus: 'Running' });
    await host.client('raise', 'taken', { name: 'go', data: 1 });
    expect(await settled('taken')).toMatchObject({ output: { outcome: 'went', with: 1 } });
    expect(await host.client('status', 'names-other')).toMatchObject({ runtimeStatus: 'Running' });
    await host.client('terminate', 'names-other', { reason: 'enough' });
  });
});

describe('an instance', () => {
  test('suspended keeps its events for later; resumed goes on with them', async () => {
    await run('paused', 'waitOrGiveUp', { ms: DAY_MS });
    await host.client('suspend', 'paused', { reason: 'lunch' });
    expect(await settled('paused')).toMatchObject({ runtimeStatus: 'Suspended' });
    await host.client('raise', 'paused', { name: 'go', data: 7 });
    expect(await settled('paused')).toMatchObject({ runtimeStatus: 'Suspended' });
    await expect(host.client('suspend', 'paused', { reason: 'twice' })).rejects.toThrow();
    await host.client('resume', 'paused', { reason: 'back' });
    expect(await settled('paused')).toMatchObject({ runtimeStatus: 'Completed', output: { outcome: 'went', with: 7 } });
  });

  test('terminated ends with the reason, whatever it waited for, and takes no more events', async () => {
    await run('ended', 'waitOrGiveUp', { ms: DAY_MS });
    await host.client('terminate', 'ended', { reason: 'enough' });
    expect(await settled('ended')).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
    // The SDK takes the 410 of a finished instance for success.
    await host.client('raise', 'ended', { name: 'go' });
    expect(await settled('ended')).toMatchObject({ runtimeStatus: 'Terminated' });
  });

  test('that failed is rewound, with its failed child: what worked is not done again', async () => {
    await run('fragile', 'fragileParent');
    expect(await host.client('status', 'fragile')).toMatchObject({ runtimeStatus: 'Failed' });
    expect(await host.client('status', 'fragile-child')).toMatchObject({ runtimeStatus: 'Failed' });
    await run('mended', 'notes');
    await host.client('rewind', 'fragile', { reason: 'mended' });
    expect(await settled('fragile')).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['before the failure', 'child works'],
    });
    const done = folder.notes().filter((line) => line === 'before the failure');
    expect(done).toHaveLength(1);
    await expect(host.client('rewind', 'fragile', { reason: 'again' })).rejects.toThrow();
    await expect(host.client('rewind', 'unknown', { reason: 'none' })).rejects.toThrow();
  });

  test('is purged once it has finished', async () => {
    await run('purged', 'waitOrGiveUp', { ms: DAY_MS });
    await expect(host.client('purge', 'purged')).rejects.toThrow(
      'Only orchestrations in a terminal state can be purged, but the orchestration with instance ID purged has status Running',
    );
    await host.client('terminate', 'purged', { reason: 'enough' });
    await host.coordinator.settle();
    expect(await host.client('purge', 'purged')).toEqual({ instancesDeleted: 1 });
    await expect(host.client('status', 'purged')).rejects.toThrow();
  });

  test('is found by its status', async () => {
    await run('listed', 'waitOrGiveUp', { ms: DAY_MS });
    const running = (await host.client('list', '', { statuses: ['Running'] })) as { instanceId: string }[];
    expect(running.map((one) => one.instanceId)).toContain('listed');
    await host.client('terminate', 'listed', { reason: '' });
    await host.coordinator.settle();
    const after = (await host.client('list', '', { statuses: ['Running'] })) as { instanceId: string }[];
    expect(after.map((one) => one.instanceId)).not.toContain('listed');
  });
});

describe('entities', () => {
  test('are signalled, read and deleted by clients', async () => {
    await host.client('signal', 'e1', { operation: 'add', data: 2 });
    await host.client('signal', 'e1', { operation: 'add', data: 3 });
    await host.coordinator.settle();
    expect(await host.client('entity', 'e1')).toMatchObject({ entityExists: true, entityState: 5 });
    await host.client('signal', 'e1', { operation: 'delete' });
    await host.coordinator.settle();
    expect(await host.client('entity', 'e1')).toMatchObject({ entityExists: false });
  });

  test('are signalled, called and locked by orchestrations', async () => {
    expect(await run('counting', 'counting')).toMatchObject({ runtimeStatus: 'Completed', output: [5, 15] });
    await host.client('signal', 'c1', { operation: 'add', data: 1 });
    await host.coordinator.settle();
    expect(await host.client('entity', 'c1')).toMatchObject({ entityState: 16 });
  });
});

describe('metering', () => {
  test('three activities in a row cost a start, an episode and three times nine transactions', async () => {
    await run('metered', 'sumThree');
    expect(await host.metering('metered')).toMatchObject({
      storageTransactions: 8 + 3 * 9,
      // Started, 4 episodes of 2, 3 activities of 2, completed.
      historyEvents: 1 + 4 * 2 + 3 * 2 + 1,
      episodes: 4,
    });
  });

  test('an external event costs six, a timer that is not needed any more four', async () => {
    await run('metered-event', 'waitOrGiveUp', { ms: DAY_MS });
    await host.client('raise', 'metered-event', { name: 'go' });
    await host.coordinator.settle();
    expect(await host.metering('metered-event')).toMatchObject({ storageTransactions: 8 + 6 + 4 });
  });
});

test('the clock did not run on by itself', async () => {
  expect((await host.coordinator.settle()).now).toBeGreaterThan(NOON);
  expect(folder.notes()[0]).toBe('appStart');
});
