import type { Container, OperationInput } from '@azure/cosmos';
import { readBatch } from './batch';
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { START_PATIENCE_MS } from './local-account';
import { partitionKeyOfHeader } from './partition-key';

const KEY = partitionKeyOfHeader('["p"]', 1);
let account: AnyAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container();
}, START_PATIENCE_MS);
afterAll(() => account.close());

const document = (id: string, more: object = {}) => ({ id, pk: 'p', ...more });
const create = (id: string, more: object = {}): OperationInput => ({
  operationType: 'Create',
  resourceBody: document(id, more),
});
const statuses = (result: readonly { readonly statusCode: number }[] | undefined) =>
  result?.map(({ statusCode }) => statusCode);

describe('a transactional batch', () => {
  test('runs all its operations, each seeing the ones before', async () => {
    const { resource } = await container.items.create(document('old', { v: 1 }));
    const { code, result } = await container.items.batch(
      [
        create('new'),
        { operationType: 'Upsert', resourceBody: document('new', { v: 2 }) },
        { operationType: 'Replace', id: 'old', ifMatch: resource!._etag, resourceBody: document('old', { v: 2 }) },
        { operationType: 'Patch', id: 'old', resourceBody: { operations: [{ op: 'incr', path: '/v', value: 5 }] } },
        { operationType: 'Read', id: 'old' },
        { operationType: 'Delete', id: 'new' },
      ],
      'p',
    );
    expect(code).toBe(200);
    expect(statuses(result)).toEqual([201, 200, 200, 200, 200, 204]);
    expect(result?.[4]?.resourceBody).toMatchObject({ id: 'old', v: 7 });
    const etags = result!.map(({ eTag }) => eTag);
    expect(new Set(etags.slice(0, 4)).size).toBe(4);
    expect(etags[3]).toBe((await container.item('old', 'p').read()).etag);
  });

  test('sends nothing back of what was written where that is asked, as other writes do', async () => {
    const options = { contentResponseOnWriteEnabled: false };
    const batch = await container.items.batch([create('quiet'), { operationType: 'Read', id: 'quiet' }], 'p', options);
    expect(batch.result?.map(({ resourceBody }) => resourceBody?.['id'])).toEqual([undefined, 'quiet']);
    const upsert = { operationType: 'Upsert' as const, partitionKey: 'p', resourceBody: document('quiet') };
    const [bulk] = await container.items.executeBulkOperations([upsert], options);
    expect([bulk?.response?.statusCode, bulk?.response?.resourceBody]).toEqual([200, undefined]);
    const minimal = { initialHeaders: { prefer: 'return=minimal' } };
    await container.items.create(document('alone'));
    const { resource, etag } = await container.item('alone', 'p').replace(document('alone', { v: 1 }), minimal);
    expect([resource ?? undefined, typeof etag]).toEqual([undefined, 'string']);
    expect((await container.item('alone', 'p').read()).resource).toMatchObject({ id: 'alone', v: 1 });
  });

  test('that fails anywhere leaves nothing, and says where it failed', async () => {
    await container.items.create(document('taken'));
    const { code, result } = await container.items.batch([create('first'), create('taken'), create('last')], 'p');
    expect([code, statuses(result)]).toEqual([207, [424, 409, 424]]);
    expect((await container.item('first', 'p').read()).statusCode).toBe(404);
  });

  test('with a stale etag is refused with 412', async () => {
    const { etag } = await container.items.create(document('head'));
    const move: OperationInput = {
      operationType: 'Replace',
      id: 'head',
      ifMatch: etag,
      resourceBody: document('head'),
    };
    const races = await Promise.all([1, 2, 3].map((n) => container.items.batch([create(`entry-${n}`), move], 'p')));
    expect(races.map(({ result }) => statuses(result)!.join()).sort()).toEqual(['201,200', '424,412', '424,412']);
    const { resources } = await container.items
      .query("SELECT c.id FROM c WHERE STARTSWITH(c.id, 'entry-')", { partitionKey: 'p' })
      .fetchAll();
    expect(resources).toHaveLength(1);
  });

  test('may have 100 operations and 2 MB, and one partition', async () => {
    const many = Array.from({ length: 101 }, (_, n) => create(`many-${n}`));
    // The client counts by itself; so does the service.
    await expect(container.items.batch(many, 'p')).rejects.toThrow('more than 100 operations');
    expect(() => readBatch(Buffer.from(JSON.stringify(many)), KEY)).toThrow('The limit is 100');
    expect((await container.items.batch(many.slice(0, 100), 'p')).code).toBe(200);
    const large = Array.from({ length: 3 }, (_, n) => create(`large-${n}`, { text: 'x'.repeat(800_000) }));
    await expect(container.items.batch(large, 'p')).rejects.toThrow('Request size is too large');
    const astray = await container.items.batch([create('astray', { pk: 'other' })], 'p');
    expect([astray.code, statuses(astray.result)]).toEqual([207, [400]]);
  });
});

