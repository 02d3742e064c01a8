import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'libsql';

/** An SQLite file with group commit: the writes of one turn of the event loop share one synced transaction. */
export interface Store {
  readonly sql: Sqlite.Database;
  /**
   * Runs `write` inside the next group transaction, after what was queued before it. Resolves once it is on disk.
   * A throw rolls back this write alone. It must be synchronous: nothing else may run in the middle of it.
   */
  commit<T>(write: () => T): Promise<T>;
  /** A named set of JSON values kept in memory and on disk. */
  collection<T>(name: string): Collection<T>;
  /** The same of a file that other processes write as well: each read asks the file, and finds what is on disk. */
  sharedCollection<T>(name: string): Collection<T>;
  /** Transactions committed so far: each is one sync of the log to disk. */
  commits(): number;
  close(): void;
}

/** Values by id. Reads are synchronous and return fresh copies; a write is visible at once and durable when it resolves. */
export interface Collection<T> {
  get(id: string): T | undefined;
  has(id: string): boolean;
  values(): T[];
  ids(): string[];
  put(id: string, value: T): Promise<void>;
  delete(id: string): Promise<void>;
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

interface Pending {
  run(): void;
  settle(failure: unknown): void;
}

/** `file` may be ':memory:' in tests that do not restart. Unless `isSynced`, a commit outlives its process, not a power cut. */
export function openStore(file: string, { isSynced } = { isSynced: true }): Store {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sql = new Sqlite(file);
  // A log of 16 MB and not of 4: what is written over and over, as messages are, goes to its place less often.
  sql.exec(
    `PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${isSynced ? 'FULL' : 'NORMAL'}; PRAGMA busy_timeout = 5000;`,
  );
  const { commit, commits } = createGroupCommit(sql);
  return {
    sql,
    commit,
    commits,
    collection: (name) => openCollection(sql, commit, name, false),
    sharedCollection: (name) => openCollection(sql, commit, name, true),
    close: () => void sql.close(),
  };
}

function createGroupCommit(sql: Sqlite.Database): Pick<Store, 'commit' | 'commits'> {
  let committed = 0;
  let queue: Pending[] = [];

  function flush(): void {
    const group = queue;
    queue = [];
    if (!sql.open) return;
    let failure: unknown;
    try {
      sql.exec('BEGIN IMMEDIATE');
      for (const pending of group) pending.run();
      sql.exec('COMMIT');
      committed += 1;
    } catch (error) {
      failure = error;
      if (sql.inTransaction) sql.exec('ROLLBACK');
    }
    for (const pending of group) pending.settle(failure);
  }

  const commit: Store['commit'] = (write) =>
    new Promise((resolve, reject) => {
      let settle: () => void = () => undefined;
      const run = () => {
        sql.exec('SAVEPOINT write');
        try {
          const result = write();
          settle = () => resolve(result);
        } catch (error) {
          sql.exec('ROLLBACK TO write');
          settle = () => reject(asError(error));
        }
        sql.exec('RELEASE write');
      };
      queue.push({ run, settle: (failure) => (failure === undefined ? settle() : reject(asError(failure))) });
      if (queue.length === 1) setImmediate(flush);
    });
  return { commit, commits: () => committed };
}

function openTable(sql: Sqlite.Database, name: string) {
  const table = `"collection_${name.replace(/\W/g, '_')}"`;
  sql.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, value TEXT NOT NULL)`);
  const all = sql.prepare(`SELECT id, value FROM ${table} ORDER BY rowid`);
  return {
    upsert: sql.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value`),
    remove: sql.prepare(`DELETE FROM ${table} WHERE id = ?`),
    read: () => new Map((all.all() as { id: string; value: string }[]).map(({ id, value }) => [id, value])),
  };
}

function openCollection<T>(
  sql: Sqlite.Database,
  commit: Store['commit'],
  name: string,
  isShared: boolean,
): Collection<T> {
  const { upsert, remove, read } = openTable(sql, name);
  const kept = isShared ? undefined : read();
  const texts = () => kept ?? read();
  const parse = (text: string) => JSON.parse(text) as T;
  return {
    get: (id) => {
      const text = texts().get(id);
      return text === undefined ? undefined : parse(text);
    },
    has: (id) => texts().has(id),
    values: () => [...texts().values()].map(parse),
    ids: () => [...texts().keys()],
    put: (id, value) => {
      const text = JSON.stringify(value);
      kept?.set(id, text);
      return commit(() => void upsert.run(id, text));
    },
    delete: (id) => {
      kept?.delete(id);
      return commit(() => void remove.run(id));
    },
  };
}
