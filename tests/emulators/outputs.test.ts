import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { createBlobStorage } from '../../local/blob/blob-storage';
import { createHostFolder, NOON, startHostProcess, type HostProcess } from '../../local/host/fixtures/start-host';
import { createClock } from '../../local/kit/clock';
import { listen, type LocalRequest, type Listening } from '../../local/kit/http';
import { createQueueStorage } from '../../local/queue/queue-storage';
import { openStore } from '../../local/kit/store';
import { ensureTls } from '../../local/kit/tls';
import { createWork } from '../../local/kit/work';

jest.setTimeout(30_000);

const KEY = Buffer.from('a storage key').toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
const hostFolder = createHostFolder();
const work = createWork();
const clock = createClock(work, NOON, () => 0);
const account = { name: 'contoso', key: KEY };
const verifyToken = async () => ({ kind: 'refused' }) as const;
const storage = createBlobStorage({
  ...{ clock, account, verifyToken },
  store: openStore(join(folder, 'blob.db')),
  folder: join(folder, 'contents'),
});
const queueStorage = createQueueStorage({
  ...{ clock, account, verifyToken },
  openStore: () => openStore(join(folder, 'queue.db')),
});

/** What was sent to the topic, which is only watched here. */
let sent: string[] = [];
const watched = {
  name: 'a topic',
  routes: [
    {
      method: 'POST',
      path: '/api/events',
      handle(request: LocalRequest) {
        if (request.headers['aeg-sas-key'] !== 'topic key') return { status: 401 };
        const events = request.json() as { type?: string; eventType?: string; subject: string; data: unknown }[];
        for (const { type, eventType, subject, data } of events)
          sent.push(`topic: ${type ?? eventType} ${subject} ${JSON.stringify(data)}`);
        return { status: 200 };
      },
    },
  ],
};

let blobs: Listening;
let topics: Listening;
let queueServer: Listening;
let queues: QueueServiceClient;
let host: HostProcess;
beforeAll(async () => {
  blobs = await listen(storage.service, { port: 0, work });
  const tls = await ensureTls(join(folder, 'tls'));
  topics = await listen(watched, { port: 0, work, tls });
  queueServer = await listen(queueStorage, { port: 0, work });
  const connection = `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};QueueEndpoint=${queueServer.url}/contoso;`;
  queues = QueueServiceClient.fromConnectionString(connection);
  host = await startHostProcess(hostFolder, {
    self: { clock, work },
    environment: {
      FILES: `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};BlobEndpoint=${blobs.url}/contoso;`,
      QUEUES: connection,
      TOPIC_URI: `${topics.url}/api/events`,
      TOPIC_KEY: 'topic key',
      NODE_EXTRA_CA_CERTS: tls.caFile,
    },
  });
});
afterAll(async () => {
  await host.stop();
  await blobs.close();
  await topics.close();
  await queueServer.close();
  hostFolder.remove();
  rmSync(folder, { recursive: true });
});
beforeEach(() => void (sent = []));

const order = async (id: string, gives: object, fails = false) =>
  (await host.request('POST', '/api/shops/berlin/orders', { id, gives, fails })).status;
/** Takes all that is on a queue, decoded. */
const messagesOn = async (name: string) => {
  const queue = queues.getQueueClient(name);
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  await queue.clearMessages();
  return receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
};
const fileOf = async (id: string) => (await storage.read('orders', `berlin/order-${id}.json`))?.toString();

test('a blob is written where the path says, which may name what the request tells', async () => {
  expect(await order('1', { file: { total: 42 } })).toBe(201);
  expect(await fileOf('1')).toBe('{"total":42}');
  expect(await order('2', { file: 'as it is' })).toBe(201);
  expect(await fileOf('2')).toBe('as it is');
});

test('an array is a message for each element; objects are indented, text is as it is', async () => {
  expect(await order('3', { orders: [{ a: 1 }, 'two', 3, true] })).toBe(201);
  expect(await messagesOn('orders')).toEqual(['{\n  "a": 1\n}', 'two', '3', 'True']);
});

test('text that holds an array is one for each element as well', async () => {
  expect(await order('4', { orders: '["x", "y"]' })).toBe(201);
  expect(await messagesOn('orders')).toEqual(['x', 'y']);
});

