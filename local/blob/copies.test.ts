import { BlobSASPermissions, BlockBlobClient } from '@azure/storage-blob';
import { code, HOUR, NOON, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await source().upload('hello', 5, {
    metadata: { kind: 'voice' },
    blobHTTPHeaders: { blobContentType: 'text/plain' },
  });
});
afterEach(() => bench.close());

const source = () => bench.container.getBlockBlobClient('from/a b');
const target = () => bench.container.getBlockBlobClient('to');
const readable = () =>
  source().generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: new Date(NOON + HOUR) });

describe('a copy', () => {
  test('has the content, the headers and the metadata of its source, and tells of it', async () => {
    const copied = await (await target().beginCopyFromURL(source().url)).pollUntilDone();
    expect(copied.copyStatus).toBe('success');
    expect(await bench.textOf('to')).toBe('hello');
    expect(await target().getProperties()).toMatchObject({
      ...{ contentType: 'text/plain', metadata: { kind: 'voice' } },
      ...{ copyStatus: 'success', copySource: source().url, copyProgress: '5/5', copyId: copied.copyId },
      copyCompletedOn: new Date(NOON),
    });
  });

  test('takes its own metadata where it is given, and forgets its source when it is written', async () => {
    await target().syncCopyFromURL(await readable(), { metadata: { kind: 'mail' } });
    expect((await target().getProperties()).metadata).toEqual({ kind: 'mail' });
    await target().upload('x', 1);
    expect((await target().getProperties()).copyStatus).toBeUndefined();
  });

  test('is refused where the conditions of source or target do not hold', async () => {
    await target().upload('x', 1);
    const copy = (options: object) => code(target().beginCopyFromURL(source().url, options));
    expect(await copy({ conditions: { ifNoneMatch: '*' } })).toBe('BlobAlreadyExists');
    expect(await copy({ sourceConditions: { ifMatch: '"other"' } })).toBe('SourceConditionNotMet');
    await target().getBlobLeaseClient('ca761232-ed42-11ce-bacd-00aa0057b223').acquireLease(-1);
    expect(await copy({})).toBe('LeaseIdMissing');
    expect(await bench.textOf('to')).toBe('x');
  });

  test('of nothing is refused, as is one that has ended and shall be stopped', async () => {
    const none = bench.container.getBlobClient('none').url;
    expect(await code(target().beginCopyFromURL(none))).toBe('CannotVerifyCopySource');
    expect(await code(target().beginCopyFromURL('/not/a/url'))).toBe('InvalidHeaderValue');
    expect(await code(target().beginCopyFromURL(`${source().url}%zz`))).toBe('InvalidHeaderValue');
    await target().syncCopyFromURL(await readable());
    expect(await code(target().abortCopyFromURL('1'))).toBe('NoPendingCopyOperation');
  });

  test('by a signed URL needs a source that is signed too', async () => {
    const signed = new BlockBlobClient(
      await target().generateSasUrl({ permissions: BlobSASPermissions.parse('cw'), expiresOn: new Date(NOON + HOUR) }),
      undefined,
      bench.options,
    );
    expect(await code(signed.syncCopyFromURL(source().url))).toBe('CannotVerifyCopySource');
    expect(await code(signed.syncCopyFromURL(await readable()))).toBe('done');
  });

  test('from somewhere else answers 501 and names it', async () => {
    await expect(target().beginCopyFromURL('https://elsewhere.example/a')).rejects.toThrow('not emulate');
  });
});

test('a blob is put from a URL, whole or in blocks', async () => {
  await target().syncUploadFromURL(await readable());
  expect(await target().getProperties()).toMatchObject({ contentType: 'text/plain', contentLength: 5 });
  const id = Buffer.from('1').toString('base64');
  await target().stageBlockFromURL(id, await readable(), 1, 3);
  await target().commitBlockList([id]);
  expect(await bench.textOf('to')).toBe('ell');
});
