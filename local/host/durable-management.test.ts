import { runOn, settledOn } from './fixtures/run-on-host';
import { createHostFolder, startHostProcess, type HostProcess } from './fixtures/start-host';

const folder = createHostFolder();
let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess(folder);
});
afterAll(async () => {
  await host.stop();
  folder.remove();
});

const DAY_MS = 86_400_000;
const settled = (id: string) => settledOn(host, id);
const run = (id: string, name: string, input?: unknown) => runOn(host, id, name, input);

describe('the management API', () => {
  const key = () => host.keys.durable;
  const instances = '/runtime/webhooks/durabletask/instances';

  test('the URLs of a check status response work from outside, with the key alone', async () => {
    const urls = (await host.client('startCheck', 'checked', { name: 'sumThree' })) as Record<string, string>;
    await host.coordinator.settle();
    const statusPath = urls['statusQueryGetUri']!.slice(host.url.length);
    expect(urls['statusQueryGetUri']).toContain(`${host.url}${instances}/checked?`);
    const status = await host.request('GET', statusPath);
    expect([status.status, JSON.parse(status.body)]).toMatchObject([200, { runtimeStatus: 'Completed', output: 6 }]);
    expect((await host.request('GET', statusPath.replace(key(), 'wrong'))).status).toBe(401);
  });

  test('a running instance answers 202 and where to look again; an unknown one 404; a finished one 410', async () => {
    await run('polled', 'waitOrGiveUp', { ms: DAY_MS });
    const polled = await host.request('GET', `${instances}/polled?code=${key()}`);
    expect(polled.status).toBe(202);
    expect(polled.headers['location']).toContain('/instances/polled');
    expect((await host.request('GET', `${instances}/unknown?code=${key()}`)).status).toBe(404);
    const raise = `${instances}/polled/raiseEvent/go?code=${key()}`;
    expect((await host.request('POST', raise, 1, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await host.request('POST', raise, 1)).status).toBe(202);
    await host.coordinator.settle();
    expect((await host.request('POST', raise, 1)).status).toBe(410);
    expect((await host.request('POST', raise.replace('polled', 'unknown'), 1)).status).toBe(404);
  });

  test('history names its events and folds what was scheduled into what was done', async () => {
    await run('history', 'sumThree');
    const path = `${instances}/history?showHistory=true&showHistoryOutput=true&code=${key()}`;
    const { historyEvents } = JSON.parse((await host.request('GET', path)).body) as { historyEvents: object[] };
    expect(historyEvents).toMatchObject([
      { EventType: 'ExecutionStarted', FunctionName: 'sumThree' },
      { EventType: 'TaskCompleted', FunctionName: 'add', Result: 1 },
      { EventType: 'TaskCompleted', FunctionName: 'add', Result: 3 },
      { EventType: 'TaskCompleted', FunctionName: 'add', Result: 6 },
      { EventType: 'ExecutionCompleted', OrchestrationStatus: 'Completed', Result: 6 },
    ]);
  });

  test('restarts an instance under a new id or, once it has finished, its own', async () => {
    await run('again', 'child', { name: 'z' });
    const restart = `${instances}/again/restart?code=${key()}`;
    const fresh = JSON.parse((await host.request('POST', restart)).body) as { id: string };
    expect(fresh.id).not.toBe('again');
    expect(await settled(fresh.id)).toMatchObject({ name: 'child', input: { name: 'z' }, output: 'z:2' });
    const own = await host.request('POST', `${restart}&restartWithNewInstanceId=false`);
    expect([own.status, JSON.parse(own.body)]).toMatchObject([202, { id: 'again' }]);
    expect(await settled('again')).toMatchObject({ runtimeStatus: 'Completed' });
    expect((await host.request('POST', restart.replace('again/', 'unknown/'))).status).toBe(400);
    await run('busy', 'waitOrGiveUp', { ms: DAY_MS });
    const busy = restart.replace('again/', 'busy/');
    expect((await host.request('POST', `${busy}&restartWithNewInstanceId=false`)).status).toBe(409);
  });

  const isThere = async (id: string) => (await host.request('GET', `${instances}/${id}?code=${key()}`)).status !== 404;
  const begin = (query: string) =>
    host.request('POST', `${instances.replace('instances', 'orchestrators')}/${query}&code=${key()}`, { ms: DAY_MS });

  test('who starts and waits has the output of one that completes meanwhile, whoever steps the clock', async () => {
    const quick = await begin('sumThree/quick?timeout=60&pollingInterval=0.01');
    expect([quick.status, quick.body]).toEqual([200, '6']);
    const path = `${instances.replace('instances', 'orchestrators')}/waitOrGiveUp/patient?timeout=60&pollingInterval=0.01`;
    const waiting = host.request('POST', `${path}&code=${key()}`, { ms: DAY_MS });
    while (!(await isThere('patient'))) await host.coordinator.settle();
    await host.coordinator.advance({ byMs: DAY_MS });
    const { status, body } = await waiting;
    expect([status, JSON.parse(body)]).toMatchObject([200, { outcome: 'gave up' }]);
  });

  test('who has waited long enough is told where to look; of one that fails the status', async () => {
    const impatient = await begin('waitOrGiveUp/impatient?timeout=0.02&pollingInterval=0.01');
    expect([impatient.status, JSON.parse(impatient.body)]).toMatchObject([202, { id: 'impatient' }]);
    expect(await settled('impatient')).toMatchObject({ runtimeStatus: 'Running' });
    const failed = await begin('throws/broken?timeout=60&pollingInterval=0.01');
    expect([failed.status, JSON.parse(failed.body)]).toMatchObject([200, { runtimeStatus: 'Failed' }]);
    const impossible = await begin('sumThree/impossible?timeout=1&pollingInterval=2');
    expect([impossible.status, JSON.parse(impossible.body)]).toEqual([
      400,
      { Message: 'Total timeout 1 should be bigger than retry timeout 2' },
    ]);
  });

  test('an instance of a newer release is left for a host of that release', async () => {
    expect((await begin('waitOrGiveUp/newer?version=99.0')).status).toBe(202);
    await host.client('raise', 'newer', { name: 'go', data: 'on' });
    expect(await settled('newer')).toMatchObject({ runtimeStatus: 'Pending' });
  });

  test('a purge of many takes what has a final status that it names, and without one what runs as well', async () => {
    const since = new Date((await host.coordinator.advance({ byMs: 60_000 })).now).toISOString();
    await run('many-done', 'sumThree');
    await run('many-busy', 'waitOrGiveUp', { ms: DAY_MS });
    const purge = async (query: string) => {
      const path = `${instances}?createdTimeFrom=${since}&${query}code=${key()}`;
      const { status, body } = await host.request('DELETE', path);
      return [status, body === '' ? body : (JSON.parse(body) as unknown)];
    };
    expect(await purge('runtimeStatus=Failed&')).toEqual([404, '']);
    expect(await purge('runtimeStatus=Running,Completed&')).toEqual([200, { instancesDeleted: 1 }]);
    expect(await host.client('status', 'many-busy')).toMatchObject({ runtimeStatus: 'Running' });
    expect(await purge('')).toEqual([200, { instancesDeleted: 1 }]);
    await expect(host.client('status', 'many-busy')).rejects.toThrow();
    expect(await run('many-busy', 'sumThree')).toMatchObject({ runtimeStatus: 'Completed', output: 6 });
    await host.coordinator.advance({ byMs: 2 * DAY_MS });
    expect(await host.client('status', 'many-busy')).toMatchObject({ output: 6 });
  });

  test('what it does not know it says', async () => {
    expect((await host.request('POST', `${instances}/history/juggle?code=${key()}`)).status).toBe(404);
  });
});
