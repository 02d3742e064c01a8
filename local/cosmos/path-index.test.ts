import { openStore, type Store } from '../kit/store';
import { createDocumentTable, openDocumentTable, type DocumentTable } from './document-table';
import { openPathIndex, PATH_INDEX_SCHEMA, type PathIndex } from './path-index';
import { termOf } from './terms';
import { storedDocument } from './stored-document.testsuite';

/** Of the smallest size, as many as ten slices take. */
const DOCUMENTS = 10_100;
const EVERY = { after: 0, before: Number.MAX_SAFE_INTEGER };

let store: Store;
let index: PathIndex;
let table: DocumentTable;
beforeEach(async () => {
  store = openStore(':memory:');
  store.sql.exec(PATH_INDEX_SCHEMA);
  createDocumentTable(store, 1);
  index = openPathIndex(store, 1);
  table = openDocumentTable(store, 1, index);
  await store.commit(() => {
    for (let n = 1; n <= DOCUMENTS; n += 1) table.insert(stored(n, 'old'));
  });
}, 30_000);
afterEach(() => store.close());

const stored = (n: number, v: string) => storedDocument(n, { v });

const documents = (after: number) => table.scan({ span: { kind: 'all' }, after, nowSeconds: 0 });
const found = (of: PathIndex, v: string): readonly number[] =>
  of.find(['v'], { from: termOf(v), to: termOf(v) }, EVERY);

describe('an index of a path', () => {
  test('that is built while documents are written has all of them as they are', async () => {
    let isBuilt = false;
    const building = index.build(['v'], documents).then(() => (isBuilt = true));
    let n = 0;
    while (!isBuilt) {
      n += 1;
      const [low, high] = [n, DOCUMENTS - n];
      await store.commit(() => {
        table.update(stored(low, 'new'));
        table.remove(high);
        table.insert(stored(DOCUMENTS + n, 'new'));
      });
    }
    await building;
    // Each had a turn of its own, between two slices.
    expect(n).toBeGreaterThan(10);
    expect(index.isBuilt(['v'])).toBe(true);
    const every = [...documents(0)];
    for (const v of ['old', 'new'])
      expect(found(index, v)).toEqual(every.filter(({ body }) => body.includes(v)).map((one) => one.n));
    expect(index.count(['v'], { from: termOf('old'), to: termOf('old') }, 10)).toBe(10);
  }, 30_000);

  test('is there again after a restart; one that was not finished is begun anew', async () => {
    await index.build(['v'], documents);
    await store.commit(() => {
      store.sql.exec('INSERT INTO cosmos_indexed_paths (container, path, built) VALUES (1, \'["half"]\', 0)');
      store.sql.exec("INSERT INTO cosmos_terms VALUES (2, '1', 7)");
    });
    const again = openPathIndex(store, 1);
    expect(again.isBuilt(['v'])).toBe(true);
    expect(found(again, 'old')).toHaveLength(DOCUMENTS);
    expect(again.isBuilt(['half'])).toBe(false);
    await again.build(['half'], documents);
    expect(again.find(['half'], { from: termOf(undefined), to: termOf(undefined) }, EVERY)).toHaveLength(DOCUMENTS);
  }, 30_000);

  test('is of its container alone, and only so many paths are kept', async () => {
    const other = openPathIndex(store, 2);
    await other.build(['v'], () => [{ n: 1, body: '{"v":"old"}' }]);
    await index.build(['v'], documents);
    expect(found(other, 'old')).toEqual([1]);
    for (let i = 0; i < 20; i += 1) await other.build([`p${i}`], () => []);
    expect([other.isBuilt(['p3']), other.isBuilt(['p19'])]).toEqual([true, false]);
  }, 30_000);
});
