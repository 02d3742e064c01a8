import { Readable } from 'node:stream';
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { code } from './workbench.testsuite';

let bench: AnyAccount;
beforeEach(async () => {
  bench = await openAccount();
});
afterEach(() => bench.close());

describe('containers', () => {
  test('are created once, listed in pages, and deleted with what they hold', async () => {
    expect(await code(bench.container.create())).toBe('ContainerAlreadyExists');
    expect((await bench.container.createIfNotExists()).succeeded).toBe(false);
    const { prefix } = bench;
    for (const name of ['dead', 'archive'])
      await bench.service.createContainer(`${prefix}${name}`, { metadata: { kind: 'x' } });
    const pages = [];
    for await (const page of bench.service.listContainers({ includeMetadata: true, prefix }).byPage({ maxPageSize: 2 }))
      pages.push(page.containerItems.map(({ name, metadata }) => [name, metadata?.['kind']]));
    expect(pages).toEqual([
      [
        [`${prefix}archive`, 'x'],
        [`${prefix}dead`, 'x'],
      ],
      [[`${prefix}files`, undefined]],
    ]);
    await bench.put('a', '1');
    await bench.container.delete();
    expect(await bench.container.exists()).toBe(false);
    expect(await code(bench.container.getBlobClient('a').getProperties())).toBe('ContainerNotFound');
  });

  test('metadata changes the version', async () => {
    const before = await bench.container.getProperties();
    await bench.container.setMetadata({ tenant: 'contoso' });
    const after = await bench.container.getProperties();
    expect(after.metadata).toEqual({ tenant: 'contoso' });
    expect(after.etag).not.toBe(before.etag);
  });

  test('a name that Azure would not take is refused', async () => {
    expect(await code(bench.service.getContainerClient('Nope').create())).toBe('InvalidResourceName');
    expect(await code(bench.service.getContainerClient('no').create())).toBe('OutOfRangeInput');
  });
});

describe('blobs', () => {
  test('come back as they were put', async () => {
    const content = Buffer.from([0, 255, 1, 254]);
    const blob = bench.container.getBlockBlobClient('recordings/2026/ü?.wav');
    const written = await blob.uploadData(content, {
      blobHTTPHeaders: { blobContentType: 'audio/wav', blobContentDisposition: 'attachment' },
      metadata: { interaction: 'i1' },
    });
    const answer = await blob.download();
    expect(answer).toMatchObject({
      etag: written.etag,
      contentType: 'audio/wav',
      contentDisposition: 'attachment',
      contentLength: 4,
      contentMD5: written.contentMD5,
      metadata: { interaction: 'i1' },
      lastModified: expect.any(Date) as Date,
    });
    expect(await blob.downloadToBuffer()).toEqual(content);
    expect(await blob.getProperties()).toMatchObject({
      contentLength: 4,
      blobType: 'BlockBlob',
      createdOn: written.lastModified,
    });
  });

  test('give ranges', async () => {
    await bench.put('a', 'abcdef');
    const part = await bench.container.getBlobClient('a').downloadToBuffer(2, 3);
    expect(part.toString()).toBe('cde');
    const answer = await bench.container.getBlobClient('a').download(4, 100);
    expect(answer).toMatchObject({ contentRange: 'bytes 4-5/6', contentLength: 2 });
    expect(await code(bench.container.getBlobClient('a').download(6, 1))).toBe('InvalidRange');
  });

  test('an empty blob is a blob', async () => {
    await bench.put('empty', '');
    expect(await bench.textOf('empty')).toBe('');
  });

  test('properties and metadata are replaced, the content stays', async () => {
    await bench.put('a', 'text');
    const blob = bench.container.getBlobClient('a');
    await blob.setHTTPHeaders({ blobContentType: 'text/plain', blobCacheControl: 'no-store' });
    await blob.setMetadata({ kept: 'yes' });
    expect(await blob.getProperties()).toMatchObject({
      contentType: 'text/plain',
      cacheControl: 'no-store',
      metadata: { kept: 'yes' },
      contentLength: 4,
    });
    expect(await bench.textOf('a')).toBe('text');
  });

  test('are deleted', async () => {
    await bench.put('a', '1');
    await bench.container.deleteBlob('a');
    expect(await code(bench.container.deleteBlob('a'))).toBe('BlobNotFound');
    expect((await bench.container.getBlobClient('a').deleteIfExists()).succeeded).toBe(false);
  });
});

