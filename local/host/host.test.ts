import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHostFolder, NOON, startHostProcess, type HostProcess } from './fixtures/start-host';

// Each start of a host takes its time on a busy machine.
jest.setTimeout(60_000);

const folder = createHostFolder();
let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess(folder, { tls: true, corsOrigins: ['https://desk.example'] });
});
afterAll(async () => {
  await host.stop();
  folder.remove();
});

describe('HTTP functions', () => {
  test('a route gives its parameters, query and body to the app, and cookies and headers back', async () => {
    const answer = await host.request('POST', '/api/echo/call/42/tail?a=1&a=2', { hello: true }, { 'x-test': 'yes' });
    expect(answer.status).toBe(201);
    expect(answer.headers['x-kind']).toBe('call');
    expect(answer.headers['set-cookie']).toBe('a=1; path=/, b=2; path=/; samesite=lax; httponly');
    expect(JSON.parse(answer.body)).toEqual({
      method: 'POST',
      url: `${host.url}/api/echo/call/42/tail?a=1&a=2`,
      params: { kind: 'call', id: '42', rest: 'tail' },
      query: { a: '1,2' },
      header: 'yes',
      body: '{"hello":true}',
      now: new Date(NOON).toISOString(),
    });
  });

  test.each([
    ['an optional part left out', 'GET', '/api/echo/call/1', 201],
    ['a constraint not met', 'GET', '/api/echo/call/one', 404],
    ['another method', 'DELETE', '/api/echo/call/1', 404],
    ['HEAD where only GET is named', 'HEAD', '/api/echo/call/1', 404],
    ['no such path', 'GET', '/api/nothing', 404],
    ['no route prefix', 'GET', '/echo/call/1', 404],
    ['a handler that throws', 'GET', '/api/fails', 500],
    ['a handler that returns nothing', 'GET', '/api/silent', 204],
  ])('%s: %s %s answers %i', async (_, method, path, status) => {
    expect((await host.request(method, path)).status).toBe(status);
  });

  test.each([
    ['guarded', undefined, 401],
    ['guarded', 'host', 200],
    ['guarded', 'master', 200],
    ['topSecret', 'host', 401],
    ['topSecret', 'master', 200],
  ] as const)('%s with the key %s answers %i', async (name, key, status) => {
    const code = key === undefined ? '' : `?code=${host.keys[key]}`;
    expect((await host.request('GET', `/api/${name}${code}`)).status).toBe(status);
    const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': host.keys[key] };
    expect((await host.request('GET', `/api/${name}`, undefined, headers)).status).toBe(status);
  });

  test('the root has a page of its own where no function is there', async () => {
    const { status, headers, body } = await host.request('GET', '/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html']);
    expect(body).toContain('up and running');
  });

  test('pages of the origins that were named may call, others may not', async () => {
    const preflight = { origin: 'https://desk.example', 'access-control-request-method': 'POST' };
    const allowed = await host.request('OPTIONS', '/api/guarded', undefined, preflight);
    expect([allowed.status, allowed.headers['access-control-allow-origin']]).toEqual([204, 'https://desk.example']);
    const refused = await host.request('OPTIONS', '/api/guarded', undefined, { ...preflight, origin: 'https://evil' });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([404, undefined]);
  });
});

describe('Event Grid', () => {
  const webhook = (name = 'gridEvent', code = host.keys.eventGrid) =>
    `/runtime/webhooks/EventGrid?functionName=${name}&code=${code}`;
  const event = (id: string, data: object) => ({ id, eventType: 'Test.Happened', data });

  test('validation of both schemas is answered', async () => {
    const body = [{ id: 'v', data: { validationCode: 'abc' } }];
    const validation = await host.request('POST', webhook(), body, { 'aeg-event-type': 'SubscriptionValidation' });
    expect([validation.status, JSON.parse(validation.body)]).toEqual([200, { validationResponse: 'abc' }]);
    const path = webhook('GRIDevent').replace('/EventGrid', '/eventgrid');
    const origin = { 'webhook-request-origin': 'eventgrid.azure.net' };
    const handshake = await host.request('OPTIONS', path, undefined, origin);
    expect(handshake.headers['webhook-allowed-origin']).toBe('eventgrid.azure.net');
  });

  test('each event of a delivery is an invocation', async () => {
    const notification = { 'aeg-event-type': 'Notification' };
    const answer = await host.request('POST', webhook(), [event('1', {}), event('2', {})], notification);
    expect(answer.status).toBe(202);
    const cloudEvent = { id: '3', type: 'Cloud.Happened', specversion: '1.0', data: {} };
    expect((await host.request('POST', webhook(), cloudEvent, notification)).status).toBe(202);
    expect(folder.notes().filter((line) => line.startsWith('grid'))).toEqual([
      'grid 1 Test.Happened',
      'grid 2 Test.Happened',
      'grid 3 Cloud.Happened',
    ]);
  });

  test('what is no delivery is refused', async () => {
    expect((await host.request('POST', webhook(), [event('4', {})])).status).toBe(400);
    expect((await host.request('GET', webhook())).status).toBe(400);
    const broken = await host.request('POST', webhook(), undefined, { 'aeg-event-type': 'SubscriptionValidation' });
    expect(broken.status).toBe(400);
  });

  test('a failing function, a wrong key and an unknown function are told apart', async () => {
    const notification = { 'aeg-event-type': 'Notification' };
    const failed = await host.request('POST', webhook(), [event('4', { fails: true })], notification);
    expect([failed.status, failed.body]).toEqual([500, 'Exception while executing function: Functions.gridEvent']);
    const wrong = await host.request('POST', webhook('gridEvent', 'wrong'), [event('5', {})]);
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await host.request('POST', webhook('gridEvent', host.keys.host), [event('5', {})])).status).toBe(403);
    expect((await host.request('POST', webhook('guarded'), [event('6', {})])).status).toBe(404);
  });
});

