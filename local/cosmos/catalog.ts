import { randomUUID } from 'node:crypto';
import type { Store } from '../kit/store';
import { readDefinition } from './container-definition';
import {
  recordOf,
  replacedDefinition,
  type ContainerRecord,
  type ContainerRow,
  type DatabaseRecord,
} from './container-record';
import { createDocumentTable, dropDocumentTable } from './document-table';
import { conflict, notFound, ownerNotFound } from './failure';
import type { Json } from './json';
import type { Layout } from './partition-ranges';
import { OWNED_SCHEMA, dropOwnedOf } from './owned-resources';
import { dropPathIndex, PATH_INDEX_SCHEMA } from './path-index';
import { databaseRid } from './resource-ids';
import { createUniqueTable, dropUniqueTable } from './unique-keys';
import { createVersionTable, dropVersionTable } from './version-log';

/** Databases and containers: on disk, with a copy in memory that follows each commit. */
export interface Catalog extends DatabaseCatalog, ContainerCatalog {
  /** The number of the container's last durable transaction. */
  lsn(container: ContainerRecord): number;
  /** How many transactions each container had, by `database/container`. */
  positions(): Readonly<Record<string, number>>;
  /** Inside a commit: the number of the transaction that it makes. Now and then it also forgets what expired. */
  nextLsn(container: ContainerRecord, nowSeconds: number): number;
  /** Inside a commit: forgets what expired; a transaction only if something did. */
  sweep(container: ContainerRecord, nowSeconds: number): void;
}

interface DatabaseCatalog {
  databases(): readonly DatabaseRecord[];
  database(id: string): DatabaseRecord;
  createDatabase(id: string, ts: number): Promise<DatabaseRecord>;
  deleteDatabase(id: string): Promise<void>;
}

