import fc from 'fast-check';
import { openStore, type Store } from '../kit/store';
import { createDocumentTable, openDocumentTable, type DocumentTable } from './document-table';
import type { Json } from './json';
import { openPathIndex, PATH_INDEX_SCHEMA } from './path-index';
import type { Comparison, Expression, Query } from './sql/ast';
import { compileQuery } from './sql/execute';
import { narrowingOf } from './sql/narrow';
import { parseQuery } from './sql/parse';
import { compareValues } from './sql/values';
import { termOf } from './terms';
import { storedDocument } from './stored-document.testsuite';

const LONG = 'long '.repeat(60);
const string = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'ab',
    'abc',
    'b',
    'A',
    '1',
    'null',
    '"',
    '\\',
    '*',
    'a*',
    '[a]',
    '?',
    'a\nb',
    LONG,
    `${LONG}1`,
    `${LONG}2`,
  ),
  fc.constantFrom(
    '\0',
    '\u0001',
    'a\0',
    '\uD7FE',
    '\uD7FF',
    '\uD800',
    '\uDC00',
    '😀',
    'a😀',
    'a\uD83D',
    '\uE000',
    '\uFFFF',
    'é',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    2 ** 53 - 1,
    4_611_686_018_427_387_904,
    1e21,
    10,
    100,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const scalar = fc.oneof(string, number, fc.boolean(), fc.constant(null));
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 2 }),
  fc.record({ v: scalar }, { requiredKeys: [] }) as fc.Arbitrary<Json>,
);
const document = fc.record(
  { x: value, y: value, z: value, deep: fc.record({ v: value }, { requiredKeys: [] }) },
  { requiredKeys: [] },
) as fc.Arbitrary<{ [name: string]: Json }>;

const member = (of: Expression, name: string): Expression => ({
  kind: 'member',
  of,
  key: { kind: 'literal', value: name },
});
const root: Expression = { kind: 'name', name: 'c' };
const path = fc.oneof(
  fc.constantFrom('x', 'y', 'z').map((name) => member(root, name)),
  fc.constant(member(member(root, 'deep'), 'v')),
);
const literal = value.map((one): Expression => ({ kind: 'literal', value: one }));
const operand = fc.oneof(path, literal);
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .tuple(fc.constantFrom<Comparison>('=', '=', '!=', '<', '<=', '>', '>='), operand, operand)
    .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
  fc
    .tuple(path, fc.array(literal, { minLength: 1, maxLength: 3 }))
    .map(([sought, options]): Expression => ({ kind: 'in', value: sought, options })),
  fc
    .tuple(path, literal, literal)
    .map(([tested, low, high]): Expression => ({ kind: 'between', value: tested, low, high })),
  fc
    .tuple(fc.constantFrom('STARTSWITH', 'STRINGEQUALS', 'ARRAY_CONTAINS'), path, literal)
    .map(([name, of, sought]): Expression => ({ kind: 'call', name, args: [of, sought] })),
  path.map((of): Expression => ({ kind: 'call', name: 'IS_DEFINED', args: [of] })),
);
const condition: fc.Memo<Expression> = fc.memo((depth) => (depth <= 1 ? leaf : fc.oneof(leaf, branch(depth - 1))));
const branch = (depth: number): fc.Arbitrary<Expression> =>
  fc
    .tuple(fc.constantFrom('AND' as const, 'AND' as const, 'OR' as const), condition(depth), condition(depth))
    .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right }));

const everything = parseQuery('SELECT * FROM c');
const NOW = 1_000;
/** So many that queries go by the index. */
const PADDING = 2_001;

interface Shelf {
  readonly store: Store;
  readonly table: DocumentTable;
}

async function openShelf(): Promise<Shelf> {
  const store = openStore(':memory:');
  store.sql.exec(PATH_INDEX_SCHEMA);
  createDocumentTable(store, 1);
  const index = openPathIndex(store, 1);
  const table = openDocumentTable(store, 1, index);
  await store.commit(() => {
    for (let n = 1; n <= PADDING; n += 1) table.insert(stored(n, { x: n % 7, y: `a${n % 5}`, z: n % 2 === 0 }));
  });
  const documents = (after: number) => table.scan({ span: { kind: 'all' }, after, nowSeconds: 0 });
  for (const names of [['x'], ['y'], ['deep', 'v']]) await index.build(names, documents);
  return { store, table };
}

const stored = (n: number, content: object, expiresAt: number | null = null) =>
  storedDocument(n, { ...content, n }, { pk: `p${n % 2}`, expiresAt });

function found({ table }: Shelf, query: Query, byIndex: boolean): unknown[] {
  const narrowing = byIndex ? narrowingOf(query, new Map(), () => true) : undefined;
  const scanned = [...table.scan({ span: { kind: 'all' }, after: 0, nowSeconds: NOW, narrowing })];
  const compiled = compileQuery(query, new Map(), { nowMs: 0, userFunctions: new Map() });
  return [...compiled.run(scanned.map(({ body }) => JSON.parse(body) as Json))];
}

/** Some documents come, some of them change, some go, some expire, and some never were: their write was undone. */
async function live({ store, table }: Shelf, lives: readonly (readonly [string, object, object])[]): Promise<void> {
  for (const [i, [fate, first, then]] of lives.entries()) {
    const n = PADDING + 1 + i;
    await store
      .commit(() => {
        table.insert(stored(n, first, fate === 'expires' ? NOW : null));
        if (fate === 'undone') throw new Error('undone');
      })
      .catch(() => undefined);
    await store.commit(() => {
      if (fate === 'changes') table.update(stored(n, then));
      if (fate === 'goes') table.remove(n);
      if (fate === 'is forgotten') {
        table.update(stored(n, then, NOW));
        table.purge(NOW, 1);
      }
    });
  }
}

const forget = ({ store, table }: Shelf): Promise<void> =>
  store.commit(() => {
    for (const { n } of [...table.scan({ span: { kind: 'all' }, after: PADDING, nowSeconds: 0 })]) table.remove(n);
  });

const life = fc.tuple(
  fc.constantFrom('stays', 'changes', 'goes', 'expires', 'is forgotten', 'undone'),
  document,
  document,
);
const documentsOf = (row: unknown): number => (row as { readonly documents: number }).documents;
/** How many documents each of the indexed paths has. */
const termsOf = ({ store }: Shelf): readonly number[] =>
  store.sql.prepare('SELECT count(*) AS documents FROM cosmos_terms GROUP BY path').all().map(documentsOf);

describe('a query that goes by an index', () => {
  test('finds what a walk over all documents finds', async () => {
    const shelf = await openShelf();
    await fc.assert(
      fc.asyncProperty(
        fc.array(life, { maxLength: 12 }),
        fc.array(condition(3), { minLength: 3, maxLength: 6 }),
        async (lives, conditions) => {
          await live(shelf, lives);
          for (const where of conditions) {
            const query = { ...everything, where };
            expect(found(shelf, query, true)).toEqual(found(shelf, query, false));
          }
          await forget(shelf);
        },
      ),
    );
    // The fourth path is indexed because it was looked for.
    expect(termsOf(shelf)).toEqual([PADDING, PADDING, PADDING, PADDING]);
  });

  test('terms go in the order of their values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = compareValues(a, b);
        if (order === 0) expect(termOf(a)).toBe(termOf(b));
        else if (order < 0) expect(termOf(a) <= termOf(b)).toBe(true);
        else expect(termOf(a) >= termOf(b)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
