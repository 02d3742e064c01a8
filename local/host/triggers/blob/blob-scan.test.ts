import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { createBlobStorage } from '../../../blob/blob-storage';
import { createClock } from '../../../kit/clock';
import { listen, type Listening } from '../../../kit/http';
import { openStore } from '../../../kit/store';
import { createWork } from '../../../kit/work';
import { compileBlobPath } from './blob-path';
import { createScan } from './blob-scan';

const KEY = Buffer.from('a storage key').toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'blob-scan-'));
const work = createWork();
let server: Listening;
let service: BlobServiceClient;
beforeAll(async () => {
  const storage = createBlobStorage({
    clock: createClock(work, 0, () => 0),
    account: { name: 'contoso', key: KEY },
    verifyToken: async () => ({ kind: 'refused' }),
    store: openStore(join(folder, 'blob.db')),
    folder: join(folder, 'contents'),
  });
  server = await listen(storage.service, { port: 0, work });
  service = BlobServiceClient.fromConnectionString(
    `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};BlobEndpoint=${server.url}/contoso;`,
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test('a blob whose message could not be put on the queue is found by the next scan, and by none after that', async () => {
  await service.createContainer('inbox');
  await service.getContainerClient('inbox').getBlockBlobClient('a.txt').upload('a', 1);
  const queued: string[] = [];
  let isFull = true;
  const scan = createScan({
    hostId: 'local',
    watching: [{ functionId: 'f', path: compileBlobPath('inbox/{name}'), service }],
    receipts: service,
    async enqueue(text) {
      if (isFull) throw new Error('the queue takes nothing');
      queued.push(text);
    },
  });
  await expect(scan()).rejects.toThrow('the queue takes nothing');
  isFull = false;
  expect([await scan(), queued.length]).toEqual([true, 1]);
  expect([await scan(), queued.length]).toEqual([false, 1]);
});
