import { PartitionKeyKind, type Container, type ErrorResponse } from '@azure/cosmos';
import { isReal, openAccount, testOfTheEmulator, type AnyAccount } from './any-account.testsuite';
import { NOON, START_PATIENCE_MS } from './local-account';

let account: AnyAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container();
}, START_PATIENCE_MS);
afterAll(() => account.close());

const refusal = (operation: Promise<unknown>): Promise<number | string | undefined> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

describe('databases and containers', () => {
  test('are made once', async () => {
    const first = await account.client.databases.createIfNotExists({ id: 'once' });
    const again = await account.client.databases.createIfNotExists({ id: 'once' });
    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    expect(await refusal(account.client.databases.create({ id: 'once' }))).toBe(409);
    const request = { id: 'c', partitionKey: { paths: ['/pk'], version: 2 }, defaultTtl: 7 };
    const made = await first.database.containers.createIfNotExists(request);
    expect(made.resource).toMatchObject({
      id: 'c',
      defaultTtl: 7,
      partitionKey: { paths: ['/pk'], kind: 'Hash', version: 2 },
    });
    expect((await first.database.containers.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['c']);
    expect((await made.container.delete()).statusCode).toBe(204);
    expect(await refusal(made.container.read())).toBe(404);
    await first.database.delete();
    expect((await account.client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).not.toContain('once');
  });

  test('keep the indexing policy and refuse another partition key', async () => {
    const made = await account.container({
      indexingPolicy: { includedPaths: [{ path: '/a/?' }], excludedPaths: [{ path: '/*' }] },
    });
    const { resource } = await made.read();
    expect(resource?.indexingPolicy).toMatchObject({
      includedPaths: [{ path: '/a/?' }],
      excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
    });
    expect((await made.replace({ ...resource!, defaultTtl: 3 })).resource?.defaultTtl).toBe(3);
    expect(await refusal(made.replace({ ...resource!, partitionKey: { paths: ['/other'] } }))).toBe(400);
  });

  test('etags are never indexed; a policy of none has no paths', async () => {
    const excluding = await account.container({
      indexingPolicy: { includedPaths: [{ path: '/*' }], excludedPaths: [{ path: '/"secret"/*' }] },
    });
    const { resource } = await excluding.read();
    expect(resource?.indexingPolicy?.excludedPaths).toEqual([{ path: '/"secret"/*' }, { path: '/"_etag"/?' }]);
    expect((await excluding.replace(resource!)).resource?.indexingPolicy).toEqual(resource?.indexingPolicy);
    const unindexed = await account.container({ indexingPolicy: { indexingMode: 'none', automatic: false } });
    expect((await unindexed.read()).resource?.indexingPolicy).toMatchObject({ includedPaths: [], excludedPaths: [] });
  });

  test('the path / is the whole document, as it was in older policies; what is no path is refused', async () => {
    const whole = await account.container({ indexingPolicy: { includedPaths: [{ path: '/' }], excludedPaths: [] } });
    await whole.items.create({ id: 'one', pk: 'a', n: 1 });
    expect((await whole.items.query('SELECT * FROM c ORDER BY c.n').fetchAll()).resources).toHaveLength(1);
    for (const path of ['n/?', '/n', '/n/*/?', '/a-b/?', '*'])
      expect(await refusal(account.container({ indexingPolicy: { includedPaths: [{ path }] } }))).toBe(400);
    for (const column of [{ path: '/a', order: 'upwards' }, { order: 'ascending' }, { path: 'a' }])
      expect(
        await refusal(account.container({ indexingPolicy: { compositeIndexes: [[column, { path: '/b' }] as never] } })),
      ).toBe(400);
    for (const path of ['/"a-b"/?', '/tags/[]/?', '/a/b/*', '/_ts/?'])
      expect(await refusal(account.container({ indexingPolicy: { includedPaths: [{ path }] } }))).toBeUndefined();
  });

  test('a container tells how far its index is and, when asked, what it holds', async () => {
    const made = await account.container();
    await made.items.create({ id: 'one', pk: 'a' });
    const plain = await made.read();
    expect(plain.headers['x-ms-documentdb-collection-index-transformation-progress']).toBe('100');
    expect(plain.headers['x-ms-resource-usage']).toBeUndefined();
    const { headers } = await made.read({ populateQuotaInfo: true });
    expect(headers['x-ms-resource-quota']).toContain('collectionSize=');
    expect(headers['x-ms-resource-usage']).toContain('documentsCount=1;');
  });

  test('what there is of them is listed in pages', async () => {
    const { database } = container;
    await account.container();
    await account.container();
    const all = (await database.containers.readAll().fetchAll()).resources.map(({ id }) => id);
    const iterator = database.containers.readAll({ maxItemCount: 2 });
    const pages: string[][] = [];
    while (iterator.hasMoreResults()) pages.push(((await iterator.fetchNext()).resources ?? []).map(({ id }) => id));
    expect(all.length).toBeGreaterThan(2);
    expect(pages.flat()).toEqual(all);
    expect(pages[0]).toHaveLength(2);
  });

  test('the last writer wins: there are no conflicts to be read', async () => {
    expect((await container.conflicts.readAll().fetchAll()).resources).toEqual([]);
    expect((await container.conflicts.query('SELECT * FROM c').fetchAll()).resources).toEqual([]);
  });

  test.each(['id', '/id ds', '/id/', '/*', '/a/?'])('a partition key of %s is refused', async (path) => {
    const partitionKey = { paths: [path, '/other'], kind: PartitionKeyKind.MultiHash, version: 2 };
    await expect(account.container({ partitionKey })).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining(`path '${path}' could not be accepted`),
    });
  });

  testOfTheEmulator('what a container asks for and would not get is refused by name', async () => {
    const fullTextPolicy = { defaultLanguage: 'en-US', fullTextPaths: [{ path: '/v', language: 'en-US' }] };
    expect(await refusal(account.container({ fullTextPolicy }))).toBe(501);
  });
});