interface ContainerCatalog {
  containers(database: string): readonly ContainerRecord[];
  container(database: string, id: string): ContainerRecord;
  /** `ranges`: how many physical partitions it gets. */
  createContainer(database: string, body: Json | undefined, ts: number, ranges: number): Promise<ContainerRecord>;
  replaceContainer(database: string, id: string, body: Json | undefined, ts: number): Promise<ContainerRecord>;
  deleteContainer(database: string, id: string): Promise<void>;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cosmos_databases (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    etag TEXT NOT NULL, ts INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS cosmos_containers (n INTEGER PRIMARY KEY AUTOINCREMENT, database INTEGER NOT NULL,
    id TEXT NOT NULL, definition TEXT NOT NULL, etag TEXT NOT NULL, ts INTEGER NOT NULL,
    ranges INTEGER NOT NULL, layout TEXT NOT NULL, UNIQUE (database, id));
  CREATE TABLE IF NOT EXISTS cosmos_lsns (container INTEGER PRIMARY KEY, lsn INTEGER NOT NULL);`;

/** Expired documents are invisible at once; their rows go with every so many transactions of the container. */
const PURGE_EVERY = 64;
const PURGE_LIMIT = 256;

interface Shelf {
  readonly store: Store;
  readonly statements: ReturnType<typeof prepare>;
  readonly databases: Map<string, DatabaseRecord>;
  readonly containers: Map<string, ContainerRecord>;
}

const newEtag = (): string => `"${randomUUID()}"`;

const keyOf = (database: string, id: string): string => `${database}/${id}`;

export function openCatalog(store: Store): Catalog {
  store.sql.exec(SCHEMA + PATH_INDEX_SCHEMA + OWNED_SCHEMA);
  addRanges(store);
  const shelf: Shelf = { store, statements: prepare(store.sql), ...loadRecords(store) };
  const { lsn, nextLsn } = shelf.statements;
  /** Kept because they are asked for at every step of the clock. */
  const positions = new Map<number, number>();
  const transact = (container: ContainerRecord): number => {
    const next = nextLsn.get(container.n) as { lsn: number } | undefined;
    if (next === undefined) throw ownerNotFound();
    positions.set(container.n, next.lsn);
    return next.lsn;
  };
  const lsnOf = ({ n }: ContainerRecord): number => (lsn.get(n) as { lsn: number } | undefined)?.lsn ?? 0;
  function positionOf(container: ContainerRecord): number {
    const position = positions.get(container.n) ?? lsnOf(container);
    positions.set(container.n, position);
    return position;
  }
  return {
    ...databaseCatalog(shelf),
    ...containerCatalog(shelf),
    lsn: lsnOf,
    positions: () =>
      Object.fromEntries([...shelf.containers].map(([name, container]) => [name, positionOf(container)])),
    nextLsn: (container, nowSeconds) => {
      const next = transact(container);
      if (next % PURGE_EVERY === 0) purge(container, next, nowSeconds);
      return next;
    },
    sweep: (container, nowSeconds) => {
      if (container.table.hasExpired(nowSeconds)) purge(container, transact(container), nowSeconds);
    },
  };
}

function purge({ table, uniqueKeys, versions }: ContainerRecord, lsn: number, nowSeconds: number): void {
  for (const [seq, gone] of table.purge(nowSeconds, PURGE_LIMIT).entries()) {
    uniqueKeys.release(gone.n);
    versions?.removed(gone, { lsn, seq, ts: nowSeconds, expired: true });
  }
  versions?.purge(nowSeconds);
}

function findDatabase({ databases }: Shelf, id: string): DatabaseRecord {
  const found = databases.get(id) ?? [...databases.values()].find(({ n }) => databaseRid(n) === id);
  if (found === undefined) throw notFound();
  return found;
}

/** By names, or by rids as the SDK of .NET asks for ranges. */
function findContainer({ containers }: Shelf, database: string, id: string): ContainerRecord {
  const found =
    containers.get(keyOf(database, id)) ??
    [...containers.values()].find((one) => one.rid === id && databaseRid(one.database.n) === database);
  if (found === undefined) throw notFound();
  return found;
}

const containersOf = ({ containers }: Shelf, database: string): readonly ContainerRecord[] =>
  [...containers.values()].filter((one) => one.database.id === database);

function drop({ store, statements }: Shelf, { n }: ContainerRecord): void {
  statements.dropContainer.run(n);
  statements.dropLsn.run(n);
  dropDocumentTable(store, n);
  dropPathIndex(store, n);
  dropUniqueTable(store, n);
  dropVersionTable(store, n);
}

function databaseCatalog(shelf: Shelf): DatabaseCatalog {
  const { store, statements, databases, containers } = shelf;
  return {
    databases: () => [...databases.values()],
    database: (id) => findDatabase(shelf, id),
    async createDatabase(id, ts) {
      const made = await store.commit(() => {
        if (statements.findDatabase.get(id) !== undefined) throw conflict();
        const etag = newEtag();
        const n = Number(statements.addDatabase.run(id, etag, ts).lastInsertRowid);
        return { n, id, etag, ts };
      });
      databases.set(id, made);
      return made;
    },
    async deleteDatabase(id) {
      const { n } = findDatabase(shelf, id);
      const gone = containersOf(shelf, id);
      await store.commit(() => {
        gone.forEach((one) => drop(shelf, one));
        dropOwnedOf(store, n);
        statements.dropDatabase.run(n);
      });
      gone.forEach((one) => containers.delete(keyOf(id, one.definition.id)));
      databases.delete(id);
    },
  };
}

function containerCatalog(shelf: Shelf): ContainerCatalog {
  const { store, containers } = shelf;
  return {
    containers: (database) => containersOf(shelf, database),
    container: (database, id) => findContainer(shelf, database, id),
    async createContainer(database, body, ts, ranges) {
      const owner = findDatabase(shelf, database);
      const made = await store.commit(() => addContainer(shelf, owner, body, { ts, ranges }));
      containers.set(keyOf(database, made.definition.id), made);
      return made;
    },
    async replaceContainer(database, id, body, ts) {
      const before = findContainer(shelf, database, id);
      const made = await store.commit(() => changeContainer(shelf, before, body, ts));
      containers.set(keyOf(database, id), made);
      return made;
    },
    async deleteContainer(database, id) {
      const one = findContainer(shelf, database, id);
      await store.commit(() => drop(shelf, one));
      containers.delete(keyOf(database, id));
    },
  };
}

interface New {
  readonly ts: number;
  readonly ranges: number;
}

function addContainer(
  { store, statements }: Shelf,
  database: DatabaseRecord,
  body: Json | undefined,
  { ts, ranges }: New,
): ContainerRecord {
  const definition = readDefinition(body);
  if (statements.findContainer.get(database.n, definition.id) !== undefined) throw conflict();
  const text = JSON.stringify(definition);
  const etag = newEtag();
  const n = Number(
    statements.addContainer.run(database.n, definition.id, text, etag, ts, ranges, LAYOUT).lastInsertRowid,
  );
  statements.addLsn.run(n);
  createDocumentTable(store, n);
  createUniqueTable(store, n);
  createVersionTable(store, n);
  return recordOf(store, database, { n, database: database.n, definition: text, etag, ts, ranges, layout: LAYOUT });
}

function changeContainer({ store, statements }: Shelf, before: ContainerRecord, body: Json | undefined, ts: number) {
  const { n, database } = before;
  const definition = JSON.stringify(replacedDefinition(before, body));
  const etag = newEtag();
  statements.changeContainer.run(definition, etag, ts, n);
  createVersionTable(store, n);
  const { all, layout } = before.ranges;
  const row = { n, database: database.n, definition, etag, ts, ranges: all.length, layout };
  const after = recordOf(store, database, row, before.pathIndex);
  if (after.defaultTtl !== before.defaultTtl) after.table.rearm(after.defaultTtl);
  return after;
}

const LAYOUT: Layout = 'even';

/** Data folders of the first version know one range for each container, later ones unequal ranges, and keep them. */
function addRanges({ sql }: Store): void {
  const columns = sql.prepare('PRAGMA table_info(cosmos_containers)').all() as readonly { readonly name: string }[];
  const add = (column: string, definition: string): void => {
    if (!columns.some(({ name }) => name === column))
      sql.exec(`ALTER TABLE cosmos_containers ADD COLUMN ${column} ${definition}`);
  };
  add('ranges', 'INTEGER NOT NULL DEFAULT 1');
  add('layout', "TEXT NOT NULL DEFAULT 'halves'");
}

function prepare(sql: Store['sql']) {
  return {
    findDatabase: sql.prepare('SELECT n FROM cosmos_databases WHERE id = ?'),
    addDatabase: sql.prepare('INSERT INTO cosmos_databases (id, etag, ts) VALUES (?, ?, ?)'),
    dropDatabase: sql.prepare('DELETE FROM cosmos_databases WHERE n = ?'),
    findContainer: sql.prepare('SELECT n FROM cosmos_containers WHERE database = ? AND id = ?'),
    addContainer: sql.prepare(
      'INSERT INTO cosmos_containers (database, id, definition, etag, ts, ranges, layout) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    changeContainer: sql.prepare('UPDATE cosmos_containers SET definition = ?, etag = ?, ts = ? WHERE n = ?'),
    dropContainer: sql.prepare('DELETE FROM cosmos_containers WHERE n = ?'),
    addLsn: sql.prepare('INSERT INTO cosmos_lsns VALUES (?, 0)'),
    dropLsn: sql.prepare('DELETE FROM cosmos_lsns WHERE container = ?'),
    lsn: sql.prepare('SELECT lsn FROM cosmos_lsns WHERE container = ?'),
    nextLsn: sql.prepare('UPDATE cosmos_lsns SET lsn = lsn + 1 WHERE container = ? RETURNING lsn'),
  };
}

function loadRecords(store: Store): Pick<Shelf, 'databases' | 'containers'> {
  const all = store.sql.prepare('SELECT n, id, etag, ts FROM cosmos_databases ORDER BY n').all() as DatabaseRecord[];
  const rows = store.sql
    .prepare('SELECT n, database, definition, etag, ts, ranges, layout FROM cosmos_containers ORDER BY n')
    .all() as ContainerRow[];
  const containers = new Map<string, ContainerRecord>();
  for (const row of rows) {
    const owner = all.find(({ n }) => n === row.database);
    if (owner === undefined) continue;
    const record = recordOf(store, owner, row);
    containers.set(keyOf(owner.id, record.definition.id), record);
  }
  return { databases: new Map(all.map((one) => [one.id, one])), containers };
}
