import type { Store } from '../kit/store';
import { candidatesOf, countOf, pathsOf, textsOf } from './candidates';
import type { PartitionKey } from './partition-key';
import type { PathIndex } from './path-index';
import type { Narrowing } from './sql/narrow';

/** A stored version of a document. `body` is its JSON with the system properties, as a read answers it. */
export interface StoredDocument {
  /** Its number in the container: the order of queries, and what its rid is made of. */
  readonly n: number;
  readonly pk: PartitionKey;
  readonly id: string;
  readonly etag: string;
  /** Seconds since the epoch. */
  readonly ts: number;
  /** The transaction that wrote it; documents of one batch share it and are told apart by `seq`. */
  readonly lsn: number;
  readonly seq: number;
  /** Its own `ttl`, as written. */
  readonly ttl: number | null;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
  readonly body: string;
}

/** The documents that a request is about. */
export type Span =
  | { readonly kind: 'all' }
  | { readonly kind: 'range'; readonly range: number }
  | { readonly kind: 'key'; readonly pk: PartitionKey }
  /** Keys of a hierarchy that go on from `prefix` ({@link keyPrefix}). */
  | { readonly kind: 'prefix'; readonly prefix: string };

/** Numbers of documents begin with the range they live in: their order is that of a walk over the ranges. */
const NUMBERS_PER_RANGE = 2 ** 49;
/** Then they grow with time, so that within a range the order of documents is that of their creation. */
const NUMBERS_PER_TRANSACTION = 1024;

export const numberOf = (range: number, lsn: number, seq: number): number =>
  range * NUMBERS_PER_RANGE + lsn * NUMBERS_PER_TRANSACTION + seq;

const rangeOfNumber = (n: number): number => Math.floor(n / NUMBERS_PER_RANGE);

/** The same selection as a span's condition in SQL. */
export function isInSpan(span: Span, { n, pk }: { readonly n: number; readonly pk: string }): boolean {
  switch (span.kind) {
    case 'all':
      return true;
    case 'range':
      return rangeOfNumber(n) === span.range;
    case 'key':
      return pk === span.pk;
    case 'prefix':
      return pk.startsWith(span.prefix);
  }
}

export interface ScanSpan {
  readonly span: Span;
  readonly after: number;
  readonly nowSeconds: number;
  /** Documents that it excludes may be left out. */
  readonly narrowing?: Narrowing | undefined;
}

/** What a scan gives of a document. */
export type ScannedDocument = Pick<StoredDocument, 'n' | 'pk' | 'id' | 'body'>;

export interface FeedSpan {
  readonly span: Span;
  readonly afterLsn: number;
  readonly writtenAtOrAfter: number;
  readonly limit: number;
  readonly nowSeconds: number;
}

/** The SQLite table of one container. Writes are for use inside a commit of the store alone. */
export interface DocumentTable {
  find(pk: PartitionKey, id: string): StoredDocument | undefined;
  byNumber(n: number): StoredDocument | undefined;
  insert(document: StoredDocument): void;
  update(document: StoredDocument): void;
  remove(n: number): void;
  /** Living documents in order of creation. */
  scan(from: ScanSpan): Generator<ScannedDocument>;
  /** Living documents in order of their last write; a transaction is never cut, so there may be more than `limit`. */
  changes(span: FeedSpan): readonly StoredDocument[];
  /** Expired documents, up to `limit`, which are forgotten by this. */
  purge(nowSeconds: number, limit: number): readonly StoredDocument[];
  hasExpired(nowSeconds: number): boolean;
  size(): { readonly documents: number; readonly bytes: number };
  /** The container's default changed: everything without a `ttl` of its own lives by the new one. */
  rearm(defaultTtl: number | undefined): void;
}

const COLUMNS = 'n, pk, id, etag, ts, lsn, seq, ttl, expiresAt, body';
const LIVING = '(expiresAt IS NULL OR expiresAt > ?)';
const SCAN_CHUNK = 200;
/** An instant before all others. */
const ALSO_EXPIRED = -1;

const tableName = (container: number): string => `cosmos_documents_${container}`;

/** Inside a commit. */
export function createDocumentTable({ sql }: Store, container: number): void {
  const table = tableName(container);
  sql.exec(`CREATE TABLE ${table} (n INTEGER PRIMARY KEY, pk TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL,
    ts INTEGER NOT NULL, lsn INTEGER NOT NULL, seq INTEGER NOT NULL, ttl INTEGER, expiresAt INTEGER, body TEXT NOT NULL);
    CREATE UNIQUE INDEX ${table}_by_key ON ${table} (pk, id);
    CREATE INDEX ${table}_by_partition ON ${table} (pk);
    CREATE INDEX ${table}_by_lsn ON ${table} (lsn, seq);
    CREATE INDEX ${table}_by_expiry ON ${table} (expiresAt) WHERE expiresAt IS NOT NULL;`);
}