test('events of both schemas are published', async () => {
  const eventTime = '2026-01-05T12:00:00Z';
  const gridEvent = { id: 'e', subject: 's', eventType: 'Own.Happened', dataVersion: '1', eventTime, data: { n: 1 } };
  const cloudEvent = {
    id: 'c',
    source: '/x',
    subject: 't',
    type: 'Cloud.Happened',
    specversion: '1.0',
    data: { n: 2 },
  };
  expect(await order('5', { grid: gridEvent })).toBe(201);
  expect(await order('6', { grid: [cloudEvent] })).toBe(201);
  expect(sent).toEqual(['topic: Own.Happened s {"n":1}', 'topic: Cloud.Happened t {"n":2}']);
});

test('nothing given writes nothing, and neither does a function that fails', async () => {
  expect(await order('7', {})).toBe(201);
  expect(await order('8', { file: 'x', orders: 'y' }, true)).toBe(500);
  expect([await fileOf('7'), await fileOf('8'), await messagesOn('orders')]).toEqual([undefined, undefined, []]);
});

test('an output that can not be written fails the function', async () => {
  expect((await host.request('POST', '/api/shops/berlin/orders', { gives: { file: 'no id' } })).status).toBe(500);
});

test('what a function returns goes to the binding of its return', async () => {
  const path = `/runtime/webhooks/EventGrid?functionName=forward&code=${host.keys.eventGrid}`;
  const event = { id: '1', eventType: 'Test.Happened', data: { to: 'desk', says: 'hello' } };
  expect((await host.request('POST', path, [event], { 'aeg-event-type': 'Notification' })).status).toBe(202);
  expect(await messagesOn('forwarded-desk')).toEqual(['hello']);
});

test('a connection that is not set stops the start', async () => {
  const started = startHostProcess(hostFolder, { environment: { FILES: 'x', QUEUES: '', TOPIC_KEY: 'k' } });
  await expect(started).rejects.toThrow(/not set|connection string|Connection/i);
});

describe('a queue trigger', () => {
  const put = (text: string) => queues.getQueueClient('jobs').sendMessage(Buffer.from(text).toString('base64'));
  const jobs = () => hostFolder.notes().filter((line) => line.startsWith('job'));

  test('runs the function with what is put on its queue, and what it returns goes on', async () => {
    await queues.createQueue('jobs');
    await put('{"n":1,"shop":"berlin"}');
    await host.coordinator.settle();
    expect(jobs()).toEqual(['job {"n":1,"shop":"berlin"} 1 2026-01-05T12:00:00+00:00 1']);
    expect(await messagesOn('done-berlin')).toEqual(['{\n  "did": 1\n}']);
    expect((await queues.getQueueClient('jobs').getProperties()).approximateMessagesCount).toBe(0);
  });

  test('tries what fails five times, and puts it aside as it was', async () => {
    await put('{"n":2,"shop":"berlin","fails":9}');
    await put('{"n":3,"shop":"rome","fails":1}');
    await host.coordinator.settle();
    const counts = (n: number) => jobs().flatMap((line) => (line.includes(`"n":${n}`) ? [line.split(' ')[2]] : []));
    expect([counts(2), counts(3)]).toEqual([
      ['1', '2', '3', '4', '5'],
      ['1', '2'],
    ]);
    expect(await messagesOn('jobs-poison')).toEqual(['{"n":2,"shop":"berlin","fails":9}']);
    expect(await messagesOn('done-rome')).toEqual(['{\n  "did": 3\n}']);
  });

  test('takes what can be seen later when it can be seen', async () => {
    const text = Buffer.from('{"n":4,"shop":"rome"}').toString('base64');
    await queues.getQueueClient('jobs').sendMessage(text, { visibilityTimeout: 90 });
    await host.coordinator.advance({ byMs: 89_000 });
    expect(jobs().some((line) => line.includes('"n":4'))).toBe(false);
    await host.coordinator.advance({ byMs: 1_000 });
    expect(jobs().some((line) => line.includes('"n":4'))).toBe(true);
  });

  test('is run by the master key with what that one says', async () => {
    const answer = await host.request(
      'POST',
      '/admin/functions/work',
      { input: '{"n":5,"shop":"paris"}' },
      {
        'x-functions-key': host.keys.master,
      },
    );
    expect(answer.status).toBe(202);
    await host.coordinator.settle();
    expect(await messagesOn('done-paris')).toEqual(['{\n  "did": 5\n}']);
  });
});
