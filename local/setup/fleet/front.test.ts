import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { freePort } from '../ports';
import { ensureTls, type Tls } from '../../kit/tls';
import { createWork } from '../../kit/work';
import { openFront, type Behind, type Front } from './front';
import { restartableBody } from './restartable-body';

const folder = mkdtempSync(join(tmpdir(), 'front-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => void;
let tls: Tls;
let front: Front;
let port: number;
let behind: Behind[];
let servers: Server[];
const work = createWork();
beforeAll(async () => {
  tls = await ensureTls(join(folder, 'tls'));
});
beforeEach(async () => {
  [behind, servers] = [[], []];
  port = await freePort();
  front = await openFront({ port, tls, work, behind: () => behind });
});
afterEach(async () => {
  await front.close();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

async function host(name: string, answer: Answer): Promise<void> {
  const server = createServer({ key: tls.key, cert: tls.cert }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  behind.push({ name, url: `https://localhost:${(server.address() as AddressInfo).port}` });
}

function open(headers: Record<string, string> = {}, method = 'POST') {
  const outgoing = request({ port, host: 'localhost', method, headers, ca: readFileSync(tls.caFile) });
  const answered = once(outgoing, 'response').then(([incoming]) => incoming as IncomingMessage);
  answered.catch(() => undefined);
  outgoing.on('error', () => undefined);
  return { outgoing, answered };
}
const textOf = async (incoming: IncomingMessage) => (await incoming.toArray()).join('');
const chunkOf = async (incoming: IncomingMessage) => String(((await once(incoming, 'data')) as [Buffer])[0]);
const echo: Answer = (incoming, outgoing) => void incoming.pipe(outgoing);

test('bodies stream in both directions: what was sent is answered before the rest is sent', async () => {
  await host('one', echo);
  const { outgoing, answered } = open();
  outgoing.write('first');
  const answer = await answered;
  expect(await chunkOf(answer)).toBe('first');
  // An answer that is still open is no work that the clock waits for.
  await work.idle();
  outgoing.end('second');
  expect(await textOf(answer)).toBe('second');
  expect(front.served('one')).toBe(1);
});

test.each([
  ['with a length', { 'content-length': '5' }, 'POST', 'hello'],
  ['in chunks', { 'transfer-encoding': 'chunked' }, 'POST', 'hello'],
  ['without a body', {}, 'GET', ''],
])('a request %s arrives as it was sent', async (_, headers: Record<string, string>, method, body) => {
  await host('one', (incoming, outgoing) => {
    const { 'content-length': length = '-', 'transfer-encoding': encoding = '-' } = incoming.headers;
    outgoing.setHeader('x-seen', `${incoming.method} ${length} ${encoding}`);
    incoming.pipe(outgoing);
  });
  const { outgoing, answered } = open(headers, method);
  outgoing.end(body);
  const answer = await answered;
  const length = headers['content-length'];
  expect(answer.headers['x-seen']).toBe(`${method} ${length ?? '-'} ${method === 'GET' || length ? '-' : 'chunked'}`);
  expect(await textOf(answer)).toBe(body);
});

test('a host that can not be reached is passed over, with the whole body', async () => {
  await host('one', echo);
  behind.unshift({ name: 'gone', url: `https://localhost:${await freePort()}` });
  for (const body of ['a', 'b']) {
    const { outgoing, answered } = open();
    outgoing.end(body);
    expect(await textOf(await answered)).toBe(body);
  }
  expect([front.served('gone'), front.served('one')]).toEqual([0, 2]);
});

test('a host that dies before it answers gives 502, none at all 503, one in the middle of its answer breaks it off', async () => {
  await host('one', ({ url, socket }, outgoing) => {
    if (url === '/') socket.destroy();
    else outgoing.write('begun', () => socket.destroy());
  });
  const first = open();
  first.outgoing.end('x');
  expect((await first.answered).statusCode).toBe(502);
  servers[0]?.removeAllListeners('request').on('request', (_, outgoing: ServerResponse) => {
    outgoing.write('begun', () => setImmediate(() => outgoing.destroy()));
  });
  const second = open();
  second.outgoing.end('x');
  const answer = await second.answered;
  await expect(textOf(answer)).rejects.toThrow('aborted');
  behind = [];
  const third = open();
  third.outgoing.end('x');
  expect((await third.answered).statusCode).toBe(503);
});

test('a caller who goes away takes the request along', async () => {
  const gone = new Promise<void>((resolve) => {
    void host('one', (incoming) => {
      incoming.resume();
      incoming.once('close', resolve);
      outgoing.destroy();
    }).then(() => outgoing.write('first'));
  });
  const { outgoing } = open();
  await gone;
});

test.each([
  ['little has come', 100, true],
  ['more has come than is kept', 3, false],
])('a body can begin again when %s', async (_, mostKept, expected) => {
  const body = restartableBody(Readable.from(['ab', 'cd', 'ef'].map((one) => Buffer.from(one))), mostKept);
  const first = body.stream();
  expect(String(((await once(first, 'data')) as [Buffer])[0])).toBe('ab');
  await once(first.resume(), 'end');
  expect(body.canRestart()).toBe(expected);
  if (expected) expect((await body.stream().toArray()).join('')).toBe('abcdef');
});