/** Inside a commit. */
export const dropDocumentTable = ({ sql }: Store, container: number): void =>
  void sql.exec(`DROP TABLE ${tableName(container)}`);

export function openDocumentTable({ sql }: Store, container: number, index: PathIndex): DocumentTable {
  const table = tableName(container);
  const find = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE pk = ? AND id = ?`);
  const byNumber = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE n = ?`);
  const insert = sql.prepare(`INSERT INTO ${table} (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = sql.prepare(
    `UPDATE ${table} SET etag = ?, ts = ?, lsn = ?, seq = ?, ttl = ?, expiresAt = ?, body = ? WHERE n = ?`,
  );
  const remove = sql.prepare(`DELETE FROM ${table} WHERE n = ?`);
  const size = sql.prepare(`SELECT count(*) AS documents, coalesce(sum(length(body)), 0) AS bytes FROM ${table}`);
  const expired = sql.prepare(`SELECT n FROM ${table} WHERE expiresAt <= ? LIMIT 1`);
  const purge = sql.prepare(
    `DELETE FROM ${table} WHERE n IN (SELECT n FROM ${table} WHERE expiresAt <= ? LIMIT ?) RETURNING ${COLUMNS}`,
  );
  const storedAs = (n: number) => byNumber.get(n) as StoredDocument | undefined;
  return {
    find: (pk, id) => find.get(pk, id) as StoredDocument | undefined,
    byNumber: storedAs,
    insert(d) {
      if (index.isInUse()) index.written(undefined, d);
      insert.run(d.n, d.pk, d.id, d.etag, d.ts, d.lsn, d.seq, d.ttl, d.expiresAt, d.body);
    },
    update(d) {
      if (index.isInUse()) index.written(storedAs(d.n), d);
      update.run(d.etag, d.ts, d.lsn, d.seq, d.ttl, d.expiresAt, d.body, d.n);
    },
    remove(n) {
      if (index.isInUse()) index.written(storedAs(n), undefined);
      remove.run(n);
    },
    scan: createScan(sql, table, index),
    changes: createChanges(sql, table),
    size: () => size.get() as { documents: number; bytes: number },
    hasExpired: (nowSeconds) => expired.get(nowSeconds) !== undefined,
    purge(nowSeconds, limit) {
      const gone = purge.all(nowSeconds, limit) as StoredDocument[];
      if (index.isInUse()) gone.forEach((one) => index.written(one, undefined));
      return gone;
    },
    rearm(defaultTtl) {
      const expiry =
        defaultTtl === undefined
          ? 'NULL'
          : `CASE coalesce(ttl, ${defaultTtl}) WHEN -1 THEN NULL ELSE ts + coalesce(ttl, ${defaultTtl}) END`;
      sql.exec(`UPDATE ${table} SET expiresAt = ${expiry}`);
    },
  };
}

/** The number after those of a span, as far as they tell. */
const endOf = (span: Span): number =>
  span.kind === 'range' ? (span.range + 1) * NUMBERS_PER_RANGE : Number.MAX_SAFE_INTEGER;

type Sql = Store['sql'];
type Statement = ReturnType<Sql['prepare']>;
type Values = readonly (number | string)[];

const SPAN_CONDITIONS: Readonly<Record<Span['kind'], string>> = {
  all: '? = ?',
  range: 'n >= ? AND n < ?',
  key: 'pk = ? AND pk = ?',
  prefix: 'pk >= ? AND pk < ?',
};

/** The two values of a span's condition, of the documents after `after` alone where numbers tell. */
function spanValues(span: Span, after = 0): readonly [number | string, number | string] {
  switch (span.kind) {
    case 'all':
      return [0, 0];
    case 'range':
      return [Math.max(span.range * NUMBERS_PER_RANGE, after + 1), (span.range + 1) * NUMBERS_PER_RANGE];
    case 'key':
      return [span.pk, span.pk];
    case 'prefix':
      // "-" is the character after ",".
      return [span.prefix, `${span.prefix.slice(0, -1)}-`];
  }
}

/** Statements for each kind of span, made when they are first needed. */
function bySpan(sql: Sql, text: (condition: string, texts: string) => string) {
  const known = new Map<string, Statement>();
  /** `texts`: how many a body is tried for. */
  const statementOf = ({ kind }: Span, texts = 0): Statement => {
    const key = `${kind} ${texts}`;
    const statement = known.get(key) ?? sql.prepare(text(SPAN_CONDITIONS[kind], hasOneOf(texts)));
    known.set(key, statement);
    return statement;
  };
  return {
    all: (span: Span, values: Values, { texts = 0, after = 0 } = {}): unknown[] =>
      statementOf(span, texts).all([...spanValues(span, after), ...values]),
    get: (span: Span, values: Values): unknown => statementOf(span).get([...spanValues(span), ...values]),
  };
}

const hasOneOf = (texts: number): string =>
  texts === 0 ? '' : `AND (${Array.from({ length: texts }, () => 'body GLOB ?').join(' OR ')})`;

/** A pattern for whatever holds the text. */
const globOf = (text: string): string => `*${text.replace(/[*?[]/g, '[$&]')}*`;

/** So many are looked through in no time. */
const FEW = 2_000;

const SCANNED = 'n, pk, id, body';

function createScan(sql: Sql, table: string, index: PathIndex): DocumentTable['scan'] {
  const inOrder = bySpan(
    sql,
    (span, texts) =>
      `SELECT ${SCANNED} FROM ${table} WHERE ${span} AND n > ? AND ${LIVING} ${texts} ORDER BY n LIMIT ${SCAN_CHUNK}`,
  );
  const picked = bySpan(
    sql,
    (span) =>
      `SELECT ${SCANNED} FROM ${table} WHERE ${span} AND n IN (SELECT value FROM json_each(?)) AND ${LIVING} ORDER BY n`,
  );
  const beyond = bySpan(sql, (span) => `SELECT 1 FROM ${table} WHERE ${span} LIMIT 1 OFFSET ?`);
  const hasMoreThan = (span: Span, count: number) => beyond.get(span, [count]) !== undefined;
  const everyDocument = (after: number) => walk({ span: { kind: 'all' }, after, nowSeconds: ALSO_EXPIRED });

  function* walk({ span, after, nowSeconds, narrowing }: ScanSpan): Generator<ScannedDocument> {
    const texts = (narrowing && textsOf(narrowing)) ?? [];
    for (let from = after; ;) {
      const values = [from, nowSeconds, ...texts.map(globOf)];
      // SQLite begins at one of two lower bounds, and would walk from the first of the range each time.
      const rows = inOrder.all(span, values, { texts: texts.length, after: from }) as ScannedDocument[];
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || rows.length < SCAN_CHUNK) return;
      from = end.n;
    }
  }

  function* pick({ span, nowSeconds }: ScanSpan, numbers: readonly number[]): Generator<ScannedDocument> {
    for (let at = 0; at < numbers.length; at += SCAN_CHUNK) {
      const chunk = JSON.stringify(numbers.slice(at, at + SCAN_CHUNK));
      yield* picked.all(span, [chunk, nowSeconds]) as ScannedDocument[];
    }
  }

  /** What the index knows; where it lacks a path that a query has to look for, it gets it for the next one. */
  function candidates({ span, after }: ScanSpan, narrowing: Narrowing): readonly number[] | undefined {
    if (!hasMoreThan(span, FEW)) return undefined;
    const count = countOf(index, narrowing);
    // A failure to build it leaves queries as they were.
    if (count === undefined)
      pathsOf(narrowing).forEach((path) => void index.build(path, everyDocument).catch(() => undefined));
    else if (hasMoreThan(span, count)) return candidatesOf(index, narrowing, { after, before: endOf(span) });
    return undefined;
  }

  return (from) => {
    const found = from.narrowing && candidates(from, from.narrowing);
    return found === undefined ? walk(from) : pick(from, found);
  };
}

function createChanges(sql: Sql, table: string): DocumentTable['changes'] {
  const since = `lsn > ? AND ts >= ? AND ${LIVING}`;
  // Left to itself SQLite would walk through a whole range for the few rows that are new.
  const byPosition = `${table} INDEXED BY ${table}_by_lsn`;
  const cut = bySpan(
    sql,
    (span) => `SELECT lsn FROM ${byPosition} WHERE ${span} AND ${since} ORDER BY lsn, seq LIMIT 1 OFFSET ?`,
  );
  const rows = bySpan(
    sql,
    (span) => `SELECT ${COLUMNS} FROM ${byPosition} WHERE ${span} AND ${since} AND lsn <= ? ORDER BY lsn, seq`,
  );
  return ({ span, afterLsn, writtenAtOrAfter, limit, nowSeconds }) => {
    const values = [afterLsn, writtenAtOrAfter, nowSeconds];
    const end = cut.get(span, [...values, limit - 1]) as { lsn: number } | undefined;
    return rows.all(span, [...values, end?.lsn ?? Number.MAX_SAFE_INTEGER]) as StoredDocument[];
  };
}
