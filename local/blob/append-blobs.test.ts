import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { code, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const log = () => bench.container.getAppendBlobClient('log');
const append = (text: string, conditions: object = {}) => log().appendBlock(text, text.length, { conditions });

test('what is appended follows what is there, under a new version each time', async () => {
  const { etag: before } = await log().create({ metadata: { kind: 'host' } });
  const first = await append('one,');
  const second = await append('two');
  expect([first.blobAppendOffset, second.blobAppendOffset, second.blobCommittedBlockCount]).toEqual(['0', '4', 2]);
  expect(new Set([before, first.etag, second.etag]).size).toBe(3);
  bench = await bench.reopen();
  await append('!');
  expect(await bench.textOf('log')).toBe('one,two!');
  expect(await log().getProperties()).toMatchObject({
    ...{ blobType: 'AppendBlob', blobCommittedBlockCount: 3, contentLength: 8, metadata: { kind: 'host' } },
  });
  expect((await bench.container.getBlobClient('log').downloadToBuffer(4, 3)).toString()).toBe('two');
  const listed = (await bench.container.listBlobsFlat().next()).value.properties as { blobType: string };
  expect(listed.blobType).toBe('AppendBlob');
});

test('of many that append at once, each is there whole and once', async () => {
  await log().create();
  const words = Array.from({ length: 20 }, (_, n) => `<${n}>`);
  await Promise.all(words.map((word) => append(word)));
  expect((await bench.textOf('log')).match(/<\d+>/gu)?.sort()).toEqual([...words].sort());
  expect(readdirSync(bench.contents)).toHaveLength(1);
});

test('what a dead process had on disk and not recorded is no part of the blob', async () => {
  await log().create();
  await append('kept,');
  appendFileSync(join(bench.contents, readdirSync(bench.contents)[0] ?? ''), 'torn and longer than what follows');
  bench = await bench.reopen();
  expect(await bench.textOf('log')).toBe('kept,');
  await append('on');
  expect(await bench.textOf('log')).toBe('kept,on');
});

test('conditions of position and size guard a block', async () => {
  await log().create();
  await append('12345');
  expect(await code(append('6', { appendPosition: 4 }))).toBe('AppendPositionConditionNotMet');
  expect(await code(append('6', { appendPosition: 5 }))).toBe('done');
  expect(await code(append('789', { maxSize: 8 }))).toBe('MaxBlobSizeConditionNotMet');
  expect(await code(append('78', { maxSize: 8 }))).toBe('done');
  expect(await code(append('9', { ifMatch: '"other"' }))).toBe('ConditionNotMet');
  expect(await bench.textOf('log')).toBe('12345678');
});

test('a lease guards blocks', async () => {
  await log().create();
  const { leaseId = '' } = await log().getBlobLeaseClient().acquireLease(-1);
  expect(await code(append('1'))).toBe('LeaseIdMissing');
  expect(await code(append('1', { leaseId }))).toBe('done');
});

test('blobs of other kinds take no such blocks, nor this one theirs', async () => {
  await bench.put('a', '1');
  expect(await code(bench.container.getAppendBlobClient('a').appendBlock('1', 1))).toBe('InvalidBlobType');
  expect(await code(append('1'))).toBe('BlobNotFound');
  await log().create();
  const blocks = bench.container.getBlockBlobClient('log');
  const id = Buffer.from('1').toString('base64');
  expect(await code(blocks.stageBlock(id, '1', 1))).toBe('InvalidBlobType');
  expect(await code(blocks.commitBlockList([]))).toBe('InvalidBlobType');
  expect(await code(blocks.getBlockList('all'))).toBe('InvalidBlobType');
  expect(await code(log().appendBlock('', 0))).toBe('InvalidHeaderValue');
  await append('1');
  await log().create();
  expect(await bench.textOf('log')).toBe('');
  await bench.put('log', 'whole');
  expect((await blocks.getProperties()).blobType).toBe('BlockBlob');
});

test('a block that arrives changed is refused', async () => {
  await log().create();
  const wrong = new Uint8Array(16);
  expect(await code(log().appendBlock('1', 1, { transactionalContentMD5: wrong }))).toBe('Md5Mismatch');
  expect((await log().getProperties()).contentLength).toBe(0);
});

test('a block may come from another blob, or from a part of it', async () => {
  await bench.put('a', 'hello');
  await log().create();
  await log().appendBlockFromURL(bench.container.getBlobClient('a').url, 1, 3);
  expect(await bench.textOf('log')).toBe('ell');
});

test('a sealed blob is read and not appended to; its snapshots and copies are what it was', async () => {
  await log().create();
  await append('one,');
  const { snapshot = '' } = await log().createSnapshot();
  await append('two');
  expect((await log().withSnapshot(snapshot).downloadToBuffer()).toString()).toBe('one,');
  await log().seal();
  expect(await code(log().seal())).toBe('done');
  expect([await code(append('three')), (await log().getProperties()).isSealed]).toEqual(['BlobIsSealed', true]);
  const copy = bench.container.getAppendBlobClient('copy');
  await (await copy.beginCopyFromURL(log().url)).pollUntilDone();
  await copy.appendBlock('!', 1);
  expect([await bench.textOf('copy'), await bench.textOf('log')]).toEqual(['one,two!', 'one,two']);
  await log().delete({ deleteSnapshots: 'include' });
  expect(readdirSync(bench.contents)).toHaveLength(1);
});
