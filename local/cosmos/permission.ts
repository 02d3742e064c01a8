import type { Catalog } from './catalog';
import type { ContainerRecord } from './container-record';
import { badRequest, Failure } from './failure';
import type { Grant, Part } from './grant';
import { isArray, isObject, textOf, type Json, type JsonObject } from './json';
import { documentOfRid } from './resource-ids';
import { SCRIPT_KINDS, scriptOfRid } from './scripts';

const missing = (name: string) =>
  badRequest(`The input content is invalid because the required properties - '${name}; ' - are missing`);

/** A permission as its owner defines it, without what the service adds. */
export function readPermission(body: Json | undefined): JsonObject {
  if (!isObject(body)) throw badRequest('The input content is invalid.');
  const { id, permissionMode, resource, resourcePartitionKey } = body;
  if (typeof resource !== 'string' || resource === '') throw missing('resource');
  if (typeof permissionMode !== 'string') throw missing('permissionMode');
  if (!/^(read|all)$/i.test(permissionMode)) throw badRequest(`The permission mode '${permissionMode}' is invalid.`);
  if (linkOf(resource) === undefined) throw badRequest(`The resource '${resource}' of the permission is invalid.`);
  if (resourcePartitionKey !== undefined && !isArray(resourcePartitionKey))
    throw badRequest('The partition key of the permission is invalid: it is an array of values.');
  return {
    id: id ?? null,
    permissionMode,
    resource,
    ...(resourcePartitionKey === undefined ? {} : { resourcePartitionKey }),
  };
}

interface Link {
  readonly database: string;
  readonly container: string;
  /** `docs`, `sprocs`, `triggers` or `udfs`; undefined for the container itself. */
  readonly kind: string | undefined;
  readonly id: string;
}

/** Permissions are for containers and what they hold; databases are the account's business. */
function linkOf(resource: string): Link | undefined {
  const [dbs, database, colls, container, kind, id, ...more] = resource.split('/').filter(Boolean);
  if (dbs !== 'dbs' || colls !== 'colls' || database === undefined || container === undefined || more.length > 0)
    return undefined;
  if (kind === undefined) return { database, container, kind, id: '' };
  const isKnown = kind === 'docs' || (SCRIPT_KINDS as readonly string[]).includes(kind);
  return isKnown && id !== undefined ? { database, container, kind, id } : undefined;
}

/** What the permission opens as things stand now: its resource may be named, or be given by its rid. */
export function grantOf(catalog: Catalog, definition: JsonObject): Grant {
  const link = linkOf(textOf(definition['resource']));
  const container = link && findContainer(catalog, link);
  const key = definition['resourcePartitionKey'];
  return {
    mode: /^all$/i.test(textOf(definition['permissionMode'])) ? 'All' : 'Read',
    container: container?.rid ?? null,
    part: link && container ? partOf(link, container) : { kind: 'container' },
    ...(key !== undefined && isArray(key) ? { key } : {}),
  };
}

function findContainer(catalog: Catalog, { database, container }: Link): ContainerRecord | undefined {
  try {
    return catalog.container(database, container);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function partOf({ kind, id }: Link, container: ContainerRecord): Part {
  if (kind === undefined) return { kind: 'container' };
  if (kind !== 'docs') return { kind: 'script', of: kind, id: scriptOfRid(container, kind, id) ?? id };
  const n = documentOfRid(container.rid, id);
  const stored = n === undefined ? undefined : container.table.byNumber(n);
  return stored === undefined ? { kind: 'document', id } : { kind: 'document', id: stored.id, n: stored.n };
}

/** A user has one permission for a resource, however that is spelt. */
export function isSameResource(catalog: Catalog, one: JsonObject, other: JsonObject): boolean {
  const [a, b] = [grantOf(catalog, one), grantOf(catalog, other)];
  if (JSON.stringify(a.key) !== JSON.stringify(b.key)) return false;
  if (a.container === null || b.container === null) return one['resource'] === other['resource'];
  return a.container === b.container && JSON.stringify(a.part) === JSON.stringify(b.part);
}
