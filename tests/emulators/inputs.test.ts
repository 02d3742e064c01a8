import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '@azure/cosmos';
import { BlobServiceClient } from '@azure/storage-blob';
import { createBlobStorage } from '../../local/blob/blob-storage';
import { ACCOUNT_KEY, startLocalAccount, type LocalAccount } from '../../local/cosmos/local-account';
import { createHostFolder, NOON, startHostProcess, type HostProcess } from '../../local/host/fixtures/start-host';
import { createClock } from '../../local/kit/clock';
import { listen, type Listening } from '../../local/kit/http';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';

jest.setTimeout(60_000);

const APP = `
const { app, input, output } = require('@azure/functions');
const place = { connection: 'COSMOS', databaseName: 'shop', containerName: '{container}' };
const one = input.cosmosDB({ ...place, id: '{Query.id}', partitionKey: '{Query.shop}' });
const some = input.cosmosDB({ ...place, sqlQuery: 'SELECT c.id FROM c WHERE c.shop = {shop} ORDER BY c.id' });
const all = input.cosmosDB(place);
const text = input.storageBlob({ connection: 'FILES', path: 'files/{id}.txt', dataType: 'string' });
const bytes = input.storageBlob({ connection: 'FILES', path: 'files/{id}.txt' });
const reads = { one, some, all, text, bytes };
for (const [name, read] of Object.entries(reads)) {
  app.http(name, {
    route: '{container}/' + name,
    extraInputs: [read],
    handler: (request, context) => {
      const found = context.extraInputs.get(read);
      const shown = Buffer.isBuffer(found) ? { bytes: found.toString() } : found;
      return { jsonBody: { found: shown ?? 'nothing' } };
    },
  });
}
const written = output.cosmosDB(place);
const made = output.cosmosDB({ ...place, databaseName: 'new', createIfNotExists: true, partitionKey: '/shop' });
for (const [name, write] of Object.entries({ written, made })) {
  app.http(name, {
    route: '{container}/' + name,
    methods: ['POST'],
    extraOutputs: [write],
    handler: async (request, context) => void context.extraOutputs.set(write, await request.json()),
  });
}
`;

const KEY = Buffer.from('a storage key').toString('base64');
const hostFolder = createHostFolder();
const work = createWork();
const clock = createClock(work, NOON, () => 0);
let account: LocalAccount;
let blobs: Listening;
let orders: Container;
let host: HostProcess;
beforeAll(async () => {
  account = await startLocalAccount();
  const storage = createBlobStorage({
    ...{ clock, account: { name: 'contoso', key: KEY }, verifyToken: async () => ({ kind: 'refused' }) as const },
    store: openStore(':memory:'),
    folder: join(hostFolder.path, 'contents'),
  });
  blobs = await listen(storage.service, { port: 0, work });
  const { database } = await account.client.databases.create({ id: 'shop' });
  ({ container: orders } = await database.containers.create({ id: 'orders', partitionKey: '/shop' }));
  for (const [id, shop] of [
    ['1', 'rome'],
    ['2', 'berlin'],
    ['3', 'rome'],
  ] as const)
    await orders.items.create({ id, shop });
  const FILES = `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};BlobEndpoint=${blobs.url}/contoso;`;
  const files = BlobServiceClient.fromConnectionString(FILES).getContainerClient('files');
  await files.create();
  await files.getBlockBlobClient('a.txt').upload('said', 4);
  const appFolder = mkdtempSync(join(hostFolder.path, 'app-'));
  writeFileSync(join(appFolder, 'index.cjs'), APP);
  writeFileSync(join(appFolder, 'package.json'), '{"main":"index.cjs"}');
  const COSMOS = `AccountEndpoint=${account.url};AccountKey=${ACCOUNT_KEY};`;
  const environment = { FILES, COSMOS, NODE_EXTRA_CA_CERTS: account.caFile };
  host = await startHostProcess(hostFolder, { appFolder, environment, self: { clock, work } });
});
afterAll(async () => {
  await host.stop();
  await blobs.close();
  await account.close();
  hostFolder.remove();
});

const found = async (path: string) => {
  const { status, body } = await host.request('GET', `/api/${path}`);
  return status === 200 ? (JSON.parse(body) as { found: unknown }).found : status;
};
const written = async (path: string, body: unknown) => (await host.request('POST', `/api/${path}`, body)).status;

test('a function is given the document that the request names, or nothing', async () => {
  expect(await found('orders/one?id=1&shop=rome')).toMatchObject({ id: '1', shop: 'rome' });
  expect(await found('orders/one?id=1&shop=berlin')).toBe('nothing');
  expect(await found('nowhere/one?id=1&shop=rome')).toBe('nothing');
});

test('a function is given what a query finds; what the request says is a value, and no SQL', async () => {
  expect(await found('orders/some?shop=rome')).toEqual([{ id: '1' }, { id: '3' }]);
  expect(await found(`orders/some?shop=${encodeURIComponent("' OR 1 = 1 OR c.shop = '")}`)).toEqual([]);
});

test('without id and query a function is given all documents', async () => {
  expect(await found('orders/all')).toHaveLength(3);
});

test('what can not be read fails the function before it runs', async () => {
  expect(await found('nowhere/all')).toBe(500);
  expect(await found('orders/one?id=1')).toBe(500);
});

test('a blob comes as bytes, as text where that is asked for, and as nothing where there is none', async () => {
  expect(await found('files/bytes?id=a')).toEqual({ bytes: 'said' });
  expect(await found('files/text?id=a')).toBe('said');
  expect(await found('files/bytes?id=b')).toBe('nothing');
});

test('documents are written over those of the same id, one or several', async () => {
  expect(await written('orders/written', { id: '9', shop: 'oslo', n: 1 })).toBe(204);
  expect(
    await written('orders/written', [
      { id: '9', shop: 'oslo', n: 2 },
      { id: '10', shop: 'oslo' },
    ]),
  ).toBe(204);
  const { resources } = await orders.items
    .query<{ id: string; n?: number }>("SELECT c.id, c.n FROM c WHERE c.shop = 'oslo'")
    .fetchAll();
  expect(resources.sort((one, other) => Number(one.id) - Number(other.id))).toEqual([{ id: '9', n: 2 }, { id: '10' }]);
});

test('a container is made where the binding says so, and else fails the function', async () => {
  expect(await written('fresh/written', { id: '1', shop: 'oslo' })).toBe(500);
  expect(await written('fresh/made', { id: '1', shop: 'oslo' })).toBe(204);
  const made = account.client.database('new').container('fresh');
  expect((await made.item('1', 'oslo').read<{ shop: string }>()).resource).toMatchObject({ shop: 'oslo' });
  expect(await written('orders/written', 'no document')).toBe(500);
});
