import { GeospatialType, type Container, type JSONValue } from '@azure/cosmos';
import { openAccount, testOfTheEmulator, type AnyAccount } from './any-account.testsuite';
import { NOON, START_PATIENCE_MS } from './local-account';

let account: AnyAccount;
let container: Container;

const DOCUMENTS = Array.from({ length: 20 }, (_, n) => ({
  id: `i${String(n).padStart(2, '0')}`,
  pk: `p${n % 4}`,
  n,
  group: n % 3,
  name: ['Ada', 'Bob', 'ada lovelace', 'Cy'][n % 4] ?? '',
  tags: n % 2 === 0 ? ['even', { size: n }] : ['odd'],
  sub: { deep: { v: n * 10 } },
  ...(n % 5 === 0 ? { five: null } : {}),
}));

beforeAll(async () => {
  account = await openAccount();
  container = await account.container({
    indexingPolicy: {
      includedPaths: [{ path: '/*' }],
      excludedPaths: [{ path: '/sub/*' }],
      compositeIndexes: [
        [
          { path: '/group', order: 'ascending' },
          { path: '/n', order: 'descending' },
        ],
      ],
    },
  });
  await container.items.executeBulkOperations(
    DOCUMENTS.map((resourceBody) => ({
      operationType: 'Create',
      partitionKey: resourceBody.pk,
      resourceBody: resourceBody,
    })),
  );
}, START_PATIENCE_MS);
afterAll(() => account.close());

type Parameters = Readonly<Record<string, JSONValue>>;

const spec = (query: string, parameters: Parameters) => ({
  query,
  parameters: Object.entries(parameters).map(([name, value]) => ({ name: `@${name}`, value })),
});

/** In one partition, where the service does it all. */
const inPartition = async (query: string, parameters: Parameters = {}, partitionKey = 'p0'): Promise<unknown[]> =>
  (await container.items.query<unknown>(spec(query, parameters), { partitionKey }).fetchAll()).resources;

/** Over all partitions, where the client merges by the service's plan. */
const across = async (query: string, parameters: Parameters = {}): Promise<unknown[]> =>
  (await container.items.query<unknown>(spec(query, parameters)).fetchAll()).resources;

describe.each([
  ['c.n = @n', { n: 7 }, [7]],
  ['c.n != 3 AND c.n < 5', {}, [0, 1, 2, 4]],
  ['c.n BETWEEN 3 AND 5 OR c.n IN (10, @n)', { n: 12 }, [3, 4, 5, 10, 12]],
  ['NOT (c.n > 1) AND c.n NOT IN (0)', {}, [1]],
  ["c.name LIKE 'a%' AND c.n < 9", {}, [2, 6]],
  ["c.name LIKE '_ob' AND c.n < 9", {}, [1, 5]],
  ["c.name LIKE '[A-B]%' AND c.n NOT BETWEEN 2 AND 99", {}, [0, 1]],
  ["STARTSWITH(c.name, 'ada', true) AND c.n < 5", {}, [0, 2, 4]],
  ["CONTAINS(c.name, 'love') AND c.n < 9", {}, [2, 6]],
  ["ENDSWITH(c.id, '9')", {}, [9, 19]],
  ["ARRAY_CONTAINS(c.tags, 'odd') AND c.n > 15", {}, [17, 19]],
  ['ARRAY_CONTAINS(c.tags, {"size": 4})', {}, [4]],
  ['ARRAY_LENGTH(c.tags) = 2 AND c.n < 5', {}, [0, 2, 4]],
  ['IS_DEFINED(c.five) AND IS_NULL(c.five)', {}, [0, 5, 10, 15]],
  ['c.five = null', {}, [0, 5, 10, 15]],
  ['c.missing != 1', {}, []],
  ['c["sub"].deep["v"] = 30', {}, [3]],
  ['c.n % 7 = 3 AND c.n * 2 + 1 > 9', {}, [10, 17]],
  ['EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t.size > 15)', {}, [16, 18]],
  ['c._ts >= @ts AND c.n = 1', { ts: NOON / 1000 }, [1]],
  ['(c.n > 17 ? true : c.n = 2)', {}, [2, 18, 19]],
  ["(c.missing ?? 'none') = 'none' AND c.n < 2", {}, [0, 1]],
])('WHERE %s', (where, parameters, expected) => {
  test('finds what it says', async () => {
    const rows = await across(`SELECT VALUE c.n FROM c WHERE ${where}`, parameters);
    expect((rows as number[]).sort((a, b) => a - b)).toEqual(expected);
  });
});

