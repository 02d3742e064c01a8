import { createHash } from 'node:crypto';
import { code, goodToken, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const md5 = (text: string) => createHash('md5').update(text).digest('base64');
/** CRC-64/NVME of `hello`, as the vendor's service computes it: `123456789` gives ae8b14860a799888. */
const CRC_OF_DIGITS = Buffer.from('ae8b14860a799888', 'hex').reverse().toString('base64');

async function put(headers: Record<string, string>, query = '', body = '123456789') {
  const { status, headers: answered } = await bench.post({
    url: `${bench.container.getBlobClient('a').url}${query}`,
    method: 'PUT',
    headers: { authorization: `Bearer ${goodToken}`, 'x-ms-blob-type': 'BlockBlob', ...headers },
    body,
  });
  return {
    status,
    code: answered['x-ms-error-code'],
    crc: answered['x-ms-content-crc64'],
    md5: answered['content-md5'],
  };
}

describe('a content that says what it must be', () => {
  test('is checked by CRC64 and by MD5, not by both', async () => {
    expect(await put({ 'x-ms-content-crc64': CRC_OF_DIGITS })).toMatchObject({ status: 201, crc: CRC_OF_DIGITS });
    expect(await put({ 'x-ms-content-crc64': 'AAAAAAAAAAA=' })).toMatchObject({ status: 400, code: 'Crc64Mismatch' });
    expect(await put({ 'x-ms-content-crc64': 'AAAA' })).toMatchObject({ code: 'InvalidHeaderValue' });
    expect(await put({ 'content-md5': 'AAAA' })).toMatchObject({ code: 'InvalidMd5' });
    expect(await put({ 'content-md5': md5('123456789'), 'x-ms-content-crc64': CRC_OF_DIGITS })).toMatchObject({
      code: 'BothCrc64AndMd5HeaderPresent',
    });
  });

  test('is kept with the MD5 that the sender names for the blob', async () => {
    expect(await put({ 'x-ms-blob-content-md5': md5('123456789'), 'content-md5': md5('other') })).toMatchObject({
      status: 201,
    });
    expect(await put({ 'x-ms-blob-content-md5': md5('other') })).toMatchObject({ code: 'Md5Mismatch' });
  });

  test('of a block gets back the sum that was not told', async () => {
    const block = '?comp=block&blockid=AAAA';
    expect(await put({}, block)).toMatchObject({ status: 201, crc: CRC_OF_DIGITS, md5: undefined });
    expect(await put({ 'content-md5': md5('123456789') }, block)).toMatchObject({ md5: md5('123456789') });
  });
});

test('the MD5 of a part comes with it where it is asked for', async () => {
  await bench.put('a', '123456789');
  const blob = bench.container.getBlobClient('a');
  const plain = await blob.download(0, 3);
  expect([plain.contentMD5, Buffer.from(plain.blobContentMD5!).toString('base64')]).toEqual([
    undefined,
    md5('123456789'),
  ]);
  const part = await blob.download(0, 3, { rangeGetContentMD5: true });
  expect(Buffer.from(part.contentMD5!).toString('base64')).toBe(md5('123'));
  expect((await blob.download(0, 3, { rangeGetContentCrc64: true })).contentCrc64).toBeDefined();
});

test('the MD5 that Set Blob Properties names is told from then on', async () => {
  await bench.put('a', '1');
  const blob = bench.container.getBlobClient('a');
  await blob.setHTTPHeaders({ blobContentMD5: Buffer.from(md5('other'), 'base64') });
  expect(Buffer.from((await blob.getProperties()).contentMD5!).toString('base64')).toBe(md5('other'));
  await blob.setHTTPHeaders({});
  const { contentMD5, contentType } = await blob.getProperties();
  expect([contentMD5, contentType]).toEqual([undefined, undefined]);
});

test('the names of metadata are identifiers, and come back in the letters in which they were given', async () => {
  await bench.put('a', '1');
  const blob = bench.container.getBlobClient('a');
  expect(await code(blob.setMetadata({ 'not-one': 'x' }))).toBe('InvalidMetadata');
  expect(await code(blob.setMetadata({ '1st': 'x' }))).toBe('InvalidMetadata');
  await blob.setMetadata({ tenantId: 'contoso' });
  for await (const { metadata } of bench.container.listBlobsFlat({ includeMetadata: true }))
    expect(metadata).toEqual({ tenantId: 'contoso' });
});