describe('point operations', () => {
  describe.each(['ends with space ', 'has%20an%20escape', '%E9%B1%80'])('of the id %j', (id) => {
    test('are refused, though it is made and queries find it', async () => {
      expect((await container.items.create({ id, pk: 'odd' })).statusCode).toBe(201);
      expect(await refusal(container.item(id, 'odd').read())).toBe(401);
      expect(await refusal(container.item(id, 'odd').replace({ id, pk: 'odd' }))).toBe(401);
      expect(await refusal(container.item(id, 'odd').delete())).toBe(401);
      const found = container.items.query({
        query: 'SELECT * FROM c WHERE c.id = @id',
        parameters: [{ name: '@id', value: id }],
      });
      expect((await found.fetchAll()).resources).toMatchObject([{ id }]);
    });
  });

  test.each(['100%', 'has=20an=20escape', 'a b', 'ä@b.example'])('an id may be %j', async (id) => {
    await container.items.create({ id, pk: 'odd' });
    expect((await container.item(id, 'odd').read()).resource).toMatchObject({ id });
  });

  test('a document gets its system properties and comes back as stored', async () => {
    const { resource, statusCode, etag } = await container.items.create({ id: 'one', pk: 'a', n: [1, { deep: null }] });
    expect(statusCode).toBe(201);
    const now: unknown = isReal ? expect.any(Number) : NOON / 1000;
    expect(resource).toMatchObject({ id: 'one', pk: 'a', n: [1, { deep: null }], _etag: etag, _ts: now });
    const read = await container.item('one', 'a').read();
    expect([read.statusCode, read.etag, read.resource]).toEqual([200, etag, resource]);
    expect(read.requestCharge).toBe(1);
  });

  test('what is not there is 404, in another partition too', async () => {
    expect((await container.item('none', 'a').read()).statusCode).toBe(404);
    await container.items.create({ id: 'two', pk: 'a' });
    expect((await container.item('two', 'b').read()).statusCode).toBe(404);
    expect(await refusal(container.item('none', 'a').delete())).toBe(404);
    expect(await refusal(container.item('none', 'a').replace({ id: 'none', pk: 'a' }))).toBe(404);
  });

  test('an id is taken once in each partition', async () => {
    await container.items.create({ id: 'taken', pk: 'a' });
    expect(await refusal(container.items.create({ id: 'taken', pk: 'a' }))).toBe(409);
    expect((await container.items.create({ id: 'taken', pk: 'b' })).statusCode).toBe(201);
  });

  test('partition keys of other types are other partitions', async () => {
    for (const pk of ['1', 1, true, null, undefined]) {
      const { resource } = await container.items.create({
        id: 'typed',
        ...(pk === undefined ? {} : { pk }),
        was: String(pk),
      });
      expect(resource?.['was']).toBe(String(pk));
    }
    expect((await container.item('typed', 1).read()).resource).toMatchObject({ was: '1', pk: 1 });
    expect((await container.item('typed', null).read()).resource).toMatchObject({ was: 'null' });
    expect((await container.item('typed', undefined).read()).resource).toMatchObject({ was: 'undefined' });
  });

  test('an object is no partition key value: the document has none', async () => {
    await container.items.create({ id: 'objective', pk: { deep: 1 } });
    expect((await container.item('objective', undefined).read()).resource).toMatchObject({ pk: { deep: 1 } });
    expect((await container.item('objective', undefined).delete()).statusCode).toBe(204);
  });

  test('upsert tells a new document from a changed one, which keeps its rid', async () => {
    const made = await container.items.upsert({ id: 'up', pk: 'a', v: 1 });
    const changed = await container.items.upsert({ id: 'up', pk: 'a', v: 2 });
    expect([made.statusCode, changed.statusCode]).toEqual([201, 200]);
    expect(changed.resource?._rid).toBe(made.resource?._rid);
    expect(changed.etag).not.toBe(made.etag);
  });

  test.each(['a b', 'tenant=2F:1', 'Zoë ✓ 日本', 'quo\'te"', 'a|b', '+44&x=1'])(
    'the id %s makes a round trip',
    async (id) => {
      await container.items.create({ id, pk: `pk ${id}` });
      const { resource } = await container.item(id, `pk ${id}`).read();
      expect(resource).toMatchObject({ id, pk: `pk ${id}` });
      expect((await container.item(id, `pk ${id}`).delete()).statusCode).toBe(204);
    },
  );

  // Of an id that ends with it the client does not send it.
  test.each(['who? me', 'who?a=b&c'])('an id may have a question mark, and is found by it: %s', async (id) => {
    expect((await container.items.create({ id, pk: 'asking' })).statusCode).toBe(201);
    const asked = { query: 'SELECT VALUE c.id FROM c WHERE c.id = @id', parameters: [{ name: '@id', value: id }] };
    expect((await container.items.query(asked).fetchAll()).resources).toEqual([id]);
    expect((await container.item(id, 'asking').read()).resource).toMatchObject({ id });
    expect((await container.item(id, 'asking').delete()).statusCode).toBe(204);
  });

  test('what the service refuses is refused', async () => {
    expect(await refusal(container.items.upsert({ id: 'big', pk: 'a', text: 'x'.repeat(2 * 1024 * 1024) }))).toBe(413);
    expect(await refusal(container.item('one', 'a').replace({ id: 'one', pk: 'b' }))).toBe(400);
    expect(await refusal(container.item('one', 'a').replace({ id: 'other', pk: 'a' }))).toBe(400);
    for (const ttl of [0, -10, 1.5, null])
      expect(await refusal(container.items.upsert({ id: 'bad-ttl', pk: 'a', ttl }))).toBe(400);
  });
});

