import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionMode, type Container, type Database, type ErrorResponse } from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
let database: Database;
let container: Container;
beforeAll(async () => {
  account = await startLocalAccount();
  container = await account.container();
  database = account.client.database(container.database.id);
}, START_PATIENCE_MS);
afterAll(() => account.close());

const refusal = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

const { Read, All } = PermissionMode;
const aboutU = { query: 'SELECT * FROM root r WHERE r.id = @id', parameters: [{ name: '@id', value: 'u' }] };

describe('users of a database', () => {
  test('are made, listed, found by a query, renamed and removed', async () => {
    const made = await database.users.create({ id: 'u' });
    expect([made.statusCode, made.resource]).toEqual([
      201,
      expect.objectContaining({ id: 'u', _permissions: 'permissions/', _ts: expect.any(Number) as number }),
    ]);
    expect((await database.users.readAll().fetchAll()).resources).toEqual([made.resource]);
    expect((await database.users.query(aboutU).fetchAll()).resources).toEqual([made.resource]);
    expect((await database.user('u').replace({ id: 'renamed' })).resource).toMatchObject({
      id: 'renamed',
      _rid: made.resource?._rid,
    });
    expect(await refusal(database.user('u').read())).toBe(404);
    await database.user('renamed').delete();
    expect(await refusal(database.user('renamed').read())).toBe(404);
  });

  test('have ids of their own, and are of their database alone', async () => {
    await database.users.create({ id: 'taken' });
    expect(await refusal(database.users.create({ id: 'taken' }))).toBe(409);
    expect(await refusal(database.users.create({ id: 'u'.repeat(256) }))).toBe(400);
    expect((await database.users.upsert({ id: 'taken' })).statusCode).toBe(200);
    expect((await database.users.upsert({ id: 'fresh' })).statusCode).toBe(201);
    expect(await refusal(database.user('fresh').replace({ id: 'taken' }))).toBe(409);
    const { database: other } = await account.client.databases.create({ id: 'other' });
    expect((await other.users.create({ id: 'taken' })).statusCode).toBe(201);
    expect(await refusal(account.client.database('none').users.create({ id: 'u' }))).toBe(404);
  });

  test('are changed and removed only as they were read, if that is asked', async () => {
    const { resource } = await database.users.create({ id: 'matched' });
    const stale = { accessCondition: { type: 'IfMatch', condition: '"stale"' } };
    const current = { accessCondition: { type: 'IfMatch', condition: String(resource?._etag) } };
    expect(await refusal(database.user('matched').replace({ id: 'matched' }, stale))).toBe(412);
    const known = { accessCondition: { type: 'IfNoneMatch', condition: String(resource?._etag) } };
    expect((await database.user('matched').read(known)).statusCode).toBe(304);
    expect(await refusal(database.user('matched').delete(stale))).toBe(412);
    expect((await database.user('matched').delete(current)).statusCode).toBe(204);
  });
});

describe('permissions of a user', () => {
  const onContainer = () => ({ id: 'p', permissionMode: Read, resource: container.url });

  test('are made, listed, found by a query, replaced and removed, each time with a token', async () => {
    const { user } = await database.users.create({ id: 'permitted' });
    const made = await user.permissions.create(onContainer());
    expect([made.statusCode, made.resource]).toEqual([
      201,
      expect.objectContaining({
        ...onContainer(),
        _token: expect.stringMatching(/^type=resource&ver=1&sig=/) as string,
      }),
    ]);
    const [listed] = (await user.permissions.readAll().fetchAll()).resources;
    expect(listed).toMatchObject({ id: 'p', _token: expect.any(String) as string });
    const byId = { ...aboutU, parameters: [{ name: '@id', value: 'p' }] };
    expect((await user.permissions.query(byId).fetchAll()).resources).toHaveLength(1);
    const changed = await user.permission('p').replace({ ...onContainer(), id: 'q', permissionMode: All });
    expect(changed.resource).toMatchObject({ id: 'q', permissionMode: All, _rid: made.resource?._rid });
    expect((await user.permissions.upsert({ ...onContainer(), id: 'q' })).statusCode).toBe(200);
    expect((await user.permission('q').read()).resource?.permissionMode).toBe(Read);
    await user.permission('q').delete();
    expect(await refusal(user.permission('q').read())).toBe(404);
  });

  test('a user has one for a resource, however it is spelt, or one for each partition key of it', async () => {
    const { user } = await database.users.create({ id: 'once' });
    await user.permissions.create(onContainer());
    expect(await refusal(user.permissions.create(onContainer()))).toBe(409);
    expect(await refusal(user.permissions.create({ ...onContainer(), id: 'other' }))).toBe(409);
    const { resource } = await container.read();
    const byRid = { ...onContainer(), id: 'by rid', resource: String((resource as { _self?: string })._self) };
    expect(await refusal(user.permissions.create(byRid))).toBe(409);
    for (const key of ['a', 'b'])
      await user.permissions.create({ ...onContainer(), id: key, resourcePartitionKey: [key] });
    expect((await user.permissions.readAll().fetchAll()).resources).toHaveLength(3);
    await user.delete();
    await database.users.create({ id: 'once' });
    expect((await database.user('once').permissions.readAll().fetchAll()).resources).toEqual([]);
  });

  test.each([
    ['of no mode that there is', { permissionMode: 'write' as PermissionMode }],
    ['for nothing', { resource: '' }],
    ['for a database', { resource: 'dbs/tests' }],
    ['for a partition key that is no list', { resourcePartitionKey: 'a' }],
  ])('one %s is refused', async (_, part) => {
    const { user } = await database.users.upsert({ id: 'refused' });
    expect(await refusal(user.permissions.create({ ...onContainer(), ...part }))).toBe(400);
  });

  test('a token lives for ten seconds to five hours; asked for more, nothing is made', async () => {
    const { user } = await database.users.create({ id: 'patient' });
    for (const resourceTokenExpirySeconds of [9, 18_001])
      expect(await refusal(user.permissions.create(onContainer(), { resourceTokenExpirySeconds }))).toBe(400);
    expect((await user.permissions.readAll().fetchAll()).resources).toEqual([]);
    await user.permissions.create(onContainer(), { resourceTokenExpirySeconds: 18_000 });
  });
});

test(
  'users and permissions are there after a restart, and go with their database',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cosmos-users-'));
    const file = join(folder, 'account.sqlite');
    const first = await startLocalAccount({ file });
    const things = await first.container();
    const { user } = await things.database.users.create({ id: 'u' });
    await user.permissions.create({ id: 'p', permissionMode: Read, resource: things.url });
    await first.close();
    const second = await startLocalAccount({ file });
    const again = second.client.database('tests');
    expect((await again.user('u').permission('p').read()).resource?.resource).toBe(things.url);
    await again.delete();
    await second.client.databases.create({ id: 'tests' });
    expect((await again.users.readAll().fetchAll()).resources).toEqual([]);
    await second.close();
    rmSync(folder, { recursive: true });
  },
  START_PATIENCE_MS,
);