describe('SELECT', () => {
  const one = 'FROM c WHERE c.n = 4';
  test.each<[string, unknown]>([
    [`SELECT c.id, c.sub.deep.v, c.n + 1 AS next, c.missing ${one}`, { id: 'i04', v: 40, next: 5 }],
    [`SELECT VALUE {"a": c.id, b: [c.n, c.missing, 1]} ${one}`, { a: 'i04', b: [4, 1] }],
    [`SELECT c.n, UPPER(c.name) ${one}`, { n: 4, $1: 'ADA' }],
    [`SELECT VALUE ARRAY(SELECT VALUE t.size FROM t IN c.tags WHERE IS_OBJECT(t)) ${one}`, [4]],
    [`SELECT VALUE (SELECT VALUE COUNT(1) FROM t IN c.tags) ${one}`, 2],
    [`SELECT VALUE CONCAT(SUBSTRING(c.name, 0, 1), '-', TOSTRING(c.n)) ${one}`, 'A-4'],
  ])('%s', async (query, expected) => expect(await across(query)).toEqual([expected]));

  test('JOIN gives a row for each element', async () => {
    const rows = await across('SELECT c.n, t.size FROM c JOIN t IN c.tags WHERE c.n < 3 AND IS_DEFINED(t.size)');
    expect(rows).toEqual([
      { n: 0, size: 0 },
      { n: 2, size: 2 },
    ]);
    expect(await across("SELECT VALUE t FROM t IN c.tags WHERE t = 'odd'")).toHaveLength(10);
  });

  test('a partition key restricts a query to its partition', async () => {
    expect(await inPartition('SELECT VALUE c.n FROM c')).toEqual([0, 4, 8, 12, 16]);
    expect(await inPartition('SELECT VALUE COUNT(1) FROM c')).toEqual([5]);
    expect(await inPartition('SELECT * FROM c', {}, 'none')).toEqual([]);
  });
});

