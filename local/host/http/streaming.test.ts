import { once } from 'node:events';
import { request as openRequest, type IncomingMessage } from 'node:http';
import { createHostFolder, startHostProcess, type HostProcess } from '../fixtures/start-host';

jest.setTimeout(30_000);

const folder = createHostFolder();
let host: HostProcess;
beforeAll(async () => {
  host = await startHostProcess(folder, {
    corsOrigins: ['https://desk.example'],
    environment: { FIXTURE_STREAM: '1' },
  });
});
afterAll(async () => {
  await host.stop();
  folder.remove();
});

/** A request whose body is yet to be written. */
function open(path: string, headers: Record<string, string> = {}) {
  const url = new URL(path, host.url.replace('localhost', '127.0.0.1'));
  const outgoing = openRequest(url, { method: 'POST', headers: { host: new URL(host.url).host, ...headers } });
  const answered = once(outgoing, 'response').then(([incoming]) => incoming as IncomingMessage);
  // A test that says nothing of the answer is not to fail by it.
  answered.catch(() => undefined);
  outgoing.on('error', () => undefined);
  return { outgoing, answered };
}

const chunkOf = async (incoming: IncomingMessage) => String(((await once(incoming, 'data')) as [Buffer])[0]);

test('bodies stream in both directions: what was sent is answered before the rest is sent', async () => {
  const { outgoing, answered } = open(`/api/louder/ada?code=${host.keys.host}&a=1`, {
    'x-test': 'yes',
    origin: 'https://desk.example',
  });
  outgoing.write('first');
  const answer = await answered;
  expect(await chunkOf(answer)).toBe('FIRST');
  outgoing.write('second');
  expect(await chunkOf(answer)).toBe('SECOND');
  outgoing.end();
  answer.resume();
  await once(answer, 'end');
  expect([answer.statusCode, answer.headers['set-cookie'], answer.headers['access-control-allow-origin']]).toEqual([
    202,
    ['a=1'],
    'https://desk.example',
  ]);
  expect(JSON.parse(String(answer.headers['x-seen']))).toEqual([
    `${host.url}/api/louder/ada?code=${host.keys.host}&a=1`,
    { who: 'ada', code: host.keys.host, a: '1' },
    'yes',
  ]);
});

test('a body that breaks in the middle breaks the answer, and the host goes on', async () => {
  const { outgoing, answered } = open(`/api/louder/ada?code=${host.keys.host}`);
  outgoing.write('first');
  const answer = await answered;
  await chunkOf(answer);
  const broke = once(answer, 'error');
  outgoing.write('break');
  expect(String(await broke)).toContain('aborted');
  expect((await host.request('GET', '/api/echo/call/1')).status).toBe(201);
});

test('keys, routes and whole bodies are as without streams', async () => {
  expect((await host.request('POST', '/api/louder/ada', { a: 1 })).status).toBe(401);
  expect((await host.request('GET', `/api/louder/ada?code=${host.keys.host}`)).status).toBe(404);
  const whole = await host.request('POST', '/api/echo/call/42', { hello: true });
  expect(JSON.parse(whole.body)).toMatchObject({ body: '{"hello":true}', params: { kind: 'call', id: '42' } });
});

test.each(['fails', 'silent'])('%s sends no answer, and gets what the host says when it has waited', async (name) => {
  expect((await host.request('GET', `/api/${name}`)).status).toBe(504);
});

test('webhooks and the admin API are read by the host itself', async () => {
  const body = [{ id: 'v', data: { validationCode: 'abc' } }];
  const path = `/runtime/webhooks/EventGrid?functionName=gridEvent&code=${host.keys.eventGrid}`;
  const validation = await host.request('POST', path, body, { 'aeg-event-type': 'SubscriptionValidation' });
  expect(JSON.parse(validation.body)).toEqual({ validationResponse: 'abc' });
  const headers = { 'x-functions-key': host.keys.master };
  expect((await host.request('POST', '/admin/functions/everyMinute', {}, headers)).status).toBe(202);
  await host.client('start', 'sum-1', { name: 'sumThree' });
  await host.coordinator.settle();
  expect(await host.client('status', 'sum-1')).toMatchObject({ output: 6 });
});

test('a stream that stays open does not hold up the clock', async () => {
  const { outgoing, answered } = open(`/api/louder/ada?code=${host.keys.host}`);
  outgoing.write('first');
  const answer = await answered;
  await host.coordinator.advance({ byMs: 120_000 });
  expect(folder.notes().filter((line) => line.startsWith('minute 2026-01-05T12:01'))).toHaveLength(1);
  outgoing.end();
  answer.resume();
  await once(answer, 'end');
});
