import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AppendBlobClient,
  BlobBatchClient,
  BlobClient,
  BlobLeaseClient,
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
  ContainerSASPermissions,
  PageBlobClient,
} from '@azure/storage-blob';
import { code, HOUR, NOON, openWorkbench, shared, type Workbench } from '../../../local/blob/workbench.testsuite';
import { coverSurface, type Calls } from './surface';

const LONG_TO_CONNECT = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'surface-blob-'));
const file = join(folder, 'file.txt');
const PAGE = Buffer.alloc(512, 1);

let bench: Workbench;
let made = 0;
beforeAll(async () => {
  bench = await openWorkbench();
  await bench.put('known', 'hello');
  writeFileSync(file, 'from a file');
}, LONG_TO_CONNECT);
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const fresh = (): string => `made-${(made += 1)}`;
const newContainer = async (): Promise<ContainerClient> => {
  const container = bench.service.getContainerClient(fresh());
  await container.create();
  return container;
};
const newBlob = async (): Promise<BlockBlobClient> => {
  const blob = bench.container.getBlockBlobClient(fresh());
  await blob.upload('hello', 5);
  return blob;
};
const known = () => bench.container.getBlockBlobClient('known');
const append = () => bench.container.getAppendBlobClient('appended');
const page = () => bench.container.getPageBlobClient('paged');
const delegation = async () =>
  bench.service.getUserDelegationKey(new Date(NOON - HOUR), new Date(NOON + HOUR)).catch(() => undefined as never);
const inAnHour = () => ({ expiresOn: new Date(Date.now() + HOUR), permissions: BlobSASPermissions.parse('r') });
const expiry = { immutabilityPolicyExpiryTime: new Date(NOON + HOUR) } as never;
const snapshotOf = async (blob: BlobClient): Promise<string> => (await blob.createSnapshot()).snapshot ?? '';
const byTags = "kind = 'a'";

coverSurface('BlobServiceClient', BlobServiceClient, {
  internal: [
    'listContainersSegment',
    'findBlobsByTagsSegment',
    'findBlobsByTagsSegments',
    'findBlobsByTagsItems',
    'listSegments',
    'listItems',
  ],
  refused: ['undeleteContainer', 'getStatistics'],
  calls: {
    getContainerClient: () => bench.service.getContainerClient('files'),
    createContainer: () => bench.service.createContainer(fresh()),
    deleteContainer: async () => bench.service.deleteContainer((await newContainer()).containerName),
    undeleteContainer: () => bench.service.undeleteContainer('files', '1'),
    getProperties: () => bench.service.getProperties(),
    setProperties: () => bench.service.setProperties({}),
    getStatistics: () => bench.service.getStatistics(),
    getAccountInfo: () => bench.service.getAccountInfo(),
    findBlobsByTags: () => bench.service.findBlobsByTags(byTags),
    listContainers: () => bench.service.listContainers(),
    // Only for an identity of Entra.
    getUserDelegationKey: () => delegation(),
    getBlobBatchClient: () => bench.service.getBlobBatchClient(),
    generateAccountSasUrl: () => bench.service.generateAccountSasUrl(),
    generateSasStringToSign: () => bench.service.generateSasStringToSign(),
  },
});

coverSurface('ContainerClient', ContainerClient, {
  internal: [
    'listBlobFlatSegment',
    'listBlobHierarchySegment',
    'listSegments',
    'listItems',
    'listHierarchySegments',
    'listItemsByHierarchy',
    'findBlobsByTagsSegment',
    'findBlobsByTagsSegments',
    'findBlobsByTagsItems',
    'getContainerNameFromUrl',
  ],
  calls: {
    create: newContainer,
    createIfNotExists: () => bench.container.createIfNotExists(),
    exists: () => bench.container.exists(),
    getBlobClient: () => bench.container.getBlobClient('known'),
    getAppendBlobClient: append,
    getBlockBlobClient: known,
    getPageBlobClient: page,
    getProperties: () => bench.container.getProperties(),
    delete: async () => (await newContainer()).delete(),
    deleteIfExists: () => bench.service.getContainerClient('none').deleteIfExists(),
    setMetadata: () => bench.container.setMetadata({ a: 'b' }),
    getAccessPolicy: () => bench.container.getAccessPolicy(),
    setAccessPolicy: () => bench.container.setAccessPolicy(),
    getBlobLeaseClient: () => bench.container.getBlobLeaseClient(),
    uploadBlockBlob: () => bench.container.uploadBlockBlob(fresh(), 'hello', 5),
    deleteBlob: async () => bench.container.deleteBlob((await newBlob()).name),
    listBlobsFlat: () => bench.container.listBlobsFlat(),
    listBlobsByHierarchy: () => bench.container.listBlobsByHierarchy('/'),
    findBlobsByTags: () => bench.container.findBlobsByTags(byTags),
    getAccountInfo: () => bench.container.getAccountInfo(),
    generateSasUrl: () =>
      bench.container.generateSasUrl({ ...inAnHour(), permissions: ContainerSASPermissions.parse('r') }),
    generateSasStringToSign: () =>
      bench.container.generateSasStringToSign({ ...inAnHour(), permissions: ContainerSASPermissions.parse('r') }),
    generateUserDelegationSasUrl: () => 'signed by the client alone',
    generateUserDelegationSasStringToSign: () => 'signed by the client alone',
    getBlobBatchClient: () => bench.container.getBlobBatchClient(),
  },
});

