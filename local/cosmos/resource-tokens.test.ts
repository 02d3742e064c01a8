import {
  PartitionKeyKind,
  PermissionMode,
  type Container,
  type ErrorResponse,
  type PermissionDefinition,
} from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
let container: Container;
beforeAll(async () => {
  account = await startLocalAccount();
}, START_PATIENCE_MS);
beforeEach(async () => {
  container = await account.container();
  for (const pk of ['a', 'b']) await container.items.create({ id: 'one', pk });
  await container.scripts.storedProcedures.create({
    id: 'greet',
    body: 'function () { getContext().getResponse().setBody("hello"); }',
  });
});
afterAll(() => account.close());

const { Read, All } = PermissionMode;

/** What became of it: `done`, or the code of the refusal. */
const fate = (operation: Promise<object>): Promise<unknown> =>
  operation.then(
    ({ statusCode }: { readonly statusCode?: number }) =>
      statusCode === undefined || statusCode < 400 ? 'done' : statusCode,
    (error: unknown) => {
      const { code, message } = error as ErrorResponse;
      // The client keeps the text alone of what a batch was refused for.
      return code ?? (message.includes('Insufficient permissions') ? 403 : message);
    },
  );

let count = 0;

async function permit(part: Partial<PermissionDefinition>, resourceTokenExpirySeconds = 3_600) {
  const { user } = await container.database.users.create({ id: `u${(count += 1)}` });
  const definition = { id: 'p', permissionMode: All, resource: container.url, ...part };
  const { resource } = await user.permissions.create(definition, { resourceTokenExpirySeconds });
  return resource as PermissionDefinition & { readonly _token: string };
}

/** The container as the holder of a permission sees it. */
async function seenWith(part: Partial<PermissionDefinition>, resourceTokenExpirySeconds?: number): Promise<Container> {
  const { _token } = await permit(part, resourceTokenExpirySeconds);
  return seenWithToken(_token);
}

function seenWithToken(token: string): Container {
  const client = account.connect({ resourceTokens: { [container.id]: token } });
  return client.database(container.database.id).container(container.id);
}

/** Each thing that might be done, and what became of it. */
async function fates(seen: Container): Promise<Readonly<Record<string, unknown>>> {
  const { items } = seen;
  return {
    'read the container': await fate(seen.read()),
    'read a': await fate(seen.item('one', 'a').read()),
    'read b': await fate(seen.item('one', 'b').read()),
    'query a': await fate(items.query('SELECT * FROM c', { partitionKey: 'a' }).fetchAll()),
    'query all': await fate(items.query('SELECT * FROM c ORDER BY c.id').fetchAll()),
    'follow all': await fate(items.getChangeFeedIterator({}).readNext()),
    'patch a': await fate(seen.item('one', 'a').patch([{ op: 'set', path: '/x', value: 1 }])),
    'create in a': await fate(items.create({ id: 'two', pk: 'a' })),
    'create in b': await fate(items.create({ id: 'two', pk: 'b' })),
    'batch in a': await fate(items.batch([{ operationType: 'Delete', id: 'two' }], 'a')),
    'execute in a': await fate(seen.scripts.storedProcedure('greet').execute('a')),
    'define a script': await fate(seen.scripts.userDefinedFunctions.create({ id: `f${count}`, body: 'x => x' })),
    'replace the container': await fate(seen.replace({ id: seen.id, partitionKey: { paths: ['/pk'] } })),
  };
}

const every = (names: readonly string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]));
const READS = ['read the container', 'read a', 'read b', 'query a', 'query all', 'follow all'];
const WRITES = ['patch a', 'create in a', 'create in b', 'batch in a', 'execute in a', 'define a script'];
const ADMINISTERS = ['replace the container'];

