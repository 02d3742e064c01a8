import { WebSocket } from 'ws';
import type { Fault } from '../kit/faults';
import { openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const disturb = (verb: 'CONNECT' | 'SEND' | 'RECEIVE', fault: Fault, count = 1) =>
  bench.faults.add({
    service: 'Web PubSub connections',
    operation: `${verb} /client/hubs/{hub}`,
    fault,
    extent: { kind: 'count', count },
  });
const hits = () => bench.faults.list().map((rule) => rule.hits);
const tell = (n: number) => bench.service.group('g').sendToAll({ n });
const NUMBERS = ['{"n":1}', '{"n":2}', '{"n":3}'];

describe('a reliable client gets everything once and in order', () => {
  test.each<Fault>([
    { kind: 'lose' },
    { kind: 'appliedThenDropped' },
    { kind: 'duplicate' },
    { kind: 'latency', ms: 20 },
  ])('where a frame to it meets %p', async (fault) => {
    const { until, got } = await bench.client({ groups: ['g'] });
    disturb('SEND', fault);
    for (const n of [1, 2, 3]) await tell(n);
    expect(await until(3)).toEqual(NUMBERS);
    await bench.service.sendToAll('end', { contentType: 'text/plain' });
    await until(4);
    expect(got).toEqual([...NUMBERS, 'end']);
    expect(hits()).toEqual([1]);
  });

  test('where its socket breaks again and again', async () => {
    const { until } = await bench.client({ groups: ['g'] });
    disturb('SEND', { kind: 'lose' }, 3);
    for (const n of [1, 2, 3]) await tell(n);
    expect(await until(3)).toEqual(NUMBERS);
    expect(hits()).toEqual([3]);
  });
});

test('what a client says whose answer is lost is done once, however often it is said', async () => {
  const { client, until } = await bench.client({ roles: ['webpubsub.sendToGroup'], groups: ['g'] });
  disturb('RECEIVE', { kind: 'appliedThenDropped' });
  const say = () => client.sendToGroup('g', 'once', 'text', { ackId: 7 });
  // Whether it was done is not known.
  await expect(say()).rejects.toThrow();
  await until(1);
  expect(await say()).toMatchObject({ isDuplicated: true });
  await client.sendToGroup('g', 'end', 'text');
  expect(await until(2)).toEqual(['once', 'end']);
});

test('what a client says and is lost on the way was never said', async () => {
  const { client, until } = await bench.client({ roles: ['webpubsub.sendToGroup'], groups: ['g'] });
  disturb('RECEIVE', { kind: 'lose' });
  await expect(client.sendToGroup('g', 'lost', 'text', { ackId: 7 })).rejects.toThrow();
  await tell(1);
  await until(1);
  expect(await client.sendToGroup('g', 'said', 'text', { ackId: 7 })).toMatchObject({ isDuplicated: false });
  expect(await until(2)).toEqual(['{"n":1}', 'said']);
});

test('a client that is not reliable has gone with its socket', async () => {
  const { client } = await bench.client({ groups: ['g'], isReliable: false });
  const gone = new Promise<void>((resolve) => client.on('disconnected', () => resolve()));
  disturb('SEND', { kind: 'lose' });
  await tell(1);
  await gone;
  expect(await bench.service.groupExists('g')).toBe(false);
});

test('a frame that is late is work that a stepped clock waits for', async () => {
  const { until } = await bench.client({ groups: ['g'] });
  disturb('SEND', { kind: 'latency', ms: 50 });
  await tell(1);
  expect(bench.work.underWay).toContain('a late frame of Web PubSub connections');
  await until(1);
});

describe('a handshake', () => {
  const outcome = async () => {
    const { url } = await bench.service.getClientAccessToken();
    const socket = new WebSocket(url, 'json.webpubsub.azure.v1');
    return new Promise<string>((resolve) => {
      socket.on('error', () => resolve('broken'));
      socket.on('unexpected-response', (request, { statusCode }) => {
        request.destroy();
        resolve(`${statusCode}`);
      });
      socket.on('message', () => {
        socket.close();
        resolve('connected');
      });
    });
  };

  test.each<[Fault, string]>([
    [{ kind: 'refuse', status: 503, retryAfterMs: 0 }, '503'],
    [{ kind: 'lose' }, 'broken'],
    [{ kind: 'latency', ms: 10 }, 'connected'],
    [{ kind: 'duplicate' }, 'connected'],
  ])('that meets %p is %s, and the next one is as ever', async (fault, expected) => {
    disturb('CONNECT', fault);
    expect(await outcome()).toBe(expected);
    expect(await outcome()).toBe('connected');
  });
});
