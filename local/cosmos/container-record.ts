import type { Store } from '../kit/store';
import { readDefinition, retentionMinutesOf, type ContainerDefinition } from './container-definition';
import { readComputedProperties, type ComputedProperties } from './computed-properties';
import { openDocumentTable, type DocumentTable } from './document-table';
import { badRequest } from './failure';
import { readPolicy, type IsIndexed } from './indexed-terms';
import { EVERYTHING } from './indexing-policy';
import { parseJson, type Json, type JsonObject } from './json';
import type { HashKind } from './partition-hash';
import { openPathIndex, type PathIndex } from './path-index';
import { pathNames, type KeyPaths } from './partition-key';
import { createRanges, type Layout, type PartitionRanges } from './partition-ranges';
import { containerRid, databaseRid } from './resource-ids';
import { isInSpan } from './spans';
import type { VectorMetrics } from './sql/similarity';
import { openUniqueKeys, readUniqueKeys, type UniqueKeys } from './unique-keys';
import { checkVectorsUnchanged, readVectorPolicy } from './vector-policy';
import { openVersionLog, type VersionLog } from './version-log';

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
  /** One path, or up to three of a hierarchical partition key. */
  readonly keyPaths: KeyPaths;
  readonly ranges: PartitionRanges;
  readonly uniqueKeys: UniqueKeys;
  /** Where the container keeps every version. */
  readonly versions: VersionLog | undefined;
  readonly defaultTtl: number | undefined;
  readonly isIndexed: IsIndexed;
  /** Of what is computed, only what the policy includes by name. */
  readonly isSortable: IsIndexed;
  readonly computed: ComputedProperties;
  readonly vectors: VectorMetrics;
  readonly pathIndex: PathIndex;
  readonly table: DocumentTable;
}

/** A row of the table of containers. */
export interface ContainerRow {
  readonly n: number;
  readonly database: number;
  readonly definition: string;
  readonly etag: string;
  readonly ts: number;
  /** How many physical partitions it has. */
  readonly ranges: number;
  readonly layout: Layout;
}

/** `pathIndex`: the one that the container had under another definition. */
export function recordOf(
  store: Store,
  database: DatabaseRecord,
  { n, definition: text, etag, ts, ranges, layout }: ContainerRow,
  pathIndex = openPathIndex(store, n),
): ContainerRecord {
  const definition = readStored(text);
  const computed = readComputedProperties(definition['computedProperties']);
  const isIncluded = readPolicy(definition.indexingPolicy);
  const named = definition.indexingPolicy.includedPaths.filter(({ path }) => path !== EVERYTHING.path);
  const isNamed = readPolicy({ ...definition.indexingPolicy, includedPaths: named });
  const keepMinutes = retentionMinutesOf(definition);
  const { defaultTtl } = definition as { readonly defaultTtl?: Json };
  return {
    n,
    database,
    rid: containerRid(database.n, n),
    definition,
    etag,
    ts,
    keyPaths: definition.partitionKey.paths.map(pathNames),
    ranges: createRanges(hashKindOf(definition), ranges, layout),
    uniqueKeys: openUniqueKeys(store, n, readUniqueKeys(definition['uniqueKeyPolicy'])),
    versions: keepMinutes === undefined ? undefined : openVersionLog(store, n, keepMinutes, isInSpan),
    defaultTtl: typeof defaultTtl === 'number' ? defaultTtl : undefined,
    // What is computed is in no document, nor in an index of it.
    isIndexed: (path) => !computed.has(path[0] ?? '') && isIncluded(path),
    isSortable: (path) => (computed.has(path[0] ?? '') ? isNamed(path) : isIncluded(path)),
    computed,
    vectors: readVectorPolicy(definition['vectorEmbeddingPolicy'], definition.indexingPolicy),
    pathIndex,
    table: openDocumentTable(store, n, pathIndex),
  };
}

/** Containers of earlier versions say nothing of their geometry. */
const readStored = (text: string): ContainerDefinition => {
  const stored = parseJson(text) as ContainerDefinition;
  return { ...stored, geospatialConfig: stored.geospatialConfig ?? { type: 'Geography' } };
};

const hashKindOf = ({ partitionKey: { kind, version } }: ContainerDefinition): HashKind =>
  kind === 'MultiHash' ? 'multi' : version === 2 ? 'v2' : 'v1';

/** The definition after a replace: id and partition key stay what they are. */
export function replacedDefinition(before: ContainerRecord, body: Json | undefined): ContainerDefinition {
  const after = readDefinition(body);
  if (after.id !== before.definition.id) throw badRequest('The id of a container cannot be changed.');
  if (JSON.stringify(after.partitionKey.paths) !== JSON.stringify(before.definition.partitionKey.paths))
    throw badRequest('The partition key of a container cannot be changed.');
  if (
    JSON.stringify(readUniqueKeys(after['uniqueKeyPolicy'])) !==
    JSON.stringify(readUniqueKeys(before.definition['uniqueKeyPolicy']))
  )
    throw badRequest('The unique keys of a container cannot be changed.');
  const given = body as JsonObject;
  const made: ContainerDefinition = {
    ...after,
    partitionKey: before.definition.partitionKey,
    indexingPolicy: given['indexingPolicy'] === undefined ? before.definition.indexingPolicy : after.indexingPolicy,
  };
  checkVectorsUnchanged(before.definition, made);
  return made;
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
