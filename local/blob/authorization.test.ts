// cspell:ignore skoid
import {
  AccountSASPermissions,
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
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

  test('what was signed by an older version is understood', async () => {
    await bench.put('a b/ü.txt', 'secret');
    expect(await read(signed({ version: '2016-05-31' }))).toBe('done');
    expect(await read(signed({ version: '2018-11-09' }))).toBe('done');
    expect(await read(signed({ version: '2020-10-02' }))).toBe('done');
  });

  test('a URL may be for https alone, and is refused where it is signed twice', async () => {
    await bench.put('a b/ü.txt', 'secret');
    expect(await read(signed({ protocol: SASProtocol.Https }))).toBe('done');
    expect(await read(`${signed({})}&sig=other`)).toBe('AuthenticationFailed');
  });

  test('a URL that creates does not write over what is there', async () => {
    const url = signed({ permissions: BlobSASPermissions.parse('c') });
    const upload = () => code(new BlockBlobClient(url, undefined, bench.options).upload('x', 1));
    expect(await upload()).toBe('done');
    expect(await upload()).toBe('AuthorizationPermissionMismatch');
  });

  test('a URL may leave time and permissions to a stored policy, which can be taken back', async () => {
    await bench.put('a b/ü.txt', 'secret');
    const expiresOn = new Date(NOON + HOUR);
    await bench.container.setAccessPolicy(undefined, [
      { id: 'readers', accessPolicy: { expiresOn, permissions: 'r' } as never },
    ]);
    expect((await bench.container.getAccessPolicy()).signedIdentifiers).toMatchObject([{ id: 'readers' }]);
    const url = signed({ identifier: 'readers', permissions: undefined, expiresOn: undefined });
    expect(await read(url)).toBe('done');
    await bench.container.setAccessPolicy(undefined, []);
    expect(await read(url)).toBe('AuthenticationFailed');
  });

  test('a stored policy that is none is refused', async () => {
    const set = (policy: object) => code(bench.container.setAccessPolicy(undefined, [policy as never]));
    expect(await set({ id: 'x'.repeat(65), accessPolicy: { permissions: 'r' } })).toBe('InvalidXmlDocument');
    expect(await set({ id: 'x', accessPolicy: { permissions: 'q' } })).toBe('InvalidXmlDocument');
  });

  test("an account's signed URL allows what its permissions and its kinds of resources say", async () => {
    const by = (permissions: string, resources: string) =>
      new BlobServiceClient(
        bench.service.generateAccountSasUrl(new Date(NOON + HOUR), AccountSASPermissions.parse(permissions), resources),
        undefined,
        bench.options,
      );
    await bench.put('one', '1');
    const list = (service: BlobServiceClient) => code(service.listContainers().next());
    expect(await list(by('l', 's'))).toBe('done');
    expect(await list(by('l', 'co'))).toBe('AuthorizationResourceTypeMismatch');
    expect(await list(by('r', 's'))).toBe('AuthorizationPermissionMismatch');
    expect(await code(by('c', 'c').createContainer('made'))).toBe('done');
    expect(await code(by('r', 'o').getContainerClient('files').getBlobClient('one').downloadToBuffer())).toBe('done');
    expect(await code(by('rwdlac', 'sco').getContainerClient('files').getAccessPolicy())).toBe(
      'AuthorizationPermissionMismatch',
    );
  });

  test("a container's signed URL does nothing to the container itself", async () => {
    const url = await bench.container.generateSasUrl({
      permissions: ContainerSASPermissions.parse('racwdl'),
      expiresOn: new Date(NOON + HOUR),
    });
    const container = new ContainerClient(url, undefined, bench.options);
    expect(await code(container.getProperties())).toBe('AuthorizationPermissionMismatch');
    expect(await code(container.delete())).toBe('AuthorizationPermissionMismatch');
  });
});
