import type { Store } from '../kit/store';
import { parseJson, valueAt, type Json } from './json';
import { LAST_OF_ALL, termOf, type TermRange } from './terms';

/** A document as far as an index of paths goes. */
export interface IndexedDocument {
  readonly n: number;
  readonly body: string;
}

/** Numbers of documents: the first is not in it, nor is the last. */
export interface Numbers {
  readonly after: number;
  readonly before: number;
}

/**
 * The terms that a container's documents have at paths which queries have filtered by. A path is indexed when it was
 * first wanted, and from then on by each write, in its transaction.
 */
export interface PathIndex {
  isBuilt(path: readonly string[]): boolean;
  /** Documents with one of the terms, but no more than `most`. */
  count(path: readonly string[], range: TermRange, most: number): number;
  find(path: readonly string[], range: TermRange, numbers: Numbers): readonly number[];
  /** The term of some document that comes after this one, or first of all; undefined where none is left. */
  nextTerm(path: readonly string[], after: string | undefined, descending: boolean): string | undefined;
  /** Inside a commit: how a document was, and how it is. */
  written(before: IndexedDocument | undefined, after: IndexedDocument | undefined): void;
  /** Whether writes have something to tell. */
  isInUse(): boolean;
  /** Indexes a path slice by slice, between which others have their turn; `documents` gives those after a number, in order, whether they expired or not. */
  build(path: readonly string[], documents: (after: number) => Iterable<IndexedDocument>): Promise<void>;
}

/** Each path costs each write a little. */
const MOST_PATHS = 16;

/** What is indexed before others have their turn again. */
export interface Slice {
  readonly documents: number;
  /** Of their texts. */
  readonly size: number;
}

/** More at once would be written fewer times over; these take some ten milliseconds. */
const SLICE: Slice = { documents: 1_000, size: 2 ** 20 };

export const PATH_INDEX_SCHEMA = `
  CREATE TABLE IF NOT EXISTS cosmos_indexed_paths (n INTEGER PRIMARY KEY AUTOINCREMENT, container INTEGER NOT NULL,
    path TEXT NOT NULL, built INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS cosmos_terms (path INTEGER NOT NULL, term TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (path, term, n)) WITHOUT ROWID;`;

/** Inside a commit. */
export function dropPathIndex({ sql }: Store, container: number): void {
  sql
    .prepare('DELETE FROM cosmos_terms WHERE path IN (SELECT n FROM cosmos_indexed_paths WHERE container = ?)')
    .run(container);
  sql.prepare('DELETE FROM cosmos_indexed_paths WHERE container = ?').run(container);
}

interface IndexedPath {
  readonly n: number;
  readonly names: readonly string[];
  isBuilt: boolean;
}

type Statements = ReturnType<typeof prepare>;

const spell = (path: readonly string[]): string => JSON.stringify(path);

export function openPathIndex(store: Store, container: number, slice = SLICE): PathIndex {
  const statements = prepare(store.sql);
  const paths = loadPaths(statements, container);
  const wanted = new Set(paths.keys());
  const numberOf = (path: readonly string[]): number => paths.get(spell(path))?.n ?? 0;
  /** One path after another, or a turn would take as long as there are paths. */
  let building: Promise<void> = Promise.resolve();
  return {
    isBuilt: (path) => paths.get(spell(path))?.isBuilt ?? false,
    isInUse: () => paths.size > 0,
    count: (path, { from, to }, most) =>
      (statements.count.get(numberOf(path), from, to, most) as { readonly found: number }).found,
    find(path, { from, to }, { after, before }) {
      const row = statements.find.get(numberOf(path), from, to, after, before) as { readonly numbers: string };
      return JSON.parse(row.numbers) as number[];
    },
    nextTerm(path, after, descending) {
      const [next, start] = descending ? [statements.before, LAST_OF_ALL] : [statements.after, ''];
      return (next.get(numberOf(path), after ?? start) as { readonly term: string | null }).term ?? undefined;
    },
    written(before, after) {
      const [was, is] = [before, after].map((document) => document && parseJson(document.body));
      for (const { n, names } of paths.values()) {
        const [old, term] = [before && termOf(valueAt(was, names)), after && termOf(valueAt(is, names))];
        if (old === term) continue;
        if (before !== undefined) statements.remove.run(n, old, before.n);
        if (after !== undefined) statements.add.run(n, term, after.n);
      }
    },
    async build(path, documents) {
      if (wanted.has(spell(path)) || wanted.size >= MOST_PATHS) return;
      wanted.add(spell(path));
      const before = building;
      const built = before.then(() => buildOne(path, documents));
      building = built.catch(() => undefined);
      await built;
    },
  };

  async function buildOne(path: readonly string[], documents: (after: number) => Iterable<IndexedDocument>) {
    const n = await store.commit(() => Number(statements.addPath.run(container, spell(path)).lastInsertRowid));
    const one: IndexedPath = { n, names: path, isBuilt: false };
    paths.set(spell(path), one);
    for (let at: number | undefined = 0; at !== undefined;) {
      const after: number = at;
      at = await store.commit(() => addSlice(statements, one, documents(after), slice));
    }
    one.isBuilt = true;
  }
}