test('bulk operations end with the first that fails, unless they are to go on', async () => {
  const operations = (prefix: string): OperationInput[] => [
    create(`${prefix}-first`),
    create(`${prefix}-bad`, { ttl: -10 }),
    create(`${prefix}-last`),
  ];
  const bulk = async (prefix: string, continueOnError: boolean) =>
    // oxlint-disable-next-line typescript/no-deprecated -- The one that succeeds it always goes on.
    container.items.bulk(operations(prefix), { continueOnError });
  expect(statuses(await bulk('ends', false))).toEqual([201, 400, 424]);
  expect(statuses(await bulk('goes-on', true))).toEqual([201, 400, 201]);
  expect((await container.item('ends-first', 'p').read()).statusCode).toBe(200);
  expect((await container.item('ends-last', 'p').read()).statusCode).toBe(404);
});

test('bulk operations answer each for itself, over partitions', async () => {
  await container.items.create(document('known'));
  const results = await container.items.executeBulkOperations([
    { operationType: 'Create', partitionKey: 'p', resourceBody: document('known') },
    { operationType: 'Create', partitionKey: 'q', resourceBody: { id: 'known', pk: 'q' } },
    { operationType: 'Read', partitionKey: 'p', id: 'absent' },
    { operationType: 'Upsert', partitionKey: 'p', resourceBody: document('known', { v: 1 }) },
  ]);
  expect(results.map(({ response, error }) => response?.statusCode ?? error?.code)).toEqual([409, 201, 404, 200]);
});

describe('patch', () => {
  const patched = async (start: object, ...operations: object[]) => {
    await container.items.upsert(document('patched', start));
    const { resource } = await container.item('patched', 'p').patch({ operations: operations as never });
    return resource as Record<string, unknown>;
  };

  test('adds, sets, replaces, removes, counts and moves', async () => {
    const after = await patched(
      { a: 1, list: [1, 3], deep: { x: 'x' } },
      { op: 'add', path: '/list/1', value: 2 },
      { op: 'add', path: '/list/-', value: 4 },
      { op: 'set', path: '/deep/y', value: null },
      { op: 'replace', path: '/deep/x', value: 'z' },
      { op: 'incr', path: '/a', value: 2.5 },
      { op: 'incr', path: '/fresh', value: 1 },
      { op: 'move', from: '/deep', path: '/shallow' },
      { op: 'remove', path: '/list/0' },
    );
    expect(after).toMatchObject({ a: 3.5, list: [2, 3, 4], fresh: 1, shallow: { x: 'z', y: null } });
    expect(after).not.toHaveProperty('deep');
  });

  test.each([
    ['a path that is not there', { op: 'replace', path: '/none', value: 1 }],
    ['a parent that is not there', { op: 'set', path: '/none/x', value: 1 }],
    ['the id', { op: 'set', path: '/id', value: 'other' }],
    ['the partition key', { op: 'set', path: '/pk', value: 'other' }],
    ['counting text', { op: 'incr', path: '/text', value: 1 }],
    ['an index behind the end', { op: 'add', path: '/list/9', value: 1 }],
  ])('%s is refused, and nothing of the patch stays', async (_, operation) => {
    const attempt = patched({ v: 1, text: 'x', list: [] }, { op: 'set', path: '/v', value: 2 }, operation);
    await expect(attempt).rejects.toMatchObject({ code: 400 });
    expect((await container.item('patched', 'p').read()).resource).toMatchObject({ v: 1 });
  });

  test('goes by its condition', async () => {
    await container.items.upsert(document('conditional', { v: 1, tags: ['a'] }));
    const patch = (condition: string) =>
      container.item('conditional', 'p').patch({ condition, operations: [{ op: 'incr', path: '/v', value: 1 }] });
    expect((await patch("from c where c.v = 1 and ARRAY_CONTAINS(c.tags, 'a')")).resource).toMatchObject({ v: 2 });
    await expect(patch('from c where c.v = 1')).rejects.toMatchObject({ code: 412 });
    await expect(container.item('none', 'p').patch([{ op: 'set', path: '/v', value: 1 }])).rejects.toMatchObject({
      code: 404,
    });
  });
});
