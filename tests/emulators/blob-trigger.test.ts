import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { createBlobStorage } from '../../local/blob/blob-storage';
import { createHostFolder, NOON, startHostProcess, type HostProcess } from '../../local/host/fixtures/start-host';
import { createClock } from '../../local/kit/clock';
import { listen, type Listening } from '../../local/kit/http';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { createQueueStorage } from '../../local/queue/queue-storage';

jest.setTimeout(60_000);

const KEY = Buffer.from('a storage key').toString('base64');
const folder = mkdtempSync(join(tmpdir(), 'blob-trigger-'));
const hostFolder = createHostFolder();
const work = createWork();
const clock = createClock(work, NOON, () => 0);
const account = { name: 'contoso', key: KEY };
const verifyToken = async () => ({ kind: 'refused' }) as const;

let servers: Listening[] = [];
let connection = '';
let blobs: BlobServiceClient;
let host: HostProcess;
const start = () =>
  startHostProcess(hostFolder, {
    self: { clock, work },
    startAt: clock.now(),
    environment: { AzureWebJobsStorage: connection, FIXTURE_BLOBS: 'LogsAndContainerScan' },
  });
beforeAll(async () => {
  const storage = createBlobStorage({
    ...{ clock, account, verifyToken },
    store: openStore(join(folder, 'blob.db')),
    folder: join(folder, 'contents'),
  });
  const queues = createQueueStorage({
    ...{ clock, account, verifyToken },
    openStore: () => openStore(join(folder, 'q.db')),
  });
  const blobServer = await listen(storage.service, { port: 0, work });
  const queueServer = await listen(queues, { port: 0, work });
  servers = [blobServer, queueServer];
  connection = `DefaultEndpointsProtocol=http;AccountName=contoso;AccountKey=${KEY};BlobEndpoint=${blobServer.url}/contoso;QueueEndpoint=${queueServer.url}/contoso;`;
  blobs = BlobServiceClient.fromConnectionString(connection);
  host = await start();
});
afterAll(async () => {
  await host.stop();
  for (const server of servers) await server.close();
  hostFolder.remove();
  rmSync(folder, { recursive: true });
});

const put = async (name: string, content: string, containerName = 'pictures') => {
  const container = blobs.getContainerClient(containerName);
  await container.createIfNotExists();
  const options = { metadata: { by: 'ada' }, blobHTTPHeaders: { blobContentType: 'image/png' } };
  await container.getBlockBlobClient(name).upload(content, content.length, options);
};
const seen = () => hostFolder.notes().filter((line) => line.startsWith('picture'));
const textOf = async (container: string, name: string) =>
  (await blobs.getContainerClient(container).getBlobClient(name).downloadToBuffer()).toString();

test('a function has each blob that fits its path once, with what is known of it, and writes by its parts', async () => {
  await put('summer/sea.png', 'blue');
  await put('summer/notes.txt', 'no picture');
  await host.coordinator.settle();
  await host.coordinator.advance({ byMs: 60_000 });
  expect(seen()).toEqual(['picture pictures/summer/sea.png summer blue image/png ada']);
  expect(await textOf('thumbnails', 'summer-sea.txt')).toBe('4');
});

test('one that is written again it has again, and after a restart none that it has had', async () => {
  await put('summer/sea.png', 'green');
  await host.coordinator.settle();
  await host.stop();
  host = await start();
  await put('winter/snow.png', 'white');
  await host.coordinator.settle();
  expect(seen().slice(1)).toEqual([
    'picture pictures/summer/sea.png summer green image/png ada',
    'picture pictures/winter/snow.png winter white image/png ada',
  ]);
});

test('one that fails is tried five times, and told of on the poison queue', async () => {
  await put('autumn/leaf.png', 'broken');
  await host.coordinator.settle();
  expect(seen().filter((line) => line.includes('leaf'))).toHaveLength(5);
  const poison = QueueServiceClient.fromConnectionString(connection).getQueueClient('webjobs-blobtrigger-poison');
  const { receivedMessageItems } = await poison.receiveMessages({ numberOfMessages: 32 });
  const told = receivedMessageItems.map(
    ({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString()) as object,
  );
  expect(told).toEqual([
    {
      ...{ Type: 'BlobTrigger', FunctionId: 'Host.Functions.picture', BlobType: 'BlockBlob' },
      ...{ ContainerName: 'pictures', BlobName: 'autumn/leaf.png', ETag: expect.any(String) },
    },
  ]);
});

test('an app that wants clients is told of what they are made', async () => {
  await put('sea.png', 'blue', 'originals');
  await host.coordinator.settle();
  expect(hostFolder.notes()).toContain('original AzureWebJobsStorage originals/sea.png sea.png');
});

test('blobs of which Event Grid would tell are refused', async () => {
  const environment = { AzureWebJobsStorage: connection, FIXTURE_BLOBS: 'EventGrid' };
  const started = startHostProcess(hostFolder, { environment });
  await expect(started).rejects.toThrow("does not emulate the source 'EventGrid' of the blob function 'picture'");
});