/** What was not finished is begun anew when it is wanted again. */
function loadPaths(statements: Statements, container: number): Map<string, IndexedPath> {
  type Row = { readonly n: number; readonly path: string; readonly built: number };
  const paths = new Map<string, IndexedPath>();
  for (const { n, path, built } of statements.paths.all(container) as Row[]) {
    if (built === 1) paths.set(path, { n, names: JSON.parse(path) as string[], isBuilt: true });
    else {
      statements.dropTerms.run(n);
      statements.dropPath.run(n);
    }
  }
  return paths;
}

/** Inside a commit. Where to go on; undefined at the end, and when the container is gone. */
function addSlice(
  statements: Statements,
  { n: path, names }: IndexedPath,
  documents: Iterable<IndexedDocument>,
  slice: Slice,
): number | undefined {
  if (statements.isKnown.get(path) === undefined) return undefined;
  const terms: Json[] = [];
  let size = 0;
  for (const { n, body } of documents) {
    terms.push([termOf(valueAt(parseJson(body), names)), n]);
    size += body.length;
    if (terms.length < slice.documents && size < slice.size) continue;
    statements.addMany.run(path, JSON.stringify(terms));
    return n;
  }
  statements.addMany.run(path, JSON.stringify(terms));
  statements.setBuilt.run(path);
  return undefined;
}

function prepare(sql: Store['sql']) {
  const those = 'FROM cosmos_terms WHERE path = ? AND term >= ? AND term <= ?';
  return {
    paths: sql.prepare('SELECT n, path, built FROM cosmos_indexed_paths WHERE container = ?'),
    addPath: sql.prepare('INSERT INTO cosmos_indexed_paths (container, path, built) VALUES (?, ?, 0)'),
    isKnown: sql.prepare('SELECT n FROM cosmos_indexed_paths WHERE n = ?'),
    setBuilt: sql.prepare('UPDATE cosmos_indexed_paths SET built = 1 WHERE n = ?'),
    dropPath: sql.prepare('DELETE FROM cosmos_indexed_paths WHERE n = ?'),
    dropTerms: sql.prepare('DELETE FROM cosmos_terms WHERE path = ?'),
    add: sql.prepare('INSERT OR IGNORE INTO cosmos_terms (path, term, n) VALUES (?, ?, ?)'),
    addMany: sql.prepare(
      'INSERT OR IGNORE INTO cosmos_terms (path, term, n) SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)',
    ),
    remove: sql.prepare('DELETE FROM cosmos_terms WHERE path = ? AND term = ? AND n = ?'),
    count: sql.prepare(`SELECT count(*) AS found FROM (SELECT 1 ${those} LIMIT ?)`),
    after: sql.prepare('SELECT min(term) AS term FROM cosmos_terms WHERE path = ? AND term > ?'),
    before: sql.prepare('SELECT max(term) AS term FROM cosmos_terms WHERE path = ? AND term < ?'),
    find: sql.prepare(`SELECT json_group_array(n) AS numbers FROM (SELECT n ${those} AND n > ? AND n < ? ORDER BY n)`),
  };
}
