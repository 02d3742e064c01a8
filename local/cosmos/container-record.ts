import type { Store } from '../kit/store';
import { readDefinition, type ContainerDefinition } from './container-definition';
import { openDocumentTable, type DocumentTable } from './document-table';
import { badRequest } from './failure';
import { readPolicy, type IsIndexed } from './indexed-terms';
import { parseJson, type Json, type JsonObject } from './json';
import { pathNames } from './partition-key';
import { containerRid, databaseRid } from './resource-ids';

export interface DatabaseRecord {
  readonly n: number;
  readonly id: string;
  readonly etag: string;
  readonly ts: number;
}

/** A container and what is derived from its definition. */
export interface ContainerRecord {
  readonly n: number;
  readonly database: DatabaseRecord;
  readonly rid: string;
  readonly definition: ContainerDefinition;
  readonly etag: string;
  readonly ts: number;
  readonly partitionKeyPath: readonly string[];
  readonly defaultTtl: number | undefined;
  readonly isIndexed: IsIndexed;
  readonly table: DocumentTable;
}

/** A row of the table of containers. */
export interface ContainerRow {
  readonly n: number;
  readonly database: number;
  readonly definition: string;
  readonly etag: string;
  readonly ts: number;
}

export function recordOf(
  store: Store,
  database: DatabaseRecord,
  { n, definition: text, etag, ts }: ContainerRow,
): ContainerRecord {
  const definition = parseJson(text) as ContainerDefinition;
  const { defaultTtl } = definition as { readonly defaultTtl?: Json };
  return {
    n,
    database,
    rid: containerRid(database.n, n),
    definition,
    etag,
    ts,
    partitionKeyPath: pathNames(definition.partitionKey.paths[0] ?? ''),
    defaultTtl: typeof defaultTtl === 'number' ? defaultTtl : undefined,
    isIndexed: readPolicy(definition.indexingPolicy),
    table: openDocumentTable(store, n),
  };
}

/** The definition after a replace: id and partition key stay what they are. */
export function replacedDefinition(before: ContainerRecord, body: Json | undefined): ContainerDefinition {
  const after = readDefinition(body);
  if (after.id !== before.definition.id) throw badRequest('The id of a container cannot be changed.');
  if (JSON.stringify(after.partitionKey.paths) !== JSON.stringify(before.definition.partitionKey.paths))
    throw badRequest('The partition key of a container cannot be changed.');
  const given = body as JsonObject;
  return {
    ...after,
    partitionKey: before.definition.partitionKey,
    indexingPolicy: given['indexingPolicy'] === undefined ? before.definition.indexingPolicy : after.indexingPolicy,
  };
}

/** What a read of a database answers. */
export const databaseResource = ({ n, id, etag, ts }: DatabaseRecord) => ({
  id,
  _rid: databaseRid(n),
  _self: `dbs/${databaseRid(n)}/`,
  _etag: etag,
  _colls: 'colls/',
  _users: 'users/',
  _ts: ts,
});

export const containerSelf = ({ database, rid }: ContainerRecord): string =>
  `dbs/${databaseRid(database.n)}/colls/${rid}/`;

/** What a read of a container answers. */
export const containerResource = (container: ContainerRecord) => ({
  ...container.definition,
  conflictResolutionPolicy: { mode: 'LastWriterWins', conflictResolutionPath: '/_ts', conflictResolutionProcedure: '' },
  geospatialConfig: { type: 'Geography' },
  _rid: container.rid,
  _ts: container.ts,
  _self: containerSelf(container),
  _etag: container.etag,
  _docs: 'docs/',
  _sprocs: 'sprocs/',
  _triggers: 'triggers/',
  _udfs: 'udfs/',
  _conflicts: 'conflicts/',
});
