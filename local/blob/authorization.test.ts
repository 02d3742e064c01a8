// cspell:ignore skoid
import {
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import {
  ACCOUNT,
  bearer,
  code,
  goodToken,
  HOUR,
  NOON,
  openWorkbench,
  shared,
  type Workbench,
} from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

describe('who may', () => {
  test('the key and an Entra token open, others do not', async () => {
    expect(await bench.clientWith(shared).getContainerClient('files').exists()).toBe(true);
    expect(await bench.clientWith(bearer(goodToken)).getContainerClient('files').exists()).toBe(true);
    const other = new StorageSharedKeyCredential(ACCOUNT, Buffer.from('other').toString('base64'));
    expect(await code(bench.clientWith(other).getContainerClient('files').getProperties())).toBe(
      'AuthenticationFailed',
    );
    expect(await code(bench.clientWith(bearer('bad')).getContainerClient('files').getProperties())).toBe(
      'InvalidAuthenticationInfo',
    );
    const nobody = await bench.post({
      url: `${bench.server.url}/${ACCOUNT}/files/a`,
      method: 'GET',
      headers: {},
      body: '',
    });
    expect([nobody.status, nobody.headers['x-ms-error-code']]).toEqual([401, 'NoAuthenticationInformation']);
  });

  const read = (url: string) => code(new BlockBlobClient(url, undefined, bench.options).downloadToBuffer());
  const signed = (values: object) => {
    const query = generateBlobSASQueryParameters(
      {
        containerName: 'files',
        blobName: 'a b/ü.txt',
        permissions: BlobSASPermissions.parse('r'),
        expiresOn: new Date(NOON + HOUR),
        ...values,
      },
      shared,
    );
    return `${bench.container.getBlobClient('a b/ü.txt').url}?${query.toString()}`;
  };

  test('a signed URL reads its blob until it expires, and nothing else', async () => {
    await bench.put('a b/ü.txt', 'secret');
    await bench.put('other', 'secret');
    expect(await read(signed({}))).toBe('done');
    expect(await read(signed({}).replace(/files\/.*?\?/, 'files/other?'))).toBe('AuthenticationFailed');
    expect(await read(signed({ startsOn: new Date(NOON + 1000) }))).toBe('AuthenticationFailed');
    const writing = new BlockBlobClient(signed({}), undefined, bench.options).upload('x', 1);
    expect(await code(writing)).toBe('AuthorizationPermissionMismatch');
    bench.clock.stepTo(NOON + HOUR);
    expect(await read(signed({}))).toBe('AuthenticationFailed');
  });

  test('a signed URL says how the blob is served', async () => {
    await bench.put('a b/ü.txt', 'text');
    const url = signed({ contentDisposition: 'inline', contentType: 'text/x' });
    const answer = await new BlockBlobClient(url, undefined, bench.options).download();
    expect(answer).toMatchObject({ contentDisposition: 'inline', contentType: 'text/x' });
  });

  test("a container's signed URL lists it", async () => {
    await bench.put('one', '1');
    const query = generateBlobSASQueryParameters(
      { containerName: 'files', permissions: ContainerSASPermissions.parse('l'), expiresOn: new Date(NOON + HOUR) },
      shared,
    );
    const client = new BlobServiceClient(
      `${bench.server.url}/${ACCOUNT}?${query.toString()}`,
      undefined,
      bench.options,
    );
    const names: string[] = [];
    for await (const { name } of client.getContainerClient('files').listBlobsFlat()) names.push(name);
    expect(names).toEqual(['one']);
  });

  test('whoever has an Entra token gets a key to sign URLs with', async () => {
    await bench.put('a b/ü.txt', 'secret');
    const key = await bench.clientWith(bearer(goodToken)).getUserDelegationKey(new Date(NOON), new Date(NOON + HOUR));
    expect(key).toMatchObject({ signedObjectId: 'ada', signedTenantId: 'contoso' });
    const query = generateBlobSASQueryParameters(
      {
        containerName: 'files',
        blobName: 'a b/ü.txt',
        permissions: BlobSASPermissions.parse('r'),
        expiresOn: new Date(NOON + HOUR),
      },
      key,
      ACCOUNT,
    );
    const url = `${bench.container.getBlobClient('a b/ü.txt').url}?${query.toString()}`;
    expect(await read(url)).toBe('done');
    expect(await read(url.replace('skoid=ada', 'skoid=eve'))).toBe('AuthenticationFailed');
  });
});
