import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen, type LocalRequest, type LocalResponse, type Service } from './http';
import { createPost } from './post';
import { ensureTls } from './tls';
import { createWork } from './work';

const folder = mkdtempSync(join(tmpdir(), 'post-'));
afterAll(() => rmSync(folder, { recursive: true }));

const echo: Service = {
  name: 'echo',
  routes: ['POST', 'GET', 'PUT'].map((method) => ({
    method,
    path: '/{rest*}',
    handle: (request: LocalRequest) => ({
      status: 201,
      headers: { 'x-method': request.method, 'x-got': request.headers['x-sent'] ?? '' },
      body: request.body.toString(),
    }),
  })),
};

test('it trusts the local CA and gives status, headers and body', async () => {
  const tls = await ensureTls(folder);
  const server = await listen(echo, { port: 0, tls, work: createWork() });
  const post = createPost({ caFile: tls.caFile });
  const answer = await post({ url: `${server.url}/a?b=c`, headers: { 'x-sent': 'yes' }, body: 'grüezi' });
  expect(answer).toMatchObject({ status: 201, body: 'grüezi', headers: { 'x-method': 'POST', 'x-got': 'yes' } });
  await server.close();
});

test('a certificate of nobody it trusts is no answer', async () => {
  const server = await listen(echo, { port: 0, tls: await ensureTls(folder), work: createWork() });
  const failure = createPost()({ url: server.url, headers: {}, body: '' });
  await expect(failure).rejects.toMatchObject({ code: 'unreachable' });
  await server.close();
});

test('a server that restarted on its port is reached again over a fresh connection', async () => {
  const first = await listen(echo, { port: 0, work: createWork() });
  const post = createPost();
  const call = { url: `http://127.0.0.1:${first.port}/`, method: 'GET', headers: {}, body: '' };
  await post(call);
  await first.close();
  const second = await listen(echo, { port: first.port, work: createWork() });
  expect((await post(call)).status).toBe(201);
  await second.close();
});

test('an answer that does not come in time is no answer, however long the clock stands', async () => {
  let answerLate: (answer: LocalResponse) => void = () => undefined;
  const silent: Service = {
    name: 'silent',
    routes: [{ method: 'POST', path: '/', handle: () => new Promise((resolve) => (answerLate = resolve)) }],
  };
  const server = await listen(silent, { port: 0, work: createWork() });
  const failure = createPost({ timeoutMs: 30 })({ url: `http://127.0.0.1:${server.port}/`, headers: {}, body: '' });
  await expect(failure).rejects.toMatchObject({ code: 'timedOut' });
  answerLate({ status: 200 });
  await expect(failure).rejects.toMatchObject({ code: 'timedOut' });
  await server.close();
});