describe.each([
  ['across partitions', across],
  ['in a partition', (query: string, parameters?: Parameters) => inPartition(query.replace(/@all/g, '0'), parameters)],
] as const)('%s', (where, run) => {
  const numbers = where === 'in a partition' ? [0, 4, 8, 12, 16] : DOCUMENTS.map(({ n }) => n);
  const groupsOf = (mod: number) => [...new Set(numbers.map((n) => n % mod))].sort();

  test('ORDER BY sorts either way, by text too', async () => {
    expect(await run('SELECT VALUE c.n FROM c ORDER BY c.n DESC')).toEqual([...numbers].reverse());
    expect(await run('SELECT c.n FROM c WHERE c.n > 3 ORDER BY c.id')).toEqual(
      numbers.filter((n) => n > 3).map((n) => ({ n })),
    );
  });

  test('ORDER BY of two properties goes by a composite index', async () => {
    const rows = await run('SELECT c.group, c.n FROM c ORDER BY c.group ASC, c.n DESC');
    const expected = [...numbers].sort((a, b) => (a % 3) - (b % 3) || b - a).map((n) => ({ group: n % 3, n }));
    expect(rows).toEqual(expected);
    await expect(run('SELECT * FROM c ORDER BY c.group, c.n')).rejects.toMatchObject({ code: 400 });
  });

  test('ORDER BY of what is not indexed is refused, as the service does', async () => {
    await expect(run('SELECT * FROM c ORDER BY c.sub.deep.v')).rejects.toMatchObject({ code: 400 });
  });

  test('TOP and OFFSET LIMIT', async () => {
    expect(await run('SELECT TOP @top VALUE c.n FROM c ORDER BY c.n', { top: 3 })).toEqual(numbers.slice(0, 3));
    expect(await run('SELECT TOP 2 VALUE c.n FROM c WHERE c.n >= 4')).toHaveLength(2);
    expect(await run('SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 1 LIMIT 2')).toEqual(numbers.slice(1, 3));
    expect(await run('SELECT VALUE c.n FROM c OFFSET @o LIMIT @l', { o: 2, l: 2 })).toHaveLength(2);
  });

  test('aggregates', async () => {
    const sum = numbers.reduce((a, b) => a + b, 0);
    expect(await run('SELECT VALUE COUNT(1) FROM c')).toEqual([numbers.length]);
    expect(await run('SELECT VALUE SUM(c.n) FROM c')).toEqual([sum]);
    expect(await run('SELECT VALUE AVG(c.n) FROM c')).toEqual([sum / numbers.length]);
    expect(await run('SELECT VALUE MIN(c.n) FROM c')).toEqual([0]);
    expect(await run('SELECT VALUE MAX(c.id) FROM c')).toEqual([`i${Math.max(...numbers)}`]);
    expect(await run('SELECT VALUE COUNT(c.five) FROM c WHERE c.n > 99')).toEqual([0]);
    // One row is in any order.
    expect(await run('SELECT VALUE SUM(c.n) FROM c WHERE c.n > 3 ORDER BY c.n')).toEqual([
      numbers.filter((n) => n > 3).reduce((a, b) => a + b, 0),
    ]);
    expect(await run('SELECT COUNT(1) AS n, MAX(c.n) AS most FROM c')).toEqual([
      { n: numbers.length, most: Math.max(...numbers) },
    ]);
  });

  test('aggregates that keep the values', async () => {
    const names = DOCUMENTS.filter(({ n }) => numbers.includes(n)).map(({ name }) => name);
    const [list] = await run('SELECT VALUE MAKELIST(c.n) FROM c');
    expect((list as number[]).sort((a, b) => a - b)).toEqual(numbers);
    const [set] = await run('SELECT VALUE MAKESET(c.name) FROM c');
    expect((set as string[]).sort()).toEqual([...new Set(names)].sort());
    expect(await run('SELECT VALUE COUNTIF(c.n > 3) FROM c')).toEqual([numbers.filter((n) => n > 3).length]);
    expect(await run('SELECT VALUE MAKELIST(c.missing) FROM c')).toEqual([[]]);
  });

  test('GROUP BY', async () => {
    const rows = await run('SELECT c.group, COUNT(1) AS n, AVG(c.n) AS mean FROM c GROUP BY c.group');
    const expected = groupsOf(3).map((group) => {
      const members = numbers.filter((n) => n % 3 === group);
      return { group, n: members.length, mean: members.reduce((a, b) => a + b, 0) / members.length };
    });
    expect([...(rows as typeof expected)].sort((a, b) => a.group - b.group)).toEqual(expected);
    if (where === 'in a partition')
      expect(await run('SELECT VALUE c.group FROM c GROUP BY c.group')).toEqual(groupsOf(3));
    await expect(run('SELECT c.n, COUNT(1) AS x FROM c GROUP BY c.group')).rejects.toMatchObject({ code: 400 });
  });

  test('DISTINCT', async () => {
    expect((await run('SELECT DISTINCT c.group FROM c')).length).toBe(groupsOf(3).length);
    expect(await run("SELECT DISTINCT VALUE c.name FROM c WHERE c.name IN ('Ada', 'Cy') AND c.pk = 'p0'")).toEqual([
      'Ada',
    ]);
    expect(await run('SELECT DISTINCT VALUE c.name FROM c ORDER BY c.name')).toEqual(
      [...new Set(DOCUMENTS.filter(({ n }) => numbers.includes(n)).map(({ name }) => name))].sort(),
    );
  });
});

