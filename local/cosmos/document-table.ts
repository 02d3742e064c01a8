import type { Store } from '../kit/store';
import type { PartitionKey } from './partition-key';

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

export interface FeedSpan {
  readonly afterLsn: number;
  readonly writtenAtOrAfter: number;
  readonly pk: PartitionKey | undefined;
  readonly limit: number;
  readonly nowSeconds: number;
}

/** The SQLite table of one container. Writes are for use inside a commit of the store alone. */
export interface DocumentTable {
  find(pk: PartitionKey, id: string): StoredDocument | undefined;
  insert(document: StoredDocument): void;
  update(document: StoredDocument): void;
  remove(n: number): void;
  /** Living documents in order of creation, of one partition or of all. */
  scan(span: {
    readonly pk: PartitionKey | undefined;
    readonly after: number;
    readonly nowSeconds: number;
  }): Generator<StoredDocument>;
  /** Living documents in order of their last write; a transaction is never cut, so there may be more than `limit`. */
  changes(span: FeedSpan): readonly StoredDocument[];
  /** Forgets expired documents, up to `limit`. */
  purge(nowSeconds: number, limit: number): void;
  /** The container's default changed: everything without a `ttl` of its own lives by the new one. */
  rearm(defaultTtl: number | undefined): void;
}

const COLUMNS = 'n, pk, id, etag, ts, lsn, seq, ttl, expiresAt, body';
const LIVING = '(expiresAt IS NULL OR expiresAt > ?)';
const SCAN_CHUNK = 200;

const tableName = (container: number): string => `cosmos_documents_${container}`;

/** Inside a commit. */
export function createDocumentTable({ sql }: Store, container: number): void {
  const table = tableName(container);
  sql.exec(`CREATE TABLE ${table} (n INTEGER PRIMARY KEY, pk TEXT NOT NULL, id TEXT NOT NULL, etag TEXT NOT NULL,
    ts INTEGER NOT NULL, lsn INTEGER NOT NULL, seq INTEGER NOT NULL, ttl INTEGER, expiresAt INTEGER, body TEXT NOT NULL);
    CREATE UNIQUE INDEX ${table}_by_key ON ${table} (pk, id);
    CREATE INDEX ${table}_by_lsn ON ${table} (lsn, seq);
    CREATE INDEX ${table}_by_expiry ON ${table} (expiresAt) WHERE expiresAt IS NOT NULL;`);
}

/** Inside a commit. */
export const dropDocumentTable = ({ sql }: Store, container: number): void =>
  void sql.exec(`DROP TABLE ${tableName(container)}`);

export function openDocumentTable({ sql }: Store, container: number): DocumentTable {
  const table = tableName(container);
  const find = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE pk = ? AND id = ?`);
  const insert = sql.prepare(`INSERT INTO ${table} (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = sql.prepare(
    `UPDATE ${table} SET etag = ?, ts = ?, lsn = ?, seq = ?, ttl = ?, expiresAt = ?, body = ? WHERE n = ?`,
  );
  const remove = sql.prepare(`DELETE FROM ${table} WHERE n = ?`);
  const purge = sql.prepare(`DELETE FROM ${table} WHERE n IN (SELECT n FROM ${table} WHERE expiresAt <= ? LIMIT ?)`);
  return {
    find: (pk, id) => find.get(pk, id) as StoredDocument | undefined,
    insert: (d) => void insert.run(d.n, d.pk, d.id, d.etag, d.ts, d.lsn, d.seq, d.ttl, d.expiresAt, d.body),
    update: (d) => void update.run(d.etag, d.ts, d.lsn, d.seq, d.ttl, d.expiresAt, d.body, d.n),
    remove: (n) => void remove.run(n),
    scan: createScan(sql, table),
    changes: createChanges(sql, table),
    purge: (nowSeconds, limit) => void purge.run(nowSeconds, limit),
    rearm(defaultTtl) {
      const expiry =
        defaultTtl === undefined
          ? 'NULL'
          : `CASE coalesce(ttl, ${defaultTtl}) WHEN -1 THEN NULL ELSE ts + coalesce(ttl, ${defaultTtl}) END`;
      sql.exec(`UPDATE ${table} SET expiresAt = ${expiry}`);
    },
  };
}

type Sql = Store['sql'];

function createScan(sql: Sql, table: string): DocumentTable['scan'] {
  const rest = `n > ? AND ${LIVING} ORDER BY n LIMIT ${SCAN_CHUNK}`;
  const all = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE ${rest}`);
  const ofPartition = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE pk = ? AND ${rest}`);
  return function* ({ pk, after, nowSeconds }) {
    for (let from = after; ;) {
      const rows = (
        pk === undefined ? all.all(from, nowSeconds) : ofPartition.all(pk, from, nowSeconds)
      ) as StoredDocument[];
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || rows.length < SCAN_CHUNK) return;
      from = end.n;
    }
  };
}

function createChanges(sql: Sql, table: string): DocumentTable['changes'] {
  const span = `lsn > ? AND ts >= ? AND ${LIVING}`;
  const where = { all: span, ofPartition: `${span} AND pk = ?` };
  const cut = (condition: string) =>
    sql.prepare(`SELECT lsn FROM ${table} WHERE ${condition} ORDER BY lsn, seq LIMIT 1 OFFSET ?`);
  const rows = (condition: string) =>
    sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE ${condition} AND lsn <= ? ORDER BY lsn, seq`);
  const statements = {
    all: { cut: cut(where.all), rows: rows(where.all) },
    ofPartition: { cut: cut(where.ofPartition), rows: rows(where.ofPartition) },
  };
  return ({ afterLsn, writtenAtOrAfter, pk, limit, nowSeconds }) => {
    const statement = pk === undefined ? statements.all : statements.ofPartition;
    const values = [afterLsn, writtenAtOrAfter, nowSeconds, ...(pk === undefined ? [] : [pk])];
    const end = statement.cut.get(...values, limit - 1) as { lsn: number } | undefined;
    return statement.rows.all(...values, end?.lsn ?? Number.MAX_SAFE_INTEGER) as StoredDocument[];
  };
}
