// cspell:ignore rwdlacup skoid
import {
  AccountSASPermissions,
  QueueClient,
  QueueSASPermissions,
  QueueServiceClient,
  StorageSharedKeyCredential,
} from '@azure/storage-queue';
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

const inAnHour = new Date(NOON + HOUR);

test('the key and an Entra token open, others do not', async () => {
  const asking = (credential: Parameters<Workbench['clientWith']>[0]) =>
    code(bench.clientWith(credential).getQueueClient('orders').getProperties());
  expect(await asking(shared)).toBe('done');
  expect(await asking(bearer(goodToken))).toBe('done');
  expect(await asking(new StorageSharedKeyCredential(ACCOUNT, Buffer.from('other').toString('base64')))).toBe(
    'AuthenticationFailed',
  );
  expect(await asking(bearer('bad'))).toBe('InvalidAuthenticationInfo');
  const nobody = await bench.post({
    url: `${bench.server.url}/${ACCOUNT}/orders/messages`,
    method: 'GET',
    headers: {},
    body: '',
  });
  expect([nobody.status, nobody.headers['x-ms-error-code']]).toEqual([401, 'NoAuthenticationInformation']);
});

describe("a queue's signed URL", () => {
  const signed = (permissions: string, values = {}) =>
    new QueueClient(
      bench.queue.generateSasUrl({
        permissions: QueueSASPermissions.parse(permissions),
        expiresOn: inAnHour,
        ...values,
      }),
      undefined,
      bench.options,
    );

  test.each([
    ['a', ['done', 'AuthorizationPermissionMismatch', 'AuthorizationPermissionMismatch']],
    ['r', ['AuthorizationPermissionMismatch', 'done', 'AuthorizationPermissionMismatch']],
    ['p', ['AuthorizationPermissionMismatch', 'AuthorizationPermissionMismatch', 'done']],
    ['rap', ['done', 'done', 'done']],
  ])('with %s allows to add, to peek, to take: %s', async (permissions, outcomes) => {
    const client = signed(permissions);
    const outcome = [client.sendMessage('x'), client.peekMessages(), client.receiveMessages()].map(code);
    expect(await Promise.all(outcome)).toEqual(outcomes);
  });

  test('opens its queue alone, for its time', async () => {
    await bench.service.createQueue('others');
    const other = new QueueClient(signed('r').url.replace('/orders?', '/others?'), undefined, bench.options);
    expect(await code(other.peekMessages())).toBe('AuthenticationFailed');
    expect(await code(signed('r', { startsOn: new Date(NOON + 1000) }).peekMessages())).toBe('AuthenticationFailed');
    bench.clock.stepTo(NOON + HOUR);
    expect(await code(signed('r').peekMessages())).toBe('AuthenticationFailed');
  });

  test('may leave time and permissions to a stored policy, which can be taken back', async () => {
    await bench.queue.setAccessPolicy([{ id: 'readers', accessPolicy: { expiresOn: inAnHour, permissions: 'r' } }]);
    const client = new QueueClient(bench.queue.generateSasUrl({ identifier: 'readers' }), undefined, bench.options);
    expect(await code(client.peekMessages())).toBe('done');
    expect(await code(client.receiveMessages())).toBe('AuthorizationPermissionMismatch');
    await bench.queue.setAccessPolicy([]);
    expect(await code(client.peekMessages())).toBe('AuthenticationFailed');
  });

  test('may have been signed by an older version', async () => {
    expect(await code(signed('r', { version: '2019-02-02' }).peekMessages())).toBe('done');
    expect(await code(signed('r', { version: '2016-05-31' }).peekMessages())).toBe('done');
  });

  test('may be signed by somebody with an Entra token', async () => {
    const key = await bench.clientWith(bearer(goodToken)).getUserDelegationKey(new Date(NOON), inAnHour);
    const url = bench.queue.generateUserDelegationSasUrl(
      { permissions: QueueSASPermissions.parse('r'), expiresOn: inAnHour },
      key,
    );
    expect(await code(new QueueClient(url, undefined, bench.options).peekMessages())).toBe('done');
    const forged = url.replace(/skoid=ada/u, 'skoid=eve');
    expect(await code(new QueueClient(forged, undefined, bench.options).peekMessages())).toBe('AuthenticationFailed');
  });
});

describe("an account's signed URL", () => {
  const signed = (permissions: string, resources: string) =>
    new QueueServiceClient(
      bench.service.generateAccountSasUrl(inAnHour, AccountSASPermissions.parse(permissions), resources),
      undefined,
      bench.options,
    );
  const list = async (service: QueueServiceClient) => {
    for await (const one of service.listQueues()) void one;
  };

  test('allows what its permissions and its kinds of resources say', async () => {
    expect(await code(list(signed('l', 's')))).toBe('done');
    expect(await code(list(signed('l', 'co')))).toBe('AuthorizationResourceTypeMismatch');
    expect(await code(list(signed('r', 's')))).toBe('AuthorizationPermissionMismatch');
    expect(await code(signed('c', 'c').createQueue('made'))).toBe('done');
    expect(await code(signed('a', 'o').getQueueClient('made').sendMessage('x'))).toBe('done');
    expect(await code(signed('rwdlacup', 'sco').getQueueClient('made').getAccessPolicy())).toBe(
      'AuthorizationPermissionMismatch',
    );
  });
});
