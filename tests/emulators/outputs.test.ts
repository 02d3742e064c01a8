import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBlobStorage } from '../../local/blob/blob-storage';
import { createHostFolder, startHostProcess, type HostProcess } from '../../local/host/fixtures/start-host';
import { createClock } from '../../local/kit/clock';
import { listen, type LocalRequest, type Listening } from '../../local/kit/http';
import { openStore } from '../../local/kit/store';
import { ensureTls } from '../../local/kit/tls';
import { createWork } from '../../local/kit/work';

jest.setTimeout(30_000);

const KEY = Buffer.from('a storage key').toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
const hostFolder = createHostFolder();
const work = createWork();
const storage = createBlobStorage({
  store: openStore(join(folder, 'blob.db')),
  clock: createClock(work, Date.now(), Date.now),
  folder: join(folder, 'contents'),
  account: { name: 'contoso', key: KEY },
  verifyToken: async () => ({ kind: 'refused' }),
});

/** What the vendors' clients sent to the services that are only watched here. */
let sent: string[] = [];
const messageIn = ({ body }: LocalRequest) =>
  Buffer.from(/<MessageText>(.*)<\/MessageText>/su.exec(body.toString())?.[1] ?? '', 'base64').toString();
const accepted = `<?xml version="1.0"?><QueueMessagesList><QueueMessage><MessageId>1</MessageId><InsertionTime>Mon, 05 Jan 2026 12:00:00 GMT</InsertionTime>
<ExpirationTime>Mon, 12 Jan 2026 12:00:00 GMT</ExpirationTime><PopReceipt>p</PopReceipt><TimeNextVisible>Mon, 05 Jan 2026 12:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>`;
const watched = {
  name: 'queues and a topic',
  routes: [
    { method: 'PUT', path: '/contoso/{queue}', handle: () => ({ status: 201 }) },
    {
      method: 'POST',
      path: '/contoso/{queue}/messages',
      handle(request: LocalRequest) {
        if (!request.headers['authorization']?.startsWith('SharedKey contoso:')) return { status: 403 };
        sent.push(`${request.params['queue']}: ${messageIn(request)}`);
        return { status: 201, headers: { 'content-type': 'application/xml' }, body: accepted };
      },
    },
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
let others: Listening;
let host: HostProcess;
beforeAll(async () => {
  blobs = await listen(storage.service, { port: 0, work });
  const tls = await ensureTls(join(folder, 'tls'));
  others = await listen(watched, { port: 0, work, tls });
  host = await startHostProcess(hostFolder, {
    environment: {
      FILES: `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};BlobEndpoint=${blobs.url}/contoso;`,
      QUEUES: `DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${KEY};QueueEndpoint=${others.url}/contoso;`,
      TOPIC_URI: `${others.url}/api/events`,
      TOPIC_KEY: 'topic key',
      NODE_EXTRA_CA_CERTS: tls.caFile,
    },
  });
});
afterAll(async () => {
  await host.stop();
  await blobs.close();
  await others.close();
  hostFolder.remove();
  rmSync(folder, { recursive: true });
});
beforeEach(() => void (sent = []));

const order = async (id: string, gives: object, fails = false) =>
  (await host.request('POST', '/api/shops/berlin/orders', { id, gives, fails })).status;
const fileOf = async (id: string) => (await storage.read('orders', `berlin/order-${id}.json`))?.toString();

test('a blob is written where the path says, which may name what the request tells', async () => {
  expect(await order('1', { file: { total: 42 } })).toBe(201);
  expect(await fileOf('1')).toBe('{"total":42}');
  expect(await order('2', { file: 'as it is' })).toBe(201);
  expect(await fileOf('2')).toBe('as it is');
});

test('an array is a message for each element; objects are indented, text is as it is', async () => {
  expect(await order('3', { orders: [{ a: 1 }, 'two', 3, true] })).toBe(201);
  expect(sent).toEqual(['orders: {\n  "a": 1\n}', 'orders: two', 'orders: 3', 'orders: True']);
});

test('text that holds an array is one for each element as well', async () => {
  expect(await order('4', { orders: '["x", "y"]' })).toBe(201);
  expect(sent).toEqual(['orders: x', 'orders: y']);
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
  expect([await fileOf('7'), await fileOf('8'), sent]).toEqual([undefined, undefined, []]);
});

test('an output that can not be written fails the function', async () => {
  expect((await host.request('POST', '/api/shops/berlin/orders', { gives: { file: 'no id' } })).status).toBe(500);
});

test('what a function returns goes to the binding of its return', async () => {
  const path = `/runtime/webhooks/EventGrid?functionName=forward&code=${host.keys.eventGrid}`;
  const event = { id: '1', eventType: 'Test.Happened', data: { to: 'desk', says: 'hello' } };
  expect((await host.request('POST', path, [event])).status).toBe(202);
  expect(sent).toEqual(['forwarded-desk: hello']);
});

test('a connection that is not set stops the start', async () => {
  const started = startHostProcess(hostFolder, { environment: { FILES: 'x', QUEUES: '', TOPIC_KEY: 'k' } });
  await expect(started).rejects.toThrow(/not set|connection string|Connection/i);
});
