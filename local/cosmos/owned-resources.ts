import { randomUUID } from 'node:crypto';
import type { Store } from '../kit/store';
import { checkResourceId } from './container-definition';
import { conflict, notFound, preconditionFailed } from './failure';
import type { JsonObject } from './json';

/** What belongs to one owner and is known by its id there: a user of a database, a permission of a user. */
export interface Owned {
  /** Never given twice, so that what is made anew under an id is another. */
  readonly n: number;
  readonly owner: number;
  readonly id: string;
  readonly definition: JsonObject;
  readonly etag: string;
  readonly ts: number;
}

export interface OwnedWrite {
  readonly definition: JsonObject;
  readonly ts: number;
  readonly ifMatch?: string | undefined;
}

/** The resources of one kind, on disk. */
export interface OwnedResources {
  list(owner: number): readonly Owned[];
  find(owner: number, id: string): Owned;
  create(owner: number, write: OwnedWrite): Promise<Owned>;
  /** Replaces what has the definition's id, if there is such. */
  upsert(owner: number, write: OwnedWrite): Promise<{ readonly isNew: boolean; readonly made: Owned }>;
  /** The definition may have another id: then it is known by that from now on. */
  replace(owner: number, id: string, write: OwnedWrite): Promise<Owned>;
  remove(owner: number, id: string, ifMatch: string | undefined): Promise<void>;
}

export type OwnedTable = 'cosmos_users' | 'cosmos_permissions' | 'cosmos_encryption_keys';

const schemaOf = (table: OwnedTable): string => `
  CREATE TABLE IF NOT EXISTS ${table} (n INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL, id TEXT NOT NULL,
    definition TEXT NOT NULL, etag TEXT NOT NULL, ts INTEGER NOT NULL, UNIQUE (owner, id));`;

export const OWNED_SCHEMA =
  schemaOf('cosmos_users') + schemaOf('cosmos_permissions') + schemaOf('cosmos_encryption_keys');

/** Inside a commit: the users of a database go, with what they were permitted, and its keys. */
export function dropOwnedOf({ sql }: Store, database: number): void {
  sql
    .prepare('DELETE FROM cosmos_permissions WHERE owner IN (SELECT n FROM cosmos_users WHERE owner = ?)')
    .run(database);
  sql.prepare('DELETE FROM cosmos_users WHERE owner = ?').run(database);
  sql.prepare('DELETE FROM cosmos_encryption_keys WHERE owner = ?').run(database);
}

/** Inside a commit. */
export const dropPermissionsOf = ({ sql }: Store, user: number): void =>
  void sql.prepare('DELETE FROM cosmos_permissions WHERE owner = ?').run(user);

export interface OwnedRules {
  /** Whether one owner cannot have both. */
  readonly excludes?: (one: JsonObject, other: JsonObject) => boolean;
  /** Inside the commit that removes it. */
  readonly onRemove?: (gone: Owned) => void;
}

interface Row extends Omit<Owned, 'definition'> {
  readonly definition: string;
}

const ownedOf = (row: Row): Owned => ({ ...row, definition: JSON.parse(row.definition) as JsonObject });

export function openOwned(store: Store, table: OwnedTable, { excludes, onRemove }: OwnedRules = {}): OwnedResources {
  const statements = prepare(store.sql, table);
  const list = (owner: number): readonly Owned[] => (statements.list.all(owner) as Row[]).map(ownedOf);
  const seek = (owner: number, id: string): Owned | undefined => {
    const row = statements.find.get(owner, id) as Row | undefined;
    return row && ownedOf(row);
  };
  const find = (owner: number, id: string): Owned => {
    const found = seek(owner, id);
    if (found === undefined) throw notFound();
    return found;
  };
  function put(owner: number, before: Owned | undefined, { definition, ts, ifMatch }: OwnedWrite): Owned {
    if (before !== undefined) checkMatch(before, ifMatch);
    const id = checkResourceId(definition['id']);
    const others = list(owner).filter(({ n }) => n !== before?.n);
    if (others.some((one) => one.id === id || excludes?.(one.definition, definition) === true)) throw conflict();
    const etag = `"${randomUUID()}"`;
    const text = JSON.stringify(definition);
    if (before === undefined) statements.add.run(owner, id, text, etag, ts);
    else statements.change.run(id, text, etag, ts, before.n);
    return find(owner, id);
  }
  return {
    list,
    find,
    create: (owner, write) => store.commit(() => put(owner, undefined, write)),
    upsert: (owner, write) =>
      store.commit(() => {
        const before = seek(owner, checkResourceId(write.definition['id']));
        return { isNew: before === undefined, made: put(owner, before, write) };
      }),
    replace: (owner, id, write) => store.commit(() => put(owner, find(owner, id), write)),
    remove: (owner, id, ifMatch) =>
      store.commit(() => {
        const gone = find(owner, id);
        checkMatch(gone, ifMatch);
        statements.remove.run(gone.n);
        onRemove?.(gone);
      }),
  };
}

function checkMatch({ etag }: Owned, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) throw preconditionFailed();
}

function prepare(sql: Store['sql'], table: OwnedTable) {
  const columns = 'n, owner, id, definition, etag, ts';
  return {
    list: sql.prepare(`SELECT ${columns} FROM ${table} WHERE owner = ? ORDER BY n`),
    find: sql.prepare(`SELECT ${columns} FROM ${table} WHERE owner = ? AND id = ?`),
    add: sql.prepare(`INSERT INTO ${table} (owner, id, definition, etag, ts) VALUES (?, ?, ?, ?, ?)`),
    change: sql.prepare(`UPDATE ${table} SET id = ?, definition = ?, etag = ?, ts = ? WHERE n = ?`),
    remove: sql.prepare(`DELETE FROM ${table} WHERE n = ?`),
  };
}
