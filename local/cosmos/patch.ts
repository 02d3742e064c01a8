import { badRequest } from './failure';
import { isArray, isObject, type Json, type JsonObject } from './json';
import type { KeyPaths } from './partition-key';

export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value: Json | undefined;
  readonly from: string | undefined;
}

export interface PatchRequest {
  /** `from c where …`: the patch applies only to a document that it selects. */
  readonly condition: string | undefined;
  readonly operations: readonly PatchOperation[];
}

const MOST_OPERATIONS = 10;

/** Either a list of operations or `{condition, operations}`. */
export function readPatch(body: Json | undefined): PatchRequest {
  const operations = isObject(body) ? body['operations'] : body;
  if (operations === undefined || !isArray(operations) || operations.length === 0)
    throw badRequest('The input content is invalid: a patch has at least one operation.');
  if (operations.length > MOST_OPERATIONS) throw badRequest("The number of patch operations can't exceed '10'.");
  const condition = isObject(body) ? body['condition'] : undefined;
  return {
    condition: typeof condition === 'string' && condition !== '' ? condition : undefined,
    operations: operations.map(readOperation),
  };
}

function readOperation(given: Json): PatchOperation {
  const { op, path, value, from } = isObject(given) ? given : ({} as JsonObject);
  if (typeof op !== 'string' || typeof path !== 'string' || !path.startsWith('/'))
    throw badRequest('The input content is invalid: a patch operation has an op and a path.');
  return { op, path, value, from: typeof from === 'string' ? from : undefined };
}

type Changeable = Json[] | { [name: string]: Json };

const pointerNames = (pointer: string): readonly string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));

/** Where an operation acts: in an object under a name, or in an array at a place. */
interface Spot {
  readonly parent: Changeable;
  readonly key: string;
  readonly index: number;
  readonly exists: boolean;
}

const SYSTEM = new Set(['id', '_rid', '_ts', '_etag', '_self', '_attachments']);

/** All operations or, by a throw, none. */
export function applyPatch(
  document: JsonObject,
  operations: readonly PatchOperation[],
  keyPaths: KeyPaths,
): JsonObject {
  const changed = structuredClone(document);
  operations.forEach((operation, i) => {
    checkPath(operation.path, keyPaths);
    if (operation.from !== undefined) checkPath(operation.from, keyPaths);
    applyOne(changed, operation, i + 1);
  });
  return changed;
}

function checkPath(pointer: string, keyPaths: KeyPaths): void {
  const names = pointerNames(pointer);
  const ofKey = keyPaths.some(
    (path) => path.every((name, i) => name === names[i]) || names.every((name, i) => name === path[i]),
  );
  if (SYSTEM.has(names[0] ?? '') || ofKey)
    throw badRequest(`Cannot patch '${pointer}': it is a system property or part of the partition key.`);
}

function findSpot(root: Changeable, pointer: string, number: number): Spot {
  const names = [...pointerNames(pointer)];
  const key = names.pop() ?? '';
  let parent: Json | undefined = root;
  for (const name of names)
    parent = isArray(parent) ? parent[Number(name)] : isObject(parent) ? parent[name] : undefined;
  if (!isArray(parent) && !isObject(parent))
    throw badRequest(
      `For Operation(${number}): an operation can only act on a child of an existing node and cannot create a path recursively.`,
    );
  if (!isArray(parent)) return { parent: parent, key, index: -1, exists: Object.hasOwn(parent, key) };
  const index = key === '-' ? parent.length : Number(key);
  if (!Number.isInteger(index) || index < 0 || index > parent.length)
    throw badRequest(`For Operation(${number}): the index '${key}' is out of bounds.`);
  return { parent: parent as Json[], key, index, exists: index < parent.length };
}

function put({ parent, key, index }: Spot, value: Json): void {
  if (Array.isArray(parent)) parent[index] = value;
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function take({ parent, key, index }: Spot): Json {
  if (Array.isArray(parent)) return parent.splice(index, 1)[0] ?? null;
  const value = parent[key] ?? null;
  Reflect.deleteProperty(parent, key);
  return value;
}

/** In an array `add` makes room; elsewhere it sets. */
function add(spot: Spot, value: Json): void {
  if (Array.isArray(spot.parent)) spot.parent.splice(spot.index, 0, value);
  else put(spot, value);
}

const current = ({ parent, key, index }: Spot): Json | undefined =>
  Array.isArray(parent) ? parent[index] : parent[key];

function applyOne(root: Changeable, { op, path, value, from }: PatchOperation, number: number): void {
  const spot = findSpot(root, path, number);
  const required = (): Json => {
    if (value === undefined) throw badRequest(`For Operation(${number}): '${op}' needs a value.`);
    return value;
  };
  const mustExist = (): void => {
    if (!spot.exists) throw badRequest(`For Operation(${number}): the node to be changed, '${path}', is absent.`);
  };
  switch (op) {
    case 'add':
      add(spot, required());
      return;
    case 'set':
      put(spot, required());
      return;
    case 'replace':
      mustExist();
      put(spot, required());
      return;
    case 'remove':
      mustExist();
      take(spot);
      return;
    case 'incr':
      put(spot, sum(spot, required(), number));
      return;
    case 'move':
      move(root, path, from, number);
      return;
    default:
      throw badRequest(`For Operation(${number}): '${op}' is no patch operation.`);
  }
}

function sum(spot: Spot, by: Json, number: number): number {
  const before = spot.exists ? current(spot) : 0;
  if (typeof before !== 'number' || typeof by !== 'number')
    throw badRequest(`For Operation(${number}): only numbers can be incremented, and only by numbers.`);
  return before + by;
}

function move(root: Changeable, path: string, from: string | undefined, number: number): void {
  if (from === undefined) throw badRequest(`For Operation(${number}): 'move' needs where it moves from.`);
  if (path.startsWith(`${from}/`)) throw badRequest(`For Operation(${number}): '${from}' cannot be moved into itself.`);
  const source = findSpot(root, from, number);
  if (!source.exists) throw badRequest(`For Operation(${number}): the node to be moved, '${from}', is absent.`);
  const value = take(source);
  add(findSpot(root, path, number), value);
}