describe('paging', () => {
  test.each([
    ['documents as they come', 'SELECT VALUE c.n FROM c', 20],
    ['a filter', 'SELECT VALUE c.n FROM c WHERE c.n % 2 = 1', 10],
    ['elements', 'SELECT VALUE t.size FROM c JOIN t IN c.tags', 10],
  ])('%s: no row twice and none lost', async (_, query, count) => {
    const pages: number[][] = [];
    let continuationToken: string | undefined;
    do {
      const options = { maxItemCount: 3, ...(continuationToken === undefined ? {} : { continuationToken }) };
      const page = await container.items.query<number>(query, options).fetchNext();
      pages.push(page.resources);
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    expect(new Set(pages.flat()).size).toBe(count);
    expect(pages.every((page) => page.length <= 3)).toBe(true);
  });

  test('in a partition with ORDER BY', async () => {
    const iterator = container.items.query<number>('SELECT VALUE c.n FROM c ORDER BY c.n DESC', {
      partitionKey: 'p1',
      maxItemCount: 2,
    });
    const pages: number[][] = [];
    while (iterator.hasMoreResults()) pages.push((await iterator.fetchNext()).resources);
    expect(pages).toEqual([[17, 13], [9, 5], [1]]);
  });

  test('with ORDER BY goes on after what was seen, whatever comes or goes meanwhile', async () => {
    const changing = await account.container();
    for (const n of [10, 20, 20, 20, 30, 40]) await changing.items.create({ id: `i${Math.random()}`, pk: 'p', n });
    const iterator = changing.items.query<{ readonly n: number }>('SELECT c.n FROM c ORDER BY c.n', {
      partitionKey: 'p',
      maxItemCount: 2,
    });
    const next = async () => (await iterator.fetchNext()).resources.map(({ n }) => n);
    expect(await next()).toEqual([10, 20]);
    await changing.items.create({ id: 'first', pk: 'p', n: 5 });
    expect(await next()).toEqual([20, 20]);
    await changing.item('first', 'p').delete();
    await changing.items.create({ id: 'last', pk: 'p', n: 35 });
    expect([await next(), await next()]).toEqual([[30, 35], [40]]);
  });

  test('a token that is none of ours is refused', async () => {
    for (const continuationToken of ['nonsense', '+RID:~skip#x', '+RID:~order#1#eA'])
      await expect(
        container.items
          .query('SELECT * FROM c OFFSET 0 LIMIT 1', { continuationToken, partitionKey: 'p0' })
          .fetchNext(),
      ).rejects.toMatchObject({ code: 400 });
  });
});

describe('what is no query of the service', () => {
  test.each([
    ['CHOOSE * FROM c', 'Syntax error'],
    ['SELECT * FROM c WHERE', 'Syntax error'],
    ['SELECT x.id FROM c', "Identifier 'x' could not be resolved"],
    ['SELECT ABSENT_FUNCTION(c.id) FROM c', "'ABSENT_FUNCTION' is not a recognized built-in function name"],
    ['SELECT UPPER(c.id, 1) FROM c', 'requires 1 argument'],
    ['SELECT * FROM c WHERE c.n = @absent', "'@absent' has no value"],
    ['SELECT * FROM c JOIN t IN c.tags', 'single input set'],
    ['SELECT c.id, c.n AS id FROM c', 'duplicate property name'],
    ['SELECT * FROM c WHERE COUNT(c.n) > 1', 'only allowed in the SELECT clause'],
    ['SELECT TOP -1 * FROM c', 'Syntax error'],
    ['SELECT * FROM c ORDER BY c.n GROUP BY c.n', 'Syntax error'],
    ['SELECT c.n FROM c GROUP BY c.n ORDER BY c.n', 'ORDER BY is not supported together with GROUP BY'],
    // Nor does the grammar that Microsoft's SDK for .NET has: only FROM takes a query of several rows.
    ['SELECT * FROM c WHERE c.n IN (SELECT VALUE t FROM t IN c.tags)', 'Syntax error'],
  ])('%s', async (query, message) => {
    await expect(inPartition(query)).rejects.toMatchObject({ code: 400, message: expect.stringContaining(message) });
  });

  test('an aggregate inside an expression, across partitions', async () => {
    const message: unknown = expect.stringContaining(
      'Compositions of aggregates and other expressions are not allowed',
    );
    await expect(across('SELECT VALUE COUNT(1) + 1 FROM c')).rejects.toMatchObject({ code: 400, message });
    expect(await inPartition('SELECT VALUE COUNT(1) + 1 FROM c')).toEqual([6]);
  });
});

describe('what is not emulated of the language', () => {
  testOfTheEmulator('is refused', async () => {
    await expect(inPartition("SELECT * FROM c WHERE FULLTEXTCONTAINS(c.name, 'a')")).rejects.toMatchObject({
      code: 400,
    });
    const flat = await account.container({ geospatialConfig: { type: GeospatialType.Geometry } });
    expect((await flat.read()).resource?.geospatialConfig).toEqual({ type: 'Geometry' });
    await flat.items.create({ id: 'here', pk: 'p', at: { type: 'Point', coordinates: [1, 2] } });
    const near = flat.items.query("SELECT * FROM c WHERE ST_DISTANCE(c.at, {type: 'Point', coordinates: [1, 2]}) < 1");
    await expect(near.fetchAll()).rejects.toMatchObject({ code: 501 });
  });
});
