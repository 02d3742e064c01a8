import fc from 'fast-check';
import { openStore, type Store } from '../kit/store';
import { createDocumentTable, openDocumentTable, type DocumentTable } from './document-table';
import { parseJson, valueAt, type Json } from './json';
import { openPathIndex, PATH_INDEX_SCHEMA, type PathIndex } from './path-index';
import { termOf } from './terms';
import { storedDocument } from './stored-document.testsuite';

const NOW = 1_000;
const PATH = ['v'];

interface Shelf {
  readonly store: Store;
  readonly index: PathIndex;
  readonly table: DocumentTable;
}

function openShelf(): Shelf {
  const store = openStore(':memory:');
  store.sql.exec(PATH_INDEX_SCHEMA);
  createDocumentTable(store, 1);
  const index = openPathIndex(store, 1, { documents: 3, size: 200 });
  return { store, index, table: openDocumentTable(store, 1, index) };
}

const stored = (n: number, v: Json, expiresAt: number | null = null) => storedDocument(n, { v }, { expiresAt });

const value = fc.oneof(fc.constantFrom<Json>('a', 'b', null, 1, true), fc.string({ maxLength: 100 }));

const write = fc.record({
  deed: fc.constantFrom('puts', 'puts', 'removes', 'expires', 'purges'),
  n: fc.integer({ min: 1, max: 30 }),
  value,
  isUndone: fc.boolean(),
});
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

function perform({ table }: Shelf, { deed, n, value: v, isUndone }: Write): void {
  const document = stored(n, v, deed === 'expires' ? NOW : null);
  if (deed === 'purges') table.purge(NOW, 2);
  else if (deed === 'removes') table.remove(n);
  else if (table.byNumber(n) === undefined) table.insert(document);
  else table.update(document);
  if (isUndone) throw new Error('undone');
}

const everyDocument = ({ table }: Shelf, after = 0) => table.scan({ span: { kind: 'all' }, after, nowSeconds: -1 });

const termsKept = ({ store }: Shelf): readonly unknown[] =>
  store.sql.prepare('SELECT term, n FROM cosmos_terms ORDER BY n').raw().all();

test('an index that is built while documents come, change and go has them as they are in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { maxLength: 20 }),
      fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      async (first, turns) => {
        const shelf = openShelf();
        const { store, index } = shelf;
        await store.commit(() => first.forEach((v, i) => shelf.table.insert(stored(i + 1, v))));
        const building = index.build(PATH, (after) => everyDocument(shelf, after));
        for (const writes of turns)
          await Promise.allSettled(writes.map((one) => store.commit(() => perform(shelf, one))));
        await building;
        const expected = [...everyDocument(shelf)].map(({ n, body }) => [termOf(valueAt(parseJson(body), PATH)), n]);
        expect(termsKept(shelf)).toEqual(expected);
        store.close();
      },
    ),
  );
});
