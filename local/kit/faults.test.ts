import { request } from 'node:http';
import { createClock } from './clock';
import { disturbedPost } from './disturbed-post';
import { createFaults, type Extent, type Fault, type Faults } from './faults';
import { listen, type Listening } from './http';
import { createPost } from './post';
import { createWork } from './work';

const NOON = Date.UTC(2026, 0, 5, 12);
const patient = createPost();
const hasty = createPost({ timeoutMs: 500 });
const clock = createClock(createWork(), NOON, () => 0);
let faults: Faults;
let server: Listening;
let done: string[];

beforeEach(async () => {
  faults = createFaults(clock);
  done = [];
  const handle = ({ params }: { params: Readonly<Record<string, string>> }) => {
    done.push(params['id'] ?? '');
    return { status: 200, body: { n: done.length } };
  };
  const routes = [{ method: 'POST', path: '/things/{id}', handle }];
  server = await listen({ name: 'The Service', routes }, { port: 0, work: createWork(), faults });
});
afterEach(() => server.close());

const ask = (id: string, post = patient) => post({ url: `${server.url}/things/${id}`, headers: {}, body: '{}' });
const rule = (fault: Fault, extent: Extent = { kind: 'count', count: 1 }) =>
  faults.add({ service: 'the  service', operation: 'POST /things/{id}', fault, extent });

describe('a fault', () => {
  test('refuses without doing anything, and says when to come again', async () => {
    rule({ kind: 'refuse', status: 429, retryAfterMs: 1500 });
    const answer = await ask('a');
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '2', 'x-ms-retry-after-ms': '1500' } });
    expect((await ask('b')).status).toBe(200);
    expect(done).toEqual(['b']);
  });

  test('loses a request, or its answer', async () => {
    rule({ kind: 'lose' });
    await expect(ask('lost')).rejects.toMatchObject({ code: 'unreachable' });
    rule({ kind: 'appliedThenDropped' });
    await expect(ask('applied')).rejects.toMatchObject({ code: 'unreachable' });
    expect(done).toEqual(['applied']);
  });

  test('never answers, or late', async () => {
    rule({ kind: 'timeout' });
    await expect(ask('never', hasty)).rejects.toMatchObject({ code: 'timedOut' });
    rule({ kind: 'latency', ms: 20 });
    expect((await ask('late')).status).toBe(200);
    expect(done).toEqual(['late']);
  });

  test('does twice what was asked once, and turns two around', async () => {
    rule({ kind: 'duplicate' });
    expect(JSON.parse((await ask('twice')).body)).toEqual({ n: 1 });
    expect(done.splice(0)).toEqual(['twice', 'twice']);
    rule({ kind: 'reorder' }, { kind: 'count', count: 2 });
    await Promise.all([
      ask('first'),
      new Promise((resolve) => request(server.url).once('error', resolve).destroy()).then(() => ask('second')),
    ]);
    expect([...done].sort()).toEqual(['first', 'second']);
    expect(done[0]).toBe('second');
  });

  test('hits for a time of the clock, and is taken back', async () => {
    rule({ kind: 'refuse', status: 503, retryAfterMs: 0 }, { kind: 'time', forMs: 1000 });
    expect((await ask('a')).status).toBe(503);
    clock.stepTo(clock.now() + 1000);
    expect((await ask('a')).status).toBe(200);
    rule({ kind: 'refuse', status: 503, retryAfterMs: 0 }, { kind: 'share', share: 1 });
    expect(faults.list().map(({ hits }) => hits)).toEqual([1, 0]);
    faults.clear();
    expect((await ask('a')).status).toBe(200);
  });

  test('hits a share by chance, and the same ones again after the same seed', () => {
    rule({ kind: 'lose' }, { kind: 'share', share: 0.3 });
    const course = () => {
      faults.seed(42);
      return Array.from({ length: 200 }, () => faults.hit('The Service', 'POST /things/{id}') !== undefined);
    };
    const first = course();
    expect(course()).toEqual(first);
    const share = first.filter(Boolean).length / first.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  test('leaves other services and operations alone', async () => {
    faults.add({ service: 'other', operation: '*', fault: { kind: 'lose' }, extent: { kind: 'share', share: 1 } });
    faults.add({ service: '*', operation: 'GET *', fault: { kind: 'lose' }, extent: { kind: 'share', share: 1 } });
    expect((await ask('a')).status).toBe(200);
  });
});

test('the calls of a service go wrong in the same ways', async () => {
  const disturbed = disturbedPost(patient, 'deliveries', faults);
  const call = (id: string) => disturbed({ url: `${server.url}/things/${id}`, headers: {}, body: '{}' });
  const add = (fault: Fault) =>
    faults.add({ service: 'deliveries', operation: '*', fault, extent: { kind: 'count', count: 1 } });
  add({ kind: 'duplicate' });
  expect((await call('a')).status).toBe(200);
  add({ kind: 'refuse', status: 500, retryAfterMs: 0 });
  expect((await call('b')).status).toBe(500);
  add({ kind: 'appliedThenDropped' });
  await expect(call('c')).rejects.toMatchObject({ code: 'unreachable' });
  add({ kind: 'timeout' });
  await expect(call('d')).rejects.toMatchObject({ code: 'timedOut' });
  add({ kind: 'lose' });
  await expect(call('e')).rejects.toMatchObject({ code: 'unreachable' });
  add({ kind: 'latency', ms: 20 });
  const begunAt = performance.now();
  await call('f');
  expect(performance.now() - begunAt).toBeGreaterThan(19);
  expect(done.splice(0)).toEqual(['a', 'a', 'c', 'f']);
  faults.clear();
  faults.add({
    service: 'deliveries',
    operation: '*',
    fault: { kind: 'reorder' },
    extent: { kind: 'count', count: 2 },
  });
  const held = call('g');
  await call('h');
  await held;
  expect(done).toEqual(['h', 'g']);
});
