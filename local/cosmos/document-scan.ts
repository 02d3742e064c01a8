import { candidatesOf, countOf, pathsOf, textsOf } from './candidates';
import type { StoredDocument } from './stored-document';
import type { PathIndex } from './path-index';
import { bySpan, endOf, globOf, LIVING, startOf, type Span, type Sql } from './spans';
import type { Narrowing } from './sql/narrow';

export interface ScanSpan {
  readonly span: Span;
  readonly after: number;
  readonly nowSeconds: number;
  /** Documents that it excludes may be left out. */
  readonly narrowing?: Narrowing | undefined;
}

/** Documents in the order of what they have at a path. */
export interface OrderedSpan {
  readonly span: Span;
  readonly nowSeconds: number;
  readonly path: readonly string[];
  readonly descending: boolean;
  /** What comes before this term is left out. */
  readonly from?: string | undefined;
}

export interface Scan {
  /** Living documents in order of creation. */
  scan(from: ScanSpan): Generator<ScannedDocument>;
  /**
   * Living documents by an index: those of each group go before those of the next one, in whatever order among
   * themselves. Undefined where no index serves; then the next query may find one.
   */
  groups(from: OrderedSpan): Iterable<Iterable<ScannedDocument>> | undefined;
}

/** What a scan gives of a document. */
export type ScannedDocument = Pick<StoredDocument, 'n' | 'pk' | 'id' | 'body'>;

const SCAN_CHUNK = 200;
/** An instant before all others. */
const ALSO_EXPIRED = -1;

/** So many are looked through in no time. */
const FEW = 2_000;

const SCANNED = 'n, pk, id, body';

/** Documents of a span one after another, and those of some numbers. */
function createReads(sql: Sql, table: string) {
  const following = bySpan(
    sql,
    (span, texts) =>
      `SELECT ${SCANNED} FROM ${table} WHERE ${span} AND n > ? AND ${LIVING} ${texts} ORDER BY n LIMIT ${SCAN_CHUNK}`,
  );
  const picked = bySpan(
    sql,
    (span) =>
      `SELECT ${SCANNED} FROM ${table} WHERE ${span} AND n IN (SELECT value FROM json_each(?)) AND ${LIVING} ORDER BY n`,
  );

  function* walk({ span, after, nowSeconds, narrowing }: ScanSpan): Generator<ScannedDocument> {
    const texts = (narrowing && textsOf(narrowing)) ?? [];
    for (let from = after; ;) {
      const values = [from, nowSeconds, ...texts.map(globOf)];
      // SQLite begins at one of two lower bounds, and would walk from the first of the range each time.
      const rows = following.all(span, values, { texts: texts.length, after: from }) as ScannedDocument[];
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || rows.length < SCAN_CHUNK) return;
      from = end.n;
    }
  }

  function* pick(
    { span, nowSeconds }: Pick<ScanSpan, 'span' | 'nowSeconds'>,
    numbers: readonly number[],
  ): Generator<ScannedDocument> {
    for (let at = 0; at < numbers.length; at += SCAN_CHUNK) {
      const chunk = JSON.stringify(numbers.slice(at, at + SCAN_CHUNK));
      yield* picked.all(span, [chunk, nowSeconds]) as ScannedDocument[];
    }
  }

  return { walk, pick };
}

export function createScan(sql: Sql, table: string, index: PathIndex): Scan {
  const { walk, pick } = createReads(sql, table);
  const beyond = bySpan(sql, (span) => `SELECT 1 FROM ${table} WHERE ${span} LIMIT 1 OFFSET ?`);
  const hasMoreThan = (span: Span, count: number) => beyond.get(span, [count]) !== undefined;
  const everyDocument = (after: number) => walk({ span: { kind: 'all' }, after, nowSeconds: ALSO_EXPIRED });

  /** For the next query; a failure leaves queries as they were. */
  const build = (path: readonly string[]): void => void index.build(path, everyDocument).catch(() => undefined);

  /** What the index knows; where it lacks a path that a query has to look for, it gets it for the next one. */
  function candidates({ span, after }: ScanSpan, narrowing: Narrowing): readonly number[] | undefined {
    if (!hasMoreThan(span, FEW)) return undefined;
    const count = countOf(index, narrowing);
    if (count === undefined) pathsOf(narrowing).forEach(build);
    else if (hasMoreThan(span, count)) return candidatesOf(index, narrowing, { after, before: endOf(span) });
    return undefined;
  }

  function* inOrder({ span, nowSeconds, path, descending, from }: OrderedSpan): Generator<Iterable<ScannedDocument>> {
    const numbers = { after: startOf(span) - 1, before: endOf(span) };
    const next = (term?: string) => index.nextTerm(path, term, descending);
    for (let term = from ?? next(); term !== undefined; term = next(term))
      yield pick({ span, nowSeconds }, index.find(path, { from: term, to: term }, numbers));
  }

  return {
    scan(from) {
      const found = from.narrowing && candidates(from, from.narrowing);
      return found === undefined ? walk(from) : pick(from, found);
    },
    groups(from) {
      const { span, path } = from;
      // An index has the documents of all keys, among which those of one would have to be sought.
      if (span.kind === 'key' || span.kind === 'prefix' || !hasMoreThan(span, FEW)) return undefined;
      if (index.isBuilt(path)) return inOrder(from);
      build(path);
      return undefined;
    },
  };
}