describe('timers', () => {
  test('an occurrence runs at its time, and a long step runs what it passed', async () => {
    await host.coordinator.advance({ byMs: 120_000 });
    const minutes = folder.notes().filter((line) => line.startsWith('minute'));
    expect(minutes).toEqual([
      'minute 2026-01-05T12:01:00.000Z pastDue=false',
      'minute 2026-01-05T12:02:00.000Z pastDue=false',
    ]);
  });
});

describe('the admin API', () => {
  test('the master key alone opens it; it lists functions and runs one', async () => {
    expect((await host.request('GET', '/admin/host/status')).status).toBe(401);
    const headers = { 'x-functions-key': host.keys.master };
    expect(JSON.parse((await host.request('GET', '/admin/host/status', undefined, headers)).body)).toMatchObject({
      state: 'Running',
    });
    const listed = JSON.parse((await host.request('GET', '/admin/functions', undefined, headers)).body) as object[];
    expect(listed).toHaveLength(host.functions.length);
    const before = folder.notes().length;
    expect((await host.request('POST', '/admin/functions/everyMinute', {}, headers)).status).toBe(202);
    await host.coordinator.settle();
    expect(folder.notes()).toHaveLength(before + 1);
  });

  test('what the host of Azure can do and this one can not is named', async () => {
    const headers = { 'x-functions-key': host.keys.master };
    const restart = await host.request('POST', '/admin/host/restart', {}, headers);
    expect([restart.status, restart.body]).toEqual([
      501,
      '{"message":"The local host does not emulate POST /admin/host/restart."}',
    ]);
    expect((await host.request('POST', '/admin/host/nothing', {}, headers)).status).toBe(404);
  });

  test.each([
    ['echo', { input: '{}' }, 202, undefined],
    ['sumThree', { input: '{}' }, 202, undefined],
    ['counter', { input: '1' }, 202, undefined],
    ['note', { input: '"from the admin API"' }, 202, 'from the admin API'],
    ['note', { input: 'no JSON' }, 202, undefined],
    ['gridEvent', { input: '{"id":"7","eventType":"By.Hand","data":{}}' }, 202, 'grid 7 By.Hand'],
    ['gridEvent', { input: { id: '7' } }, 400, undefined],
    ['gridEvent', undefined, 400, undefined],
    ['none', { input: '' }, 404, undefined],
  ])(
    'a function is started whatever triggers it: %s with %j answers %i and does %j',
    async (name, body, status, noted) => {
      const before = folder.notes().length;
      const headers = { 'x-functions-key': host.keys.master };
      expect((await host.request('POST', `/admin/functions/${name}`, body, headers)).status).toBe(status);
      await host.coordinator.settle();
      expect(folder.notes().slice(before)).toEqual(noted === undefined ? [] : [noted]);
    },
  );
});

test('an app that registers a trigger which is not emulated is refused by name', async () => {
  const started = startHostProcess(folder, { environment: { FIXTURE_BUS: '1' } });
  await expect(started).rejects.toThrow("does not emulate the binding 'serviceBusTrigger' of the function 'queued'");
});

test('a function that takes longer than host.json allows has failed', async () => {
  const appFolder = mkdtempSync(join(folder.path, 'app-'));
  cpSync(join(__dirname, 'fixtures/app'), appFolder, { recursive: true });
  writeFileSync(join(appFolder, 'host.json'), '{"version":"2.0","functionTimeout":"00:00:00.100"}');
  const own = createHostFolder();
  const impatient = await startHostProcess(own, { appFolder });
  expect((await impatient.request('GET', '/api/never')).status).toBe(500);
  expect((await impatient.request('GET', '/api/silent')).status).toBe(204);
  await impatient.stop();
  own.remove();
}, 20_000);

describe('orchestrations through the SDK', () => {
  test('activities in a row', async () => {
    expect(await host.client('start', 'sum-1', { name: 'sumThree' })).toBe('sum-1');
    await host.coordinator.settle();
    expect(await host.client('status', 'sum-1')).toMatchObject({ runtimeStatus: 'Completed', output: 6 });
  });

  test('an event that comes before the timer, and a timer that comes first', async () => {
    await host.client('start', 'wait-1', { name: 'waitOrGiveUp', input: { ms: 60_000 } });
    await host.client('raise', 'wait-1', { name: 'GO', data: { by: 'Ada' } });
    await host.client('start', 'wait-2', { name: 'waitOrGiveUp', input: { ms: 60_000 } });
    await host.coordinator.settle();
    await host.client('start', 'wait-3', { name: 'waitOrGiveUp', input: { ms: 60_000 } });
    await host.client('raise', 'wait-3', { name: 'go', data: 1 });
    const { now } = await host.coordinator.advance({ byMs: 61_000 });
    const gaveUpAt = new Date(now - 1000).toISOString();
    expect(await host.client('status', 'wait-2')).toMatchObject({ output: { outcome: 'gave up', at: gaveUpAt } });
    expect(await host.client('status', 'wait-3')).toMatchObject({ output: { outcome: 'went', with: 1 } });
  });
});
