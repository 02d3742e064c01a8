import { readdirSync } from 'node:fs';
import { BlobSASPermissions, BlockBlobClient, generateBlobSASQueryParameters } from '@azure/storage-blob';
import { code, HOUR, NOON, openWorkbench, shared, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', 'first');
});
afterEach(() => bench.close());

const blob = () => bench.container.getBlockBlobClient('a');
const take = async () => (await blob().createSnapshot()).snapshot ?? '';
const textAt = async (snapshot: string) => (await blob().withSnapshot(snapshot).downloadToBuffer()).toString();

test('a snapshot keeps content, headers and metadata as they were, over restarts', async () => {
  await blob().setMetadata({ kind: 'voice' });
  const before = await blob().getProperties();
  const snapshot = await take();
  expect(snapshot).toBe('2026-10-05T12:00:00.0000000Z');
  await bench.put('a', 'second');
  bench = await bench.reopen();
  expect([await textAt(snapshot), await bench.textOf('a')]).toEqual(['first', 'second']);
  const kept = await blob().withSnapshot(snapshot).getProperties();
  expect(kept).toMatchObject({ etag: before.etag, metadata: { kind: 'voice' }, contentLength: 5 });
  expect(kept.leaseState).toBeUndefined();
  expect(await code(blob().withSnapshot('2020-01-01T00:00:00.0000000Z').getProperties())).toBe('BlobNotFound');
});

test('a snapshot may have metadata of its own; conditions of its blob are asked first', async () => {
  const { snapshot = '' } = await blob().createSnapshot({ metadata: { why: 'audit' } });
  expect((await blob().withSnapshot(snapshot).getProperties()).metadata).toEqual({ why: 'audit' });
  expect((await blob().getProperties()).metadata).toEqual({});
  expect(await code(blob().createSnapshot({ conditions: { ifMatch: '"other"' } }))).toBe('ConditionNotMet');
  expect(await code(bench.container.getBlobClient('none').createSnapshot())).toBe('BlobNotFound');
});

test('snapshots of one instant have times of their own, and are listed from the oldest', async () => {
  const taken = [await take(), await take()];
  expect(new Set(taken).size).toBe(2);
  await bench.put('b', '1');
  const listed = [];
  for await (const { blobItems } of pages({ includeSnapshots: true }))
    listed.push(...blobItems.map(({ name, snapshot }) => [name, snapshot]));
  expect(listed).toEqual([
    ['a', taken[0]],
    ['a', taken[1]],
    ['a', undefined],
    ['b', undefined],
  ]);
  const without = [];
  for await (const { name } of bench.container.listBlobsFlat()) without.push(name);
  expect(without).toEqual(['a', 'b']);
});

async function* pages(options: object) {
  for await (const { segment } of bench.container.listBlobsFlat(options).byPage({ maxPageSize: 1 })) yield segment;
}

test('a blob goes with its snapshots or not at all, its snapshots alone, or one of them', async () => {
  const contents = () => readdirSync(bench.contents).length;
  const [first, second] = [await take(), await take()];
  await bench.put('a', 'second');
  expect(await code(blob().delete())).toBe('SnapshotsPresent');
  expect(await code(blob().withSnapshot(first).delete())).toBe('done');
  expect([await code(blob().withSnapshot(first).delete()), await textAt(second)]).toEqual(['BlobNotFound', 'first']);
  expect(contents()).toBe(2);
  await blob().delete({ deleteSnapshots: 'only' });
  expect([await bench.textOf('a'), contents()]).toEqual(['second', 1]);
  await take();
  await blob().delete({ deleteSnapshots: 'include' });
  expect([await blob().exists(), contents()]).toEqual([false, 0]);
});

test('the content of a blob outlives the deletion of its snapshots, and goes with its container', async () => {
  await blob()
    .withSnapshot(await take())
    .delete();
  expect(await bench.textOf('a')).toBe('first');
  await take();
  await bench.container.delete();
  expect(readdirSync(bench.contents)).toEqual([]);
});

test('a snapshot is not written to, and tells of no deletion but its own', async () => {
  const snapshot = blob().withSnapshot(await take());
  expect(await code(snapshot.setMetadata({ a: 'b' }))).toBe('InvalidQueryParameterValue');
  expect(await code(snapshot.delete({ deleteSnapshots: 'only' }))).toBe('InvalidQueryParameterValue');
});

test('a blob becomes again what a snapshot kept, and keeps the snapshot', async () => {
  const snapshot = await take();
  await bench.put('a', 'second');
  await (await blob().beginCopyFromURL(blob().withSnapshot(snapshot).url)).pollUntilDone();
  expect([await bench.textOf('a'), await textAt(snapshot)]).toEqual(['first', 'first']);
});

test("a snapshot's signed URL reads it and not its blob", async () => {
  const snapshotTime = await take();
  await bench.put('a', 'second');
  const permissions = BlobSASPermissions.parse('r');
  const given = { containerName: 'files', blobName: 'a', snapshotTime, permissions, expiresOn: new Date(NOON + HOUR) };
  const query = generateBlobSASQueryParameters(given, shared).toString();
  const read = (url: string) => code(new BlockBlobClient(url, undefined, bench.options).downloadToBuffer());
  expect(await read(`${blob().withSnapshot(snapshotTime).url}&${query}`)).toBe('done');
  expect(await read(`${blob().url}?${query}`)).toBe('AuthenticationFailed');
});
