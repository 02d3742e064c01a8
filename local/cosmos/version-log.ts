import type { Store } from '../kit/store';
import type { FeedSpan } from './document-table';
import type { StoredDocument } from './stored-document';
import type { Span } from './spans';

/** One change of a document, as the change feed of all versions and deletes tells it. Bodies are JSON texts. */
export interface Version {
  readonly n: number;
  readonly pk: string;
  readonly id: string;
  readonly lsn: number;
  readonly ts: number;
  readonly operation: 'create' | 'replace' | 'delete';
  /** Absent for a delete. */
  readonly body: string | null;
  readonly previous: string | null;
  readonly previousLsn: number | null;
  readonly expired: 0 | 1;
}

interface Removal {
  readonly lsn: number;
  readonly seq: number;
  readonly ts: number;
  readonly expired: boolean;
}

/** Every version of a container whose policy keeps them, for as long as it says. Writes are for use inside a commit. */
export interface VersionLog {
  written(after: StoredDocument, before: StoredDocument | undefined): void;
  removed(before: StoredDocument, removal: Removal): void;
  changes(span: Omit<FeedSpan, 'writtenAtOrAfter'>): readonly Version[];
  /** Forgets what is older than the policy keeps. */
  purge(nowSeconds: number): void;
}

const tableName = (container: number): string => `cosmos_versions_${container}`;
const COLUMNS = 'n, pk, id, lsn, ts, operation, body, previous, previousLsn, expired';

/** Inside a commit. */
export function createVersionTable({ sql }: Store, container: number): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS ${tableName(container)} (lsn INTEGER NOT NULL, seq INTEGER NOT NULL,
    n INTEGER NOT NULL, pk TEXT NOT NULL, id TEXT NOT NULL, ts INTEGER NOT NULL, operation TEXT NOT NULL, body TEXT,
    previous TEXT, previousLsn INTEGER, expired INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS ${tableName(container)}_by_lsn ON ${tableName(container)} (lsn, seq);`);
}

/** Inside a commit. */
export const dropVersionTable = ({ sql }: Store, container: number): void =>
  void sql.exec(`DROP TABLE IF EXISTS ${tableName(container)}`);

/** `matches`: what {@link FeedSpan.span} selects, by a document's number and key. */
export function openVersionLog(
  { sql }: Store,
  container: number,
  keepMinutes: number,
  matches: (span: Span, one: Pick<Version, 'n' | 'pk'>) => boolean,
): VersionLog {
  const table = tableName(container);
  const add = sql.prepare(`INSERT INTO ${table} (seq, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const since = sql.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE lsn > ? ORDER BY lsn, seq`);
  const forget = sql.prepare(`DELETE FROM ${table} WHERE ts < ?`);
  const write = (seq: number, v: Version): void =>
    void add.run(seq, v.n, v.pk, v.id, v.lsn, v.ts, v.operation, v.body, v.previous, v.previousLsn, v.expired);
  return {
    written({ n, pk, id, lsn, seq, ts, body }, before) {
      const operation = before === undefined ? 'create' : 'replace';
      const previous = { previous: before?.body ?? null, previousLsn: before?.lsn ?? null };
      write(seq, { n, pk, id, lsn, ts, operation, body, ...previous, expired: 0 });
    },
    removed({ n, pk, id, body, lsn: previousLsn }, { lsn, seq, ts, expired }) {
      const ended = { operation: 'delete', body: null, previous: body, previousLsn } as const;
      write(seq, { n, pk, id, lsn, ts, ...ended, expired: expired ? 1 : 0 });
    },
    changes({ span, afterLsn, limit }) {
      const found: Version[] = [];
      for (const one of since.iterate(afterLsn) as Iterable<Version>) {
        // A transaction is never cut.
        if (found.length >= limit && one.lsn !== found.at(-1)?.lsn) break;
        if (matches(span, one)) found.push(one);
      }
      return found;
    },
    purge: (nowSeconds) => void forget.run(nowSeconds - keepMinutes * 60),
  };
}
