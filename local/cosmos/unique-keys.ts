import type { Store } from '../kit/store';
import { badRequest } from './failure';
import { isArray, isObject, textOf, valueAt, type Json, type JsonObject } from './json';
import { pathNames, type KeyPaths, type PartitionKey } from './partition-key';
import { canonical } from './sql/values';

/** The values that no two documents of one partition may share, as the container's policy says. For use inside a commit. */
export interface UniqueKeys {
  /** Documents other than `n` that hold a key of this one. */
  claim(n: number, pk: PartitionKey, document: JsonObject): readonly number[];
  hold(n: number, pk: PartitionKey, document: JsonObject): void;
  release(n: number): void;
}

const NONE: UniqueKeys = { claim: () => [], hold: () => undefined, release: () => undefined };

const MOST_KEYS = 10;
const MOST_PATHS = 16;

/** The policy's keys, each a list of paths; throws a 400 for what the service does not take. */
export function readUniqueKeys(policy: Json | undefined): readonly KeyPaths[] {
  const keys = isObject(policy) ? policy['uniqueKeys'] : undefined;
  if (keys === undefined || !isArray(keys)) return [];
  if (keys.length > MOST_KEYS) throw badRequest(`A container has at most ${MOST_KEYS} unique keys.`);
  return keys.map((key) => {
    const paths = isObject(key) ? key['paths'] : undefined;
    if (paths === undefined || !isArray(paths) || paths.length === 0 || paths.length > MOST_PATHS)
      throw badRequest(`A unique key has one to ${MOST_PATHS} paths.`);
    return paths.map((path) => pathNames(textOf(path)));
  });
}

const tableName = (container: number): string => `cosmos_unique_${container}`;

/** Inside a commit. */
export function createUniqueTable({ sql }: Store, container: number): void {
  sql.exec(`CREATE TABLE ${tableName(container)} (pk TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (pk, value)) WITHOUT ROWID;
    CREATE INDEX ${tableName(container)}_by_number ON ${tableName(container)} (n);`);
}

/** Inside a commit. */
export const dropUniqueTable = ({ sql }: Store, container: number): void =>
  void sql.exec(`DROP TABLE IF EXISTS ${tableName(container)}`);

/** What is not there counts as null, so it is taken once, too. */
const valuesOf = (keys: readonly KeyPaths[], document: JsonObject): readonly string[] =>
  keys.map((paths, i) => `${i}:${canonical(paths.map((path) => valueAt(document, path) ?? null))}`);

export function openUniqueKeys({ sql }: Store, container: number, keys: readonly KeyPaths[]): UniqueKeys {
  if (keys.length === 0) return NONE;
  const table = tableName(container);
  const find = sql.prepare(`SELECT n FROM ${table} WHERE pk = ? AND value = ?`);
  const add = sql.prepare(`INSERT INTO ${table} VALUES (?, ?, ?)`);
  const drop = sql.prepare(`DELETE FROM ${table} WHERE n = ?`);
  return {
    claim: (n, pk, document) =>
      valuesOf(keys, document).flatMap((value) => {
        const holder = find.get(pk, value) as { n: number } | undefined;
        return holder === undefined || holder.n === n ? [] : [holder.n];
      }),
    hold(n, pk, document) {
      drop.run(n);
      for (const value of valuesOf(keys, document)) add.run(pk, value, n);
    },
    release: (n) => void drop.run(n),
  };
}
