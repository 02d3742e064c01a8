import fc from 'fast-check';
import { openStore, type Store } from '../kit/store';
import { readDefinition } from './container-definition';
import { recordOf, type ContainerRecord } from './container-record';
import { createDocumentTable } from './document-table';
import type { StoredDocument } from './stored-document';
import type { Json } from './json';
import { PATH_INDEX_SCHEMA } from './path-index';
import { queryDocuments, type QueryPage } from './query-documents';
import { numberOf } from './spans';
import { parseQuery } from './sql/parse';
import { targetOf } from './target';
import { createUniqueTable } from './unique-keys';
import { storedDocument } from './stored-document.testsuite';

const NOW = 1_000;
/** So many in each of the ranges that queries go by an index. */
const PADDING = 2_001;
const RANGES = 2;
const LONG = 'long '.repeat(60);

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>('a', 'b', '', null, true, 0, -1, 1.5, [1], { a: 1 }, LONG, `${LONG}1`, `${LONG}2`),
  fc.integer({ min: -5, max: 5 }),
);

async function openShelf(): Promise<{ readonly store: Store; readonly container: ContainerRecord }> {
  const store = openStore(':memory:');
  store.sql.exec(PATH_INDEX_SCHEMA);
  createDocumentTable(store, 1);
  createUniqueTable(store, 1);
  const definition = JSON.stringify(readDefinition({ id: 'c', partitionKey: { paths: ['/pk'] } }));
  const row = { n: 1, database: 1, definition, etag: '', ts: 0, ranges: RANGES, layout: 'even' as const };
  const container = recordOf(store, { n: 1, id: 'd', etag: '', ts: 0 }, row);
  await store.commit(() => {
    for (let i = 1; i <= PADDING * RANGES; i += 1) container.table.insert(stored(i, { x: `m${i % 50}`, keep: i % 3 }));
  });
  await container.pathIndex.build(['x'], (after) =>
    container.table.scan({ span: { kind: 'all' }, after, nowSeconds: 0 }),
  );
  return { store, container };
}

const stored = (i: number, content: object, expiresAt: number | null = null): StoredDocument => ({
  ...storedDocument(i, { ...content, i }, { pk: `p${i % 7}`, expiresAt }),
  n: numberOf(i % RANGES, i, 0),
});

interface Asked {
  readonly text: string;
  readonly range: number | undefined;
  readonly pageSize: number;
}

/** The first pages of a query. */
function pagesOf(container: ContainerRecord, { text, range, pageSize }: Asked): readonly QueryPage[] {
  const pages: QueryPage[] = [];
  do {
    const page = queryDocuments(container, {
      query: parseQuery(text),
      parameters: new Map(),
      target: targetOf(container, range === undefined ? {} : { 'x-ms-documentdb-partitionkeyrangeid': String(range) }),
      pageSize,
      continuation: pages.at(-1)?.continuation,
      functions: { nowMs: NOW * 1000, userFunctions: new Map() },
    });
    pages.push(page);
  } while (pages.length < 3 && pages.at(-1)?.continuation !== undefined);
  return pages;
}

const walking = (container: ContainerRecord): ContainerRecord => ({
  ...container,
  table: { ...container.table, groups: () => undefined },
});

const document = fc.record({ x: value, keep: fc.integer({ min: 0, max: 2 }) }, { requiredKeys: [] });
const asked: fc.Arbitrary<Asked> = fc.record({
  text: fc
    .tuple(
      fc.constantFrom('SELECT c.i, c.x', 'SELECT TOP 7 c.i', 'SELECT VALUE c.i', 'SELECT DISTINCT c.x', 'SELECT *'),
      fc.constantFrom('', ' WHERE true', ' WHERE c.keep % 2 = 0', ' WHERE c.keep + 0 = 5'),
      fc.constantFrom('', ' DESC'),
      fc.constantFrom('', ' OFFSET 3 LIMIT 11'),
    )
    .map(([select, where, order, window]) => `${select} FROM c${where} ORDER BY c.x${order}${window}`),
  range: fc.constantFrom(undefined, 0, 1),
  pageSize: fc.constantFrom(1, 5, 100),
});

test('a query that sorts by an index gives what one that walks gives, and looks at less', async () => {
  const { store, container } = await openShelf();
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { maxLength: 12 }),
      fc.array(asked, { minLength: 3 }),
      async (some, queries) => {
        const first = PADDING * RANGES + 1;
        await store.commit(() =>
          some.forEach((one, i) => container.table.insert(stored(first + i, one, i % 5 === 4 ? NOW : null))),
        );
        for (const one of queries) {
          const rows = (pages: readonly QueryPage[]) => pages.map((page) => [page.rows, page.continuation]);
          expect(rows(pagesOf(container, one))).toEqual(rows(pagesOf(walking(container), one)));
        }
        await store.commit(() => some.forEach((_, i) => container.table.remove(stored(first + i, {}).n)));
      },
    ),
    { numRuns: 25 },
  );
  const top = { text: 'SELECT TOP 10 c.i FROM c ORDER BY c.x', range: undefined, pageSize: 100 };
  expect(pagesOf(container, top)[0]?.scanned).toBeLessThan(PADDING / 10);
  expect(pagesOf(walking(container), top)[0]?.scanned).toBe(PADDING * RANGES);
  store.close();
});
