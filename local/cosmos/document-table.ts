import type { Store } from '../kit/store';
import { createScan, type Scan } from './document-scan';
import type { PartitionKey } from './partition-key';
import type { PathIndex } from './path-index';
import { bySpan, LIVING, type Span, type Sql } from './spans';
import type { StoredDocument } from './stored-document';

export interface FeedSpan {
  readonly span: Span;
  readonly afterLsn: number;
  readonly writtenAtOrAfter: number;
  readonly limit: number;
  readonly nowSeconds: number;
}

/** The SQLite table of one container. Writes are for use inside a commit of the store alone. */
export interface DocumentTable extends Scan {
  find(pk: PartitionKey, id: string): StoredDocument | undefined;
  byNumber(n: number): StoredDocument | undefined;
  insert(document: StoredDocument): void;
  update(document: StoredDocument): void;
  remove(n: number): void;
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
    ...createScan(sql, table, index),
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
