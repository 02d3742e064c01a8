import type { Container, ErrorResponse } from '@azure/cosmos';
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { START_PATIENCE_MS } from './local-account';

let account: AnyAccount;
let container: Container;
const COMPUTED = [
  { name: 'cp_lower', query: 'SELECT VALUE LOWER(d.name) FROM d' },
  { name: 'cp_price', query: "SELECT VALUE c.price - c['discount'] FROM c" },
  { name: 'shadowed', query: 'SELECT VALUE c.price FROM c' },
  { name: 'cp_tags', query: "SELECT VALUE [c.name, 'tag'] FROM root c" },
];
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({
    computedProperties: COMPUTED,
    indexingPolicy: { includedPaths: [{ path: '/*' }, { path: '/cp_lower/?' }] },
  });
  const documents = [
    { id: 'a', name: 'ANVIL', price: 10, discount: 2, shadowed: 'kept' },
    { id: 'b', name: 'Bolt', price: 3, discount: 1, shadowed: 'kept' },
    { id: 'c', name: 'anvil' },
  ];
  for (const [i, one] of documents.entries()) await container.items.create({ ...one, pk: `p${i}` });
}, START_PATIENCE_MS);
afterAll(() => account.close());

const rows = async (query: string): Promise<unknown[]> =>
  (await container.items.query<unknown>(query).fetchAll()).resources;
const refusal = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

describe('a computed property', () => {
  test('is in what a query says of it, and in no document', async () => {
    const byId = (found: unknown[]) =>
      (found as { readonly id: string }[]).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    expect(byId(await rows('SELECT c.id, c.cp_lower, c.cp_price FROM c'))).toEqual([
      { id: 'a', cp_lower: 'anvil', cp_price: 8 },
      { id: 'b', cp_lower: 'bolt', cp_price: 2 },
      { id: 'c', cp_lower: 'anvil' },
    ]);
    const [whole] = await rows("SELECT * FROM c WHERE c.id = 'a'");
    expect(whole).not.toHaveProperty('cp_lower');
    expect((await container.item('a', 'p0').read()).resource).not.toHaveProperty('cp_lower');
  });

  test('is filtered, grouped and sorted by, and joined', async () => {
    expect((await rows("SELECT VALUE c.id FROM c WHERE c.cp_lower = 'anvil'")).sort()).toEqual(['a', 'c']);
    expect(await rows('SELECT VALUE c.name FROM c ORDER BY c.cp_lower DESC')).toEqual(['Bolt', 'ANVIL', 'anvil']);
    expect(await refusal(rows('SELECT * FROM c ORDER BY c.cp_price'))).toBe(400);
    expect(await rows("SELECT VALUE MAX(x.cp_price) FROM x WHERE STARTSWITH(x.cp_lower, 'a')")).toEqual([8]);
    expect(await rows('SELECT c.cp_lower AS name, COUNT(1) AS n FROM c GROUP BY c.cp_lower')).toEqual(
      expect.arrayContaining([{ name: 'anvil', n: 2 }]),
    );
    expect(await rows("SELECT VALUE t FROM c JOIN t IN c.cp_tags WHERE c.id = 'b'")).toEqual(['Bolt', 'tag']);
    expect(await rows("SELECT VALUE t FROM t IN c.cp_tags WHERE t = 'Bolt'")).toEqual(['Bolt']);
    expect(await rows('SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE c FROM c WHERE c.cp_price = 2)')).toEqual([
      'b',
    ]);
  });

  test('is meant where a property of the document has its name, but for SELECT *', async () => {
    expect(await rows("SELECT VALUE c.shadowed FROM c WHERE c.id = 'a'")).toEqual([10]);
    expect(await rows('SELECT * FROM c WHERE c.shadowed = 10')).toEqual([
      expect.objectContaining({ shadowed: 'kept' }),
    ]);
    expect(
      await rows("SELECT VALUE o.shadowed FROM c JOIN (SELECT VALUE {'shadowed': 1}) AS o WHERE c.id = 'a'"),
    ).toEqual([1]);
  });

  test('comes and goes with the definition of its container', async () => {
    const changing = await account.container({ computedProperties: COMPUTED.slice(0, 1) });
    await changing.items.create({ id: 'a', pk: 'p', name: 'X' });
    const lower = async () =>
      (await changing.items.query<unknown>('SELECT VALUE c.cp_lower FROM c').fetchAll()).resources;
    expect(await lower()).toEqual(['x']);
    const { resource } = await changing.read();
    expect(resource?.computedProperties).toEqual(COMPUTED.slice(0, 1));
    await changing.replace({ id: changing.id, partitionKey: { paths: ['/pk'] }, computedProperties: [] });
    expect(await lower()).toEqual([]);
  });

  test.each([
    ['of a name of the service', 'id', 'SELECT VALUE c.a FROM c'],
    ['of a path', 'a/b', 'SELECT VALUE c.a FROM c'],
    ['that is no query', 'cp', 'LOWER(c.a)'],
    ['without VALUE', 'cp', 'SELECT c.a FROM c'],
    ['without FROM', 'cp', 'SELECT VALUE 1'],
    ['with a condition', 'cp', 'SELECT VALUE c.a FROM c WHERE c.b'],
    ['of several documents', 'cp', 'SELECT VALUE COUNT(c.a) FROM c'],
    ['of the hour', 'cp', 'SELECT VALUE GetCurrentDateTime() FROM c'],
    ['of chance', 'cp', 'SELECT VALUE CONCAT(c.a, TOSTRING(RAND())) FROM c'],
    ['of a user’s function', 'cp', 'SELECT VALUE udf.f(c.a) FROM c'],
    ['of a query in it', 'cp', 'SELECT VALUE ARRAY(SELECT VALUE t FROM t IN c.a) FROM c'],
  ])('%s is refused', async (_, name, query) => {
    expect(await refusal(account.container({ computedProperties: [{ name, query }] }))).toBe(400);
  });
});