describe('conditions', () => {
  const upload = (text: string, conditions: object) =>
    code(bench.container.getBlockBlobClient('a').upload(text, text.length, { conditions }));

  test('guard writes', async () => {
    expect(await upload('1', { ifMatch: '*' })).toBe('ConditionNotMet');
    expect(await upload('1', { ifNoneMatch: '*' })).toBe('done');
    expect(await upload('2', { ifNoneMatch: '*' })).toBe('BlobAlreadyExists');
    const { etag } = await bench.container.getBlobClient('a').getProperties();
    expect(await upload('2', { ifMatch: etag })).toBe('done');
    expect(await upload('3', { ifMatch: etag })).toBe('ConditionNotMet');
    const writtenAt = (await bench.container.getBlobClient('a').getProperties()).lastModified?.getTime() ?? 0;
    expect(await upload('3', { ifUnmodifiedSince: new Date(writtenAt - 1000) })).toBe('ConditionNotMet');
    expect(await upload('3', { ifUnmodifiedSince: new Date(writtenAt) })).toBe('done');
    expect(await bench.textOf('a')).toBe('3');
  });

  test('of many that create, one does', async () => {
    const each = await Promise.all(Array.from({ length: 10 }, (_, i) => upload(String(i), { ifNoneMatch: '*' })));
    expect(each.filter((one) => one === 'done')).toHaveLength(1);
  });

  test('guard reads and deletes', async () => {
    await bench.put('a', '1');
    const blob = bench.container.getBlobClient('a');
    const { etag } = await blob.getProperties();
    expect(await code(blob.download(0, undefined, { conditions: { ifMatch: '"other"' } }))).toBe('ConditionNotMet');
    const unmodified = blob.getProperties({ conditions: { ifNoneMatch: etag! } });
    await expect(unmodified).rejects.toMatchObject({ statusCode: 304 });
    expect(await code(blob.delete({ conditions: { ifMatch: '"other"' } }))).toBe('ConditionNotMet');
    expect(await code(blob.delete({ conditions: { ifMatch: etag! } }))).toBe('done');
  });
});

describe('lists', () => {
  const names = ['a/1', 'a/2', 'a/b/3', 'c', 'd&<e>'];
  beforeEach(async () => {
    for (const name of [...names].reverse()) await bench.put(name, name);
  });

  test('by prefix, sorted, in pages', async () => {
    const pages = [];
    for await (const page of bench.container.listBlobsFlat({ prefix: 'a/' }).byPage({ maxPageSize: 2 }))
      pages.push(page.segment.blobItems.map(({ name }) => name));
    expect(pages).toEqual([['a/1', 'a/2'], ['a/b/3']]);
  });

  test('whole, with properties', async () => {
    const found = [];
    for await (const { name, properties } of bench.container.listBlobsFlat())
      found.push([name, properties.contentLength]);
    expect(found).toEqual(names.map((name) => [name, name.length]));
  });

  test('by folder', async () => {
    const found = [];
    for await (const item of bench.container.listBlobsByHierarchy('/')) found.push([item.kind, item.name]);
    expect(found).toEqual([
      ['prefix', 'a/'],
      ['blob', 'c'],
      ['blob', 'd&<e>'],
    ]);
    await bench.put('b/1', '1');
    const folders = [];
    for await (const { name } of bench.container.listBlobsByHierarchy('/')) folders.push(name);
    expect(folders).toEqual(['a/', 'b/', 'c', 'd&<e>']);
    const inside = [];
    for await (const item of bench.container.listBlobsByHierarchy('/', { prefix: 'a/' }))
      inside.push([item.kind, item.name]);
    expect(inside).toEqual([
      ['prefix', 'a/b/'],
      ['blob', 'a/1'],
      ['blob', 'a/2'],
    ]);
  });
});

describe('blocks', () => {
  const id = (name: string) => Buffer.from(name).toString('base64');

  test('have ids of one length', async () => {
    const blob = bench.container.getBlockBlobClient('long');
    await blob.stageBlock(id('1'), 'a', 1);
    expect(await code(blob.stageBlock(id('12'), 'a', 1))).toBe('InvalidBlobOrBlock');
    expect(await code(blob.stageBlock(id('x'.repeat(65)), 'a', 1))).toBe('InvalidQueryParameterValue');
  });

  test('make a blob that is listed before it is one only to those who ask', async () => {
    await bench.container.getBlockBlobClient('begun').stageBlock(id('1'), 'a', 1);
    const names = async (options: object) => {
      const found: string[] = [];
      for await (const { name } of bench.container.listBlobsFlat(options)) found.push(name);
      return found;
    };
    expect(await names({})).not.toContain('begun');
    expect(await names({ includeUncommitedBlobs: true })).toContain('begun');
  });

  test('a stream becomes a blob', async () => {
    const content = Buffer.alloc(300_000, 'x');
    await bench.container.getBlockBlobClient('big').uploadStream(Readable.from([content]), 100_000, 2);
    expect((await bench.container.getBlobClient('big').downloadToBuffer()).equals(content)).toBe(true);
  });

  test('a list puts staged and committed blocks together', async () => {
    const blob = bench.container.getBlockBlobClient('a');
    for (const name of ['1', '2']) await blob.stageBlock(id(name), name, 1);
    expect(await blob.exists()).toBe(false);
    await blob.commitBlockList([id('1'), id('2')], { metadata: { parts: 'two' } });
    await blob.stageBlock(id('3'), '3', 1);
    const list = await blob.getBlockList('all');
    expect(list.committedBlocks?.map(({ name }) => name)).toEqual([id('1'), id('2')]);
    expect(list.uncommittedBlocks).toMatchObject([{ name: id('3'), size: 1 }]);
    await blob.commitBlockList([id('3'), id('1')]);
    expect(await bench.textOf('a')).toBe('31');
    expect(await code(blob.commitBlockList([id('2')]))).toBe('InvalidBlockList');
  });
});
