import type { Container, ErrorResponse } from '@azure/cosmos';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { ACCOUNT_KEY, START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

const TOKEN = 'a token of the directory';
const bearer = encodeURIComponent(`type=aad&ver=1.0&sig=${TOKEN}`);
let account: LocalAccount;
let container: Container;
beforeAll(async () => {
  account = await startLocalAccount({ acceptedToken: TOKEN });
  container = await account.container({
    indexingPolicy: { includedPaths: [{ path: '/indexed/?' }], excludedPaths: [{ path: '/*' }] },
  });
}, START_PATIENCE_MS);
afterAll(() => account.close());

const codeOf = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const get = (path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = request(`${account.url}${path}`, { method, headers, rejectUnauthorized: false }, (incoming) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }));
    });
    sent.on('error', reject).end();
  });

describe('authorisation', () => {
  test('another key is refused', async () => {
    const stranger = account.connect({ key: Buffer.from('another').toString('base64') });
    expect(await codeOf(stranger.databases.readAll().fetchAll())).toBe(401);
  });

  test('a bearer token for this account is let in, another is not', async () => {
    const credential = (token: string) => ({
      getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    });
    const known = account.connect({ aadCredentials: credential(TOKEN) });
    await known.database('tests').container(container.id).items.create({ id: 'by-token', pk: 'p' });
    const stranger = account.connect({ aadCredentials: credential('forged') });
    expect(await codeOf(stranger.databases.readAll().fetchAll())).toBe(401);
  });

  test('nothing goes without authorisation', async () => {
    expect((await get('/dbs')).status).toBe(401);
    expect((await get(`/dbs/tests/colls/${container.id}/docs`)).status).toBe(401);
  });
});

test('an escape that no text has is no failure of the emulator', async () => {
  const signed = { authorization: encodeURIComponent('type=master&ver=1.0&sig=none') };
  expect([(await get('/dbs?x=%E0')).status, (await get('/dbs?x=%E0', 'GET', signed)).status]).toEqual([401, 401]);
});

test('ranges are read by rid and as a feed that ends, as the SDK of .NET reads them', async () => {
  const { resource } = await container.read();
  const path = `/${String((resource as { _self?: string })._self).replace(/\/$/, '')}/pkranges`;
  const first = await get(path, 'GET', { authorization: bearer });
  const again = await get(path, 'GET', { authorization: bearer, 'if-none-match': String(first.headers['etag']) });
  expect([first.status, again.status]).toEqual([200, 304]);
});

test('what is not emulated says so', async () => {
  const { status, body } = await get('/dbs/tests/colls/c/docs/d/attachments', 'POST');
  expect(status).toBe(501);
  expect(body).toContain('does not emulate POST /dbs/tests/colls/c/docs/d/attachments');
});

test('the account names the region it is served from, and its ranges are the whole', async () => {
  const { resource } = await account.client.getDatabaseAccount();
  expect(resource?.writableLocations).toEqual([
    expect.objectContaining({ databaseAccountEndpoint: `${account.url}/` }),
  ]);
  const { resources } = await container.readPartitionKeyRanges().fetchAll();
  expect(resources).toMatchObject([
    { id: '0', minInclusive: '', maxExclusive: '05C1D5AB55AB54' },
    { id: '1', minInclusive: '05C1D5AB55AB54', maxExclusive: '05C1E5AB55AB54' },
    { id: '2', minInclusive: '05C1E5AB55AB54', maxExclusive: 'FF' },
  ]);
});

test('a client that asks partitions at once is told to, and asks each of them', async () => {
  const asked: unknown[] = [];
  type Context = { readonly headers: Readonly<Record<string, unknown>> };
  const plugin = (context: Context, _: unknown, next: (context: Context) => unknown) => {
    asked.push(context.headers['x-ms-documentdb-partitionkeyrangeid']);
    return next(context);
  };
  const client = account.connect({ plugins: [{ on: 'request', plugin }] } as object);
  const { items } = client.database('tests').container(container.id);
  await items.query('SELECT * FROM c', { maxDegreeOfParallelism: 2 }).fetchAll();
  expect(asked).toEqual(expect.arrayContaining(['0', '1', '2']));
});

