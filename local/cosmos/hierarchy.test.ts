import {
  ChangeFeedStartFrom,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
  type Container,
  type ErrorResponse,
} from '@azure/cosmos';
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { START_PATIENCE_MS } from './local-account';

let account: AnyAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({
    partitionKey: {
      paths: ['/tenant', '/user', '/session'],
      kind: PartitionKeyKind.MultiHash,
      version: PartitionKeyDefinitionVersion.V2,
    },
  });
  for (const tenant of ['T', 'T9'])
    for (const user of ['U1', 'U2'])
      for (const session of ['a', 'b']) await container.items.create({ id: 'same', tenant, user, session });
}, START_PATIENCE_MS);
afterAll(() => account.close());

const refusal = (operation: Promise<unknown>): Promise<number | string | undefined> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

const sessions = (resources: readonly unknown[]): string[] =>
  (resources as readonly { tenant: string; user: string; session: string }[])
    .map(({ tenant, user, session }) => `${tenant}/${user}/${session}`)
    .sort();

describe('hierarchical partition keys', () => {
  test('one id names a document under each whole key', async () => {
    const item = container.item('same', ['T', 'U1', 'a']);
    expect((await item.read()).resource).toMatchObject({ tenant: 'T', user: 'U1', session: 'a' });
    expect((await item.replace({ id: 'same', tenant: 'T', user: 'U1', session: 'a', v: 1 })).statusCode).toBe(200);
    expect((await item.patch([{ op: 'incr', path: '/v', value: 1 }])).resource).toMatchObject({ v: 2 });
    expect((await container.item('same', ['T', 'U1', 'zz']).read()).statusCode).toBe(404);
    expect(await refusal(container.items.create({ id: 'same', tenant: 'T', user: 'U1', session: 'a' }))).toBe(409);
    expect(await refusal(item.patch([{ op: 'set', path: '/user', value: 'x' }]))).toBe(400);
  });

  test('a prefix selects what goes on from it', async () => {
    const query = async (partitionKey: string[], text = 'SELECT * FROM c'): Promise<unknown[]> =>
      (await container.items.query<unknown>(text, { partitionKey }).fetchAll()).resources;
    expect(sessions(await query(['T']))).toEqual(['T/U1/a', 'T/U1/b', 'T/U2/a', 'T/U2/b']);
    expect(sessions(await query(['T', 'U2']))).toEqual(['T/U2/a', 'T/U2/b']);
    expect(sessions(await query(['T', 'U2', 'b']))).toEqual(['T/U2/b']);
    expect(await query(['T'], 'SELECT VALUE COUNT(1) FROM c')).toEqual([4]);
    expect(await query(['T'], 'SELECT VALUE c.user FROM c ORDER BY c.user DESC')).toEqual(['U2', 'U2', 'U1', 'U1']);
  });

  test('so does the change feed', async () => {
    const start: unknown = ChangeFeedStartFrom.Beginning(['T9']);
    const feed = container.items.getChangeFeedIterator({ changeFeedStartFrom: start as never });
    const found: unknown[] = [];
    for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext())
      found.push(...page.result);
    expect(sessions(found)).toEqual(['T9/U1/a', 'T9/U1/b', 'T9/U2/a', 'T9/U2/b']);
  });

  test('a batch and bulk operations go by the whole key', async () => {
    const key = ['T5', 'U', 's'];
    const resourceBody = { id: 'b', tenant: 'T5', user: 'U', session: 's' };
    const { code } = await container.items.batch([{ operationType: 'Create', resourceBody }], key);
    expect(code).toBe(200);
    const [bulk] = await container.items.executeBulkOperations([{ operationType: 'Read', id: 'b', partitionKey: key }]);
    expect(bulk?.response?.statusCode).toBe(200);
    await container.deleteAllItemsForPartitionKey(key);
    expect((await container.item('b', key).read()).statusCode).toBe(404);
    expect((await container.item('same', ['T', 'U1', 'a']).read()).statusCode).toBe(200);
  });

  test('four levels are too many', async () => {
    const partitionKey = { paths: ['/a', '/b', '/c', '/d'], kind: PartitionKeyKind.MultiHash };
    expect(await refusal(account.container({ partitionKey }))).toBe(400);
  });
});