const BLOB_INTERNAL = ['getBlobAndContainerNamesFromUrl', 'startCopyFromURL'];
const BLOB_REFUSED = ['undelete', 'deleteImmutabilityPolicy', 'setImmutabilityPolicy', 'setLegalHold'];

/** What all kinds of blobs have. */
const blobCalls = (blob: () => BlobClient): Calls => ({
  withSnapshot: () => blob().withSnapshot('2026-01-01T00:00:00.0000000Z'),
  withVersion: () => blob().withVersion('2026-01-01T00:00:00.0000000Z'),
  getAppendBlobClient: () => blob().getAppendBlobClient(),
  getBlockBlobClient: () => blob().getBlockBlobClient(),
  getPageBlobClient: () => blob().getPageBlobClient(),
  download: async () => {
    const { readableStreamBody } = await known().download();
    readableStreamBody?.resume();
  },
  exists: () => blob().exists(),
  getProperties: () => known().getProperties(),
  delete: async () => (await newBlob()).delete(),
  deleteIfExists: () => bench.container.getBlobClient('none').deleteIfExists(),
  undelete: () => known().undelete(),
  setHTTPHeaders: () => known().setHTTPHeaders({ blobContentType: 'text/plain' }),
  setMetadata: () => known().setMetadata({ a: 'b' }),
  setTags: () => known().setTags({ kind: 'a' }),
  getTags: () => known().getTags(),
  getBlobLeaseClient: () => blob().getBlobLeaseClient(),
  createSnapshot: () => known().createSnapshot(),
  beginCopyFromURL: () => known().beginCopyFromURL(known().url),
  // A copy has ended when it is answered.
  abortCopyFromURL: async () => expect(await code(known().abortCopyFromURL('copy'))).toBe('NoPendingCopyOperation'),
  syncCopyFromURL: () => known().syncCopyFromURL(known().url),
  setAccessTier: () => known().setAccessTier('Cool'),
  downloadToBuffer: () => known().downloadToBuffer(),
  downloadToFile: () => known().downloadToFile(join(folder, 'downloaded.txt')),
  generateSasUrl: () => known().generateSasUrl(inAnHour()),
  generateSasStringToSign: () => known().generateSasStringToSign(inAnHour()),
  generateUserDelegationSasUrl: () => 'signed by the client alone',
  generateUserDelegationSasStringToSign: () => 'signed by the client alone',
  deleteImmutabilityPolicy: () => known().deleteImmutabilityPolicy(),
  setImmutabilityPolicy: () => known().setImmutabilityPolicy(expiry),
  setLegalHold: () => known().setLegalHold(true),
  getAccountInfo: () => known().getAccountInfo(),
});

coverSurface('BlobClient', BlobClient, { internal: BLOB_INTERNAL, refused: BLOB_REFUSED, calls: blobCalls(known) });

