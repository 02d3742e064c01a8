// cspell:ignore restype
import { createHmac } from 'node:crypto';
import { BlobSASPermissions, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { ACCOUNT, code, goodToken, HOUR, KEY, NOON, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', 'hello');
});
afterEach(() => bench.close());

const anybody = () => new ContainerClient(bench.container.url, undefined, bench.options);
const read = () => code(anybody().getBlobClient('a').downloadToBuffer());
const list = () => code(anybody().listBlobsFlat().next());

test('anybody reads the blobs of a container that is public, and lists those of one that is so itself', async () => {
  expect([await read(), await list()]).toEqual(['NoAuthenticationInformation', 'NoAuthenticationInformation']);
  await bench.container.setAccessPolicy('blob');
  expect([await read(), await list()]).toEqual(['done', 'NoAuthenticationInformation']);
  await bench.container.setAccessPolicy('container');
  bench = await bench.reopen();
  expect([await read(), await list(), await code(anybody().getProperties())]).toEqual(['done', 'done', 'done']);
  await bench.container.setAccessPolicy();
  expect(await read()).toBe('NoAuthenticationInformation');
});

test('nobody else writes to what is public, or sees its policies and tags', async () => {
  await bench.container.setAccessPolicy('container');
  const blob = anybody().getBlockBlobClient('a');
  const tried = [blob.upload('1', 1), blob.delete(), blob.getTags(), anybody().getAccessPolicy(), anybody().delete()];
  expect(new Set(await Promise.all(tried.map(code)))).toEqual(new Set(['NoAuthenticationInformation']));
});

test('a container is made public at once or later, and tells of it', async () => {
  const made = bench.service.getContainerClient('open');
  await made.create({ access: 'container' });
  expect((await made.getProperties()).blobPublicAccess).toBe('container');
  expect((await made.getAccessPolicy()).blobPublicAccess).toBe('container');
  const told = [];
  for await (const { name, properties } of bench.service.listContainers()) told.push([name, properties.publicAccess]);
  expect(told).toEqual([
    ['files', undefined],
    ['open', 'container'],
  ]);
  const { headers } = await bench.post({
    url: `${made.url}?restype=container&comp=acl`,
    method: 'PUT',
    headers: { authorization: `Bearer ${goodToken}`, 'x-ms-blob-public-access': 'everything' },
    body: '',
  });
  expect(headers['x-ms-error-code']).toBe('InvalidHeaderValue');
});

test('a public source needs no signature', async () => {
  await bench.container.setAccessPolicy('blob');
  const target = bench.container.getBlockBlobClient('to');
  const url = await target.generateSasUrl({
    permissions: BlobSASPermissions.parse('cw'),
    expiresOn: new Date(NOON + HOUR),
  });
  const copied = new BlockBlobClient(url, undefined, bench.options).syncCopyFromURL(
    bench.container.getBlobClient('a').url,
  );
  expect(await code(copied)).toBe('done');
});

test('the older form of a signature by the key opens too', async () => {
  const ask = (key: string) => {
    const date = new Date(NOON).toUTCString();
    const path = `/${ACCOUNT}/files/a`;
    const signed = [
      'GET',
      '',
      '',
      '',
      `x-ms-date:${date}`,
      'x-ms-version:2021-12-02',
      `/${ACCOUNT}${path}?comp=metadata`,
    ];
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(signed.join('\n')).digest('base64');
    return bench.post({
      url: `${bench.server.url}${path}?timeout=5&comp=metadata`,
      method: 'GET',
      headers: {
        authorization: `SharedKeyLite ${ACCOUNT}:${signature}`,
        'x-ms-date': date,
        'x-ms-version': '2021-12-02',
      },
      body: '',
    });
  };
  expect((await ask(KEY)).status).toBe(200);
  expect((await ask('b3RoZXI=')).headers['x-ms-error-code']).toBe('AuthenticationFailed');
});
