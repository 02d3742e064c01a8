import { StorageSharedKeyCredential } from '@azure/storage-blob';
import { ACCOUNT, goodToken, openWorkbench, shared, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a b/ü', '1');
  await bench.put('b', '1');
});
afterEach(() => bench.close());

const urls = (...names: string[]) => names.map((name) => bench.container.getBlobClient(name).url);

test('many blobs are deleted by one request, each with its own outcome', async () => {
  const batches = bench.service.getBlobBatchClient();
  const { subResponses, subResponsesFailedCount } = await batches.deleteBlobs(urls('a b/ü', 'none', 'b'), shared);
  expect(subResponses.map(({ status, errorCode }) => [status, errorCode])).toEqual([
    [202, undefined],
    [404, 'BlobNotFound'],
    [202, undefined],
  ]);
  expect(subResponsesFailedCount).toBe(1);
  expect(bench.storage.list('files', '')).toEqual([]);
});

test('each part of a batch proves its own right', async () => {
  const other = bench.container.getBlobBatchClient();
  const wrong = new StorageSharedKeyCredential(ACCOUNT, Buffer.from('other').toString('base64'));
  const { subResponses } = await other.deleteBlobs(urls('b'), wrong);
  expect(subResponses.map(({ status, errorCode }) => [status, errorCode])).toEqual([[403, 'AuthenticationFailed']]);
  expect(bench.storage.list('files', 'b')).toEqual(['b']);
});

test('a part whose path is no text makes the batch none', async () => {
  const part = 'Content-Type: application/http\r\n\r\nDELETE /contoso/files/%zz HTTP/1.1\r\n\r\n';
  const { status, headers } = await bench.post({
    url: `${bench.service.url}?comp=batch`,
    method: 'POST',
    headers: { authorization: `Bearer ${goodToken}`, 'content-type': 'multipart/mixed; boundary=x' },
    body: `--x\r\n${part}--x--`,
  });
  expect([status, headers['x-ms-error-code']]).toEqual([400, 'InvalidInput']);
});

test.each([
  ['multipart/mixed', 'InvalidHeaderValue'],
  ['multipart/mixed; boundary=', 'InvalidHeaderValue'],
  ['multipart/mixed; boundary=x', 'InvalidInput'],
])('a body of %s that is no batch is refused', async (contentType, code) => {
  const { status, headers } = await bench.post({
    url: `${bench.service.url}?comp=batch`,
    method: 'POST',
    headers: { authorization: `Bearer ${goodToken}`, 'content-type': contentType },
    body: '--x\r\n\r\nnothing\r\n--x--',
  });
  expect([status, headers['x-ms-error-code']]).toEqual([400, code]);
});
