import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, goodToken, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

test('nothing is left on disk of what was replaced, lost a race, or deleted', async () => {
  const contents = () => readdirSync(bench.contents).length;
  const create = (text: string) =>
    code(bench.container.getBlockBlobClient('a').upload(text, text.length, { conditions: { ifNoneMatch: '*' } }));
  await Promise.all(Array.from({ length: 10 }, (_, n) => create(String(n))));
  expect(contents()).toBe(1);
  const blob = bench.container.getBlockBlobClient('a');
  await blob.stageBlock(Buffer.from('1').toString('base64'), '1', 1);
  await blob.commitBlockList([Buffer.from('1').toString('base64')]);
  expect(contents()).toBe(1);
  await bench.container.deleteBlob('a');
  expect(contents()).toBe(0);
  await bench.put('b', '1');
  await bench.container.delete();
  expect(contents()).toBe(0);
});

test('content that arrives changed is refused', async () => {
  const wrong = new Uint8Array(Buffer.from('AAAAAAAAAAAAAAAAAAAAAA==', 'base64'));
  const blob = bench.container.getBlockBlobClient('a');
  const put = bench.post({
    url: blob.url,
    method: 'PUT',
    headers: {
      authorization: `Bearer ${goodToken}`,
      'x-ms-blob-type': 'BlockBlob',
      'content-md5': Buffer.from(wrong).toString('base64'),
    },
    body: 'x',
  });
  expect((await put).headers['x-ms-error-code']).toBe('Md5Mismatch');
  expect(await blob.exists()).toBe(false);
});

test('what is not emulated answers 501 and is named', async () => {
  const blob = bench.container.getBlobClient('a');
  await bench.put('a', '1');
  const failed = async (doing: Promise<unknown>) =>
    doing.catch((error: unknown) => (error as { statusCode: number; message: string }).statusCode);
  expect(await failed(bench.service.setProperties({ deleteRetentionPolicy: { enabled: true, days: 7 } }))).toBe(501);
  expect(await failed(bench.service.getStatistics())).toBe(501);
  await expect(blob.undelete()).rejects.toThrow('comp=undelete');
});

test('other local services put and read without HTTP', async () => {
  await bench.storage.put('dead', 'acs/F/1.json', '[]', 'application/json');
  expect((await bench.storage.read('dead', 'acs/F/1.json'))?.toString()).toBe('[]');
  expect(await bench.storage.read('dead', 'none')).toBeUndefined();
  expect(bench.storage.list('dead', 'acs/')).toEqual(['acs/F/1.json']);
  expect(
    (await bench.service.getContainerClient('dead').getBlobClient('acs/F/1.json').downloadToBuffer()).toString(),
  ).toBe('[]');
});

test('all is there after the store opens again, and what a dead process left half done is gone', async () => {
  await bench.put('a', 'kept');
  await bench.container.getBlockBlobClient('a').stageBlock(Buffer.from('1').toString('base64'), 'staged', 6);
  const before = await bench.container.getBlobClient('a').getProperties();
  writeFileSync(join(bench.contents, 'orphan'), 'written, never recorded');
  bench = await bench.reopen();
  expect(await bench.textOf('a')).toBe('kept');
  expect((await bench.container.getBlobClient('a').getProperties()).etag).toBe(before.etag);
  const staged = await bench.container.getBlockBlobClient('a').getBlockList('uncommitted');
  expect(staged.uncommittedBlocks).toHaveLength(1);
  expect(readdirSync(bench.contents)).not.toContain('orphan');
});