test('a client of 2018 makes a container without a partition key, and later ones know it as that', async () => {
  type Context = { readonly method: string; readonly headers: Record<string, unknown>; body?: string };
  const plugin = (context: Context, _: unknown, next: (context: Context) => unknown) => {
    const { partitionKey: __, ...rest } = JSON.parse(context.body ?? '{}') as { readonly partitionKey?: unknown };
    return next({
      ...context,
      headers: { ...context.headers, 'x-ms-version': '2018-06-18' },
      body: JSON.stringify(rest),
    });
  };
  const old = account.connect({ plugins: [{ on: 'request', plugin }] } as object);
  await old.database('tests').containers.create({ id: 'without a key' });
  const seen = account.client.database('tests').container('without a key');
  await seen.items.create({ id: 'one', v: 1 });
  await seen.items.batch([
    { operationType: 'Patch', id: 'one', resourceBody: { operations: [{ op: 'incr', path: '/v', value: 1 }] } },
  ]);
  expect((await seen.item('one', undefined).read()).resource).toMatchObject({ v: 2 });
  expect((await seen.item('one', undefined).delete()).statusCode).toBe(204);
  expect(
    await codeOf(account.client.database('tests').containers.create({ id: 'new', partitionKey: { paths: [] } })),
  ).toBe(400);
});

describe('sessions', () => {
  test('a token tells how far the container is; one from the future is refused', async () => {
    const session = account.connect({ consistencyLevel: 'Session' }).database('tests').container(container.id);
    const { headers } = await session.items.create({ id: 'session', pk: 'p' });
    const token = String(headers['x-ms-session-token']);
    expect(token).toMatch(/^\d:-1#\d+$/);
    expect((await session.item('session', 'p').read()).statusCode).toBe(200);
    // With endpoint discovery on, the client would ask again without the token.
    const once = account.connect({ connectionPolicy: { enableEndpointDiscovery: false } });
    const item = once.database('tests').container(container.id).item('session', 'p');
    const ahead = await item.read({ sessionToken: '0:-1#999999' });
    expect([ahead.statusCode, ahead.substatus]).toEqual([404, 1002]);
  });
});

describe('request charges', () => {
  const kilobyte = 'x'.repeat(600);

  test('follow the frozen model: size, indexed terms, and both versions of a replace', async () => {
    const pk = 'charged';
    const create = await container.items.create({ id: 'c', pk, kilobyte });
    expect(create.requestCharge).toBe(4.95);
    expect((await container.items.create({ id: 'd', pk, indexed: 1, kilobyte })).requestCharge).toBe(5.15);
    expect((await container.item('d', pk).read()).requestCharge).toBe(1);
    expect((await container.items.upsert({ id: 'd', pk, indexed: 2, kilobyte })).requestCharge).toBe(10.3);
    expect((await container.item('d', pk).patch([{ op: 'set', path: '/x', value: 1 }])).requestCharge).toBe(10.3);
    expect((await container.item('d', pk).delete()).requestCharge).toBe(5.15);
    const large = await container.items.create({ id: 'e', pk, text: 'x'.repeat(100 * 1024) });
    expect(large.requestCharge).toBeGreaterThan(35);
    expect(large.requestCharge).toBeLessThan(48.19);
  });

  test('can be read by container and partition', async () => {
    account.cosmos.resetCharges();
    await container.items.create({ id: 'm', pk: 'metered' });
    await container.item('m', 'metered').read();
    await container.items.query('SELECT * FROM c', { partitionKey: 'metered' }).fetchAll();
    await container.items.create({ id: 'm', pk: 'other' });
    const [entry, ...more] = account.cosmos.charges({ container: container.id, partitionKey: '"metered"' });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      database: 'tests',
      byOperation: { create: { requests: 1, charge: 4.95 }, read: { requests: 1, charge: 1 }, query: { requests: 1 } },
    });
    const { body } = await get(`/_local/charges?container=${container.id}`);
    expect(JSON.parse(body)).toEqual({ charges: account.cosmos.charges({ container: container.id }) });
    expect((await get('/_local/charges', 'DELETE')).status).toBe(204);
    expect(account.cosmos.charges()).toEqual([]);
  });

  test('over a limit they are answered with 429 until the time has passed', async () => {
    const limited = await account.container();
    const client = account.connect({
      key: ACCOUNT_KEY,
      connectionPolicy: {
        retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
      },
    });
    const { items } = client.database('tests').container(limited.id);
    // A third for each of the three physical partitions.
    account.cosmos.limit('tests', limited.id, 12);
    await items.create({ id: '1', pk: 'p' });
    const refused = await items.create({ id: '2', pk: 'p' }).catch((error: unknown) => error as ErrorResponse);
    expect(refused).toMatchObject({ code: 429, substatus: 3200 });
    account.clock.stepTo(account.clock.now() + 1000);
    expect((await items.create({ id: '2', pk: 'p' })).statusCode).toBe(201);
  });
});
