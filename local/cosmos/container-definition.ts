import { readComputedProperties } from './computed-properties';
import { checkEncryptionPolicy } from './encryption-policy';
import { badRequest, notEmulated } from './failure';
import { isArray, isObject, textOf, type Json, type JsonObject } from './json';
import { readIndexingPolicy, type IndexingPolicy } from './indexing-policy';
import { readUniqueKeys } from './unique-keys';
import { readVectorPolicy } from './vector-policy';

/** A container as its owner defined it, with the service's defaults filled in. */
export interface ContainerDefinition extends JsonObject {
  readonly id: string;
  readonly partitionKey: { readonly paths: readonly string[]; readonly kind: string; readonly version: number };
  readonly indexingPolicy: IndexingPolicy & JsonObject;
  /** Whether positions are on the earth (`Geography`) or on a plane (`Geometry`). */
  readonly geospatialConfig: { readonly type: string };
}

const LONGEST_ID = 255;
const MOST_LEVELS = 3;

/** Ids of databases and containers may not hold these, nor end with a space. */
export function checkResourceId(id: Json | undefined): string {
  if (typeof id !== 'string' || id === '')
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing");
  if (/[/\\?#\r\n\t]/.test(id) || id.endsWith(' ') || id.length > LONGEST_ID)
    throw badRequest(
      `The input name '${id}' is invalid. Ensure to provide a unique non-empty string less than '255' characters.`,
    );
  return id;
}

/** What a container asks for that would silently not happen here is refused. */
const NOT_EMULATED = ['fullTextPolicy'];

/** What a read answers beside the definition: a replace sends it back. */
const ANSWERED = new Set([
  '_rid',
  '_ts',
  '_self',
  '_etag',
  '_docs',
  '_sprocs',
  '_triggers',
  '_udfs',
  '_conflicts',
  'conflictResolutionPolicy',
]);

const asksForSomething = (value: Json | undefined): boolean =>
  isObject(value)
    ? Object.values(value).some(asksForSomething)
    : isArray(value)
      ? value.length > 0
      : value !== undefined;

export function readDefinition(body: Json | undefined): ContainerDefinition {
  if (!isObject(body)) throw badRequest('The input content is invalid.');
  for (const name of NOT_EMULATED) if (asksForSomething(body[name])) throw notEmulated(`containers with ${name}`);
  if (isObject(body['conflictResolutionPolicy']) && body['conflictResolutionPolicy']['mode'] === 'Custom')
    throw notEmulated('custom conflict resolution');
  checkTtl(body['defaultTtl'], 'defaultTtl');
  readUniqueKeys(body['uniqueKeyPolicy']);
  readComputedProperties(body['computedProperties']);
  checkEncryptionPolicy(body['clientEncryptionPolicy']);
  readVectorPolicy(body['vectorEmbeddingPolicy'], body['indexingPolicy']);
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !ANSWERED.has(name)));
  return {
    ...own,
    id: checkResourceId(body['id']),
    partitionKey: readPartitionKey(body['partitionKey']),
    indexingPolicy: readIndexingPolicy(body['indexingPolicy']),
    geospatialConfig: readGeospatialConfig(body['geospatialConfig']),
  };
}

function readGeospatialConfig(given: Json | undefined): ContainerDefinition['geospatialConfig'] {
  const type = isObject(given) ? given['type'] : 'Geography';
  if (type === 'Geography' || type === 'Geometry') return { type };
  throw badRequest('The input content is invalid: a geospatialConfig is of type Geography or Geometry.');
}

/** Up to this version of the protocol a container needed no partition key: it got one that no document has. */
const LAST_WITHOUT_KEY = '2018-09-17';

const NO_KEY: Json = { paths: ['/_partitionKey'], kind: 'Hash', version: 1, systemKey: true };

/** What a client of that version asks for. */
export const withKey = (body: Json | undefined, version: string | undefined): Json | undefined =>
  isObject(body) && body['partitionKey'] === undefined && version !== undefined && version <= LAST_WITHOUT_KEY
    ? { ...body, partitionKey: NO_KEY }
    : body;

function readPartitionKey(given: Json | undefined): ContainerDefinition['partitionKey'] {
  const paths = isObject(given) ? given['paths'] : undefined;
  if (!isObject(given) || !isArray(paths) || paths.length === 0)
    throw badRequest("The input content is invalid because the required properties - 'partitionKey; ' - are missing");
  paths.forEach(checkKeyPath);
  const isHierarchical = given['kind'] === 'MultiHash';
  if (paths.length > MOST_LEVELS || (paths.length > 1 && !isHierarchical))
    throw badRequest(`Too many partition key paths: ${MOST_LEVELS} of kind MultiHash, or one of kind Hash.`);
  const version = typeof given['version'] === 'number' ? given['version'] : isHierarchical ? 2 : 1;
  const isSystem = given['systemKey'] === true ? { systemKey: true } : {};
  return { paths: paths.map(String), kind: isHierarchical ? 'MultiHash' : 'Hash', version, ...isSystem };
}

const KEY_PATH = /^(?:\/(?:"[^"]+"|[^\s/"*?]+))*/;

function checkKeyPath(path: Json): void {
  const text = textOf(path);
  const accepted = KEY_PATH.exec(text)?.[0].length ?? 0;
  if (accepted === 0 || accepted < text.length)
    throw badRequest(
      `The partition key component definition path '${text}' could not be accepted, failed near position '${accepted}'. Partition key paths must contain only valid characters and not contain a trailing slash or wildcard character.`,
    );
}

/** How long the container keeps every version of its documents; undefined when it keeps none. */
export function retentionMinutesOf(definition: JsonObject): number | undefined {
  const policy = definition['changeFeedPolicy'];
  const minutes = isObject(policy ?? null) ? (policy as JsonObject)['retentionDuration'] : undefined;
  return typeof minutes === 'number' && minutes > 0 ? minutes : undefined;
}

/** Seconds: a positive whole number, or -1 for never. */
export function checkTtl(ttl: Json | undefined, name: string): number | undefined {
  if (ttl === undefined || ttl === null) return undefined;
  if (typeof ttl === 'number' && Number.isInteger(ttl) && (ttl === -1 || ttl > 0) && ttl < 2 ** 31) return ttl;
  throw badTtl(ttl, name);
}

export const badTtl = (ttl: Json, name: string) =>
  badRequest(
    `The input ${name} '${JSON.stringify(ttl)}' is invalid. Ensure to provide a nonzero positive integer value, or -1.`,
  );