describe('etags', () => {
  test('guard replace, upsert, delete and patch', async () => {
    const { etag: stale } = await container.items.create({ id: 'guarded', pk: 'a' });
    const { etag: fresh } = await container.items.upsert({ id: 'guarded', pk: 'a', v: 2 });
    const when = (condition: string) => ({ accessCondition: { type: 'IfMatch', condition } });
    const item = container.item('guarded', 'a');
    expect(await refusal(item.replace({ id: 'guarded', pk: 'a' }, when(stale)))).toBe(412);
    expect(await refusal(container.items.upsert({ id: 'guarded', pk: 'a' }, when(stale)))).toBe(412);
    expect(await refusal(item.delete(when(stale)))).toBe(412);
    expect(await refusal(item.patch([{ op: 'set', path: '/v', value: 3 }], when(stale)))).toBe(412);
    expect((await item.replace({ id: 'guarded', pk: 'a', v: 3 }, when(fresh))).statusCode).toBe(200);
  });

  test('of twenty writers at once that hold the same etag one wins', async () => {
    const { etag } = await container.items.create({ id: 'raced', pk: 'a' });
    const condition = { accessCondition: { type: 'IfMatch', condition: etag } };
    const writers = Array.from({ length: 20 }, (_, n) =>
      refusal(container.item('raced', 'a').replace({ id: 'raced', pk: 'a', n }, condition)),
    );
    const outcomes = await Promise.all(writers);
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(outcomes.filter((code) => code === 412)).toHaveLength(19);
  });

  test('if-none-match: an unchanged read is 304, an upsert of * makes only', async () => {
    const { etag } = await container.items.create({ id: 'known', pk: 'a' });
    const condition = { accessCondition: { type: 'IfNoneMatch', condition: etag } };
    expect((await container.item('known', 'a').read(condition)).statusCode).toBe(304);
    const only = { accessCondition: { type: 'IfNoneMatch', condition: '*' } };
    expect(await refusal(container.items.upsert({ id: 'known', pk: 'a' }, only))).toBe(409);
  });
});