describe('a resource token opens what its permission says', () => {
  test('all of a container', async () => {
    expect(await fates(await seenWith({}))).toEqual(every([...READS, ...WRITES, ...ADMINISTERS], 'done'));
  });

  test('a container for reading', async () => {
    expect(await fates(await seenWith({ permissionMode: Read }))).toEqual({
      ...every(READS, 'done'),
      ...every([...WRITES, ...ADMINISTERS], 403),
    });
  });

  test('a partition key', async () => {
    const inA = ['read the container', 'read a', 'query a', 'patch a', 'create in a', 'batch in a', 'execute in a'];
    expect(await fates(await seenWith({ resourcePartitionKey: ['a'] }))).toEqual({
      ...every([...READS, ...WRITES, ...ADMINISTERS], 403),
      ...every(inA, 'done'),
    });
  });

  test('a partition key for reading', async () => {
    expect(await fates(await seenWith({ resourcePartitionKey: ['a'], permissionMode: Read }))).toEqual({
      ...every([...READS, ...WRITES, ...ADMINISTERS], 403),
      ...every(['read the container', 'read a', 'query a'], 'done'),
    });
  });

  test('the beginning of a hierarchical key', async () => {
    container = await account.container({
      partitionKey: { paths: ['/t', '/u'], kind: PartitionKeyKind.MultiHash, version: 2 },
    });
    for (const t of ['t1', 't2']) await container.items.create({ id: 'one', t, u: 'u' });
    const seen = await seenWith({ resourcePartitionKey: ['t1'] });
    expect(await fate(seen.item('one', ['t1', 'u']).read())).toBe('done');
    expect(await fate(seen.item('one', ['t2', 'u']).read())).toBe(403);
  });

  test('a document by name, in whatever partition, or in one', async () => {
    const resource = container.item('one', 'a').url;
    const anywhere = await seenWith({ resource });
    expect(await fate(anywhere.item('one', 'a').read())).toBe('done');
    expect(await fate(anywhere.item('one', 'b').delete())).toBe('done');
    expect(await fate(anywhere.item('two', 'a').read())).toBe(403);
    expect(await fate(anywhere.items.query('SELECT * FROM c', { partitionKey: 'a' }).fetchAll())).toBe(403);
    const inA = await seenWith({ resource, resourcePartitionKey: ['a'], permissionMode: Read });
    expect(await fate(inA.item('one', 'a').read())).toBe('done');
    expect(await fate(inA.item('one', 'a').delete())).toBe(403);
    expect(await fate(inA.item('one', 'b').read())).toBe(403);
  });

  test('a document by its rid: not another under its name', async () => {
    const { resource } = await container.item('one', 'a').read<{ readonly _self: string }>();
    const seen = await seenWith({ resource: String(resource?._self) });
    expect(await fate(seen.item('one', 'a').read())).toBe('done');
    expect(await fate(seen.item('one', 'b').read())).toBe(403);
    await container.item('one', 'a').delete();
    await container.items.create({ id: 'one', pk: 'a' });
    expect(await fate(seen.item('one', 'a').read())).toBe(403);
  });

  test('a stored procedure', async () => {
    const seen = await seenWith({ resource: container.scripts.storedProcedure('greet').url });
    expect(await fate(seen.scripts.storedProcedure('greet').execute('a'))).toBe('done');
    expect(await fate(seen.item('one', 'a').read())).toBe(403);
  });

  test('and nothing beside it: no other container, no database, no users', async () => {
    const { _token } = await permit({});
    const other = await account.container();
    const client = account.connect({ resourceTokens: { [other.id]: _token, tests: _token } });
    const database = client.database('tests');
    expect(await fate(database.container(other.id).read())).toBe(403);
    expect(await fate(database.read())).toBe(403);
    expect(await fate(database.users.readAll().fetchAll())).toBe(403);
    expect((await client.getDatabaseAccount()).resource?.writableLocations).toHaveLength(1);
  });

  test('nor what takes its place', async () => {
    const seen = await seenWith({});
    await container.delete();
    await container.database.containers.create({ id: container.id, partitionKey: { paths: ['/pk'] } });
    expect(await fate(seen.read())).toBe(403);
  });
});

test('a client that is given permissions uses them by name', async () => {
  const client = account.connect({ permissionFeed: [await permit({ permissionMode: Read })] });
  const seen = client.database(container.database.id).container(container.id);
  expect(await fate(seen.item('one', 'a').read())).toBe('done');
  expect(await fate(seen.item('one', 'a').delete())).toBe(403);
});

test('a token expires by the local clock, in an hour unless it was made for less, and then a new one is read', async () => {
  const hour = await permit({});
  const seen = seenWithToken(hour._token);
  const short = await seenWith({ permissionMode: Read }, 10);
  account.clock.stepTo(account.clock.now() + 10_000);
  expect([await fate(short.read()), await fate(seen.read())]).toEqual([403, 'done']);
  account.clock.stepTo(account.clock.now() + 3_590_000);
  expect(await fate(seen.read())).toBe(403);
  const { resource } = await container.database
    .user(`u${count - 1}`)
    .permission('p')
    .read();
  expect(await fate(seenWithToken(String(resource?._token)).read())).toBe('done');
});

test('a token outlives its permission; one that somebody changed is none', async () => {
  const { _token } = await permit({});
  await container.database.user(`u${count}`).delete();
  expect(await fate(seenWithToken(_token).read())).toBe('done');
  const [head = '', content = ''] = _token.split(';');
  const more = Buffer.from(content, 'base64').toString().replace('"expiresAt":1', '"expiresAt":2');
  const forged = `${head};${Buffer.from(more).toString('base64')};`;
  expect(more).not.toBe(Buffer.from(content, 'base64').toString());
  expect(await fate(seenWithToken(forged).read())).toBe(401);
});