coverSurface('BlockBlobClient', BlockBlobClient, {
  internal: [...BLOB_INTERNAL, 'uploadSeekableInternal', 'uploadBrowserData'],
  refused: [...BLOB_REFUSED, 'query'],
  calls: {
    ...blobCalls(known),
    query: () => known().query('select * from BlobStorage'),
    upload: newBlob,
    syncUploadFromURL: () => known().syncUploadFromURL(known().url),
    stageBlock: () => known().stageBlock(Buffer.from('1').toString('base64'), 'hello', 5),
    stageBlockFromURL: () => known().stageBlockFromURL(Buffer.from('1').toString('base64'), known().url),
    commitBlockList: async () => {
      const blob = bench.container.getBlockBlobClient(fresh());
      const block = Buffer.from('1').toString('base64');
      await blob.stageBlock(block, 'hello', 5);
      return blob.commitBlockList([block]);
    },
    getBlockList: () => known().getBlockList('all'),
    uploadData: () => bench.container.getBlockBlobClient(fresh()).uploadData(Buffer.from('data')),
    uploadFile: () => bench.container.getBlockBlobClient(fresh()).uploadFile(file),
    uploadStream: () => bench.container.getBlockBlobClient(fresh()).uploadStream(Readable.from([Buffer.from('data')])),
  },
});

coverSurface('AppendBlobClient', AppendBlobClient, {
  internal: BLOB_INTERNAL,
  refused: BLOB_REFUSED,
  calls: {
    ...blobCalls(append),
    create: () => append().create(),
    createIfNotExists: () => append().createIfNotExists(),
    seal: async () => {
      const ended = bench.container.getAppendBlobClient(fresh());
      await ended.create();
      return ended.seal();
    },
    appendBlock: () => append().appendBlock('hello', 5),
    appendBlockFromURL: () => append().appendBlockFromURL(known().url, 0, 5),
  },
});

coverSurface('PageBlobClient', PageBlobClient, {
  internal: [
    ...BLOB_INTERNAL,
    'listPageRangesSegment',
    'listPageRangeItemSegments',
    'listPageRangeItems',
    'listPageRangesDiffSegment',
    'listPageRangeDiffItemSegments',
    'listPageRangeDiffItems',
  ],
  refused: [...BLOB_REFUSED, 'getPageRangesDiffForManagedDisks', 'startCopyIncremental'],
  calls: {
    ...blobCalls(page),
    create: () => page().create(512),
    createIfNotExists: () => page().createIfNotExists(512),
    uploadPages: () => page().uploadPages(PAGE, 0, 512),
    uploadPagesFromURL: () => page().uploadPagesFromURL(page().url, 0, 0, 512),
    clearPages: () => page().clearPages(0, 512),
    getPageRanges: () => page().getPageRanges(),
    listPageRanges: () => page().listPageRanges(),
    getPageRangesDiff: async () => page().getPageRangesDiff(0, 512, await snapshotOf(page())),
    listPageRangesDiff: async () => page().listPageRangesDiff(0, 512, await snapshotOf(page())),
    getPageRangesDiffForManagedDisks: () => page().getPageRangesDiffForManagedDisks(0, 512, known().url),
    resize: () => page().resize(1024),
    updateSequenceNumber: () => page().updateSequenceNumber('increment'),
    startCopyIncremental: () => page().startCopyIncremental(known().url),
  },
});

const lease = async (): Promise<BlobLeaseClient> => {
  const held = (await newBlob()).getBlobLeaseClient();
  await held.acquireLease(15);
  return held;
};

coverSurface('BlobLeaseClient', BlobLeaseClient, {
  calls: {
    acquireLease: lease,
    changeLease: async () => (await lease()).changeLease('11111111-1111-1111-1111-111111111111'),
    releaseLease: async () => (await lease()).releaseLease(),
    renewLease: async () => (await lease()).renewLease(),
    breakLease: async () => (await lease()).breakLease(0),
  },
});

coverSurface('BlobBatchClient', BlobBatchClient, {
  calls: {
    createBatch: () => bench.service.getBlobBatchClient().createBatch(),
    deleteBlobs: async () => bench.service.getBlobBatchClient().deleteBlobs([(await newBlob()).url], shared),
    setBlobsAccessTier: async () => {
      const batches = bench.service.getBlobBatchClient();
      const { subResponses } = await batches.setBlobsAccessTier([known().url], shared, 'Cool');
      expect(subResponses.map(({ status }) => status)).toEqual([200]);
    },
    submitBatch: async () => {
      const client = bench.service.getBlobBatchClient();
      const batch = client.createBatch();
      await batch.deleteBlob((await newBlob()).url, shared);
      return client.submitBatch(batch);
    },
  },
});
