import { badRequest } from './failure';
import { isArray, parseJson, valueAt, type Json, type JsonObject } from './json';

/**
 * A partition key value in one spelling, the one of the request header: `["a"]`, `[1]`, `[null]`, `[{}]` for a
 * document without the property, and `["a","b"]` for a hierarchical one.
 */
export type PartitionKey = string & { readonly brand: 'PartitionKey' };

const keyOf = (components: readonly Json[]): PartitionKey => JSON.stringify(components) as PartitionKey;

/** `/a/b` or `/"a"/b` as names. */
export const pathNames = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((name) => name.replace(/^"(.*)"$/, '$1'));

export type KeyPaths = readonly (readonly string[])[];

export const partitionKeyOfDocument = (document: JsonObject, paths: KeyPaths): PartitionKey =>
  keyOf(paths.map((path) => componentOf(document, path)));

function componentOf(document: JsonObject, path: readonly string[]): Json {
  const value = valueAt(document, path);
  // Only scalars are values of a key.
  return value === undefined || (typeof value === 'object' && value !== null) ? {} : value;
}

/** Reads `x-ms-documentdb-partitionkey`, which must be whole; undefined when the request has none. */
export function partitionKeyOfHeader(header: string | undefined, levels: number): PartitionKey | undefined {
  if (header === undefined) return undefined;
  const components = componentsOfHeader(header);
  // A client that knows nothing of the definition says "none" like this.
  if (components.length === 0 && levels === 1) return keyOf([{}]);
  if (components.length !== levels) throw wrongPartitionKey();
  return keyOf(components);
}

export function componentsOfHeader(header: string): readonly Json[] {
  const components = readHeader(header);
  if (!isArray(components)) throw wrongPartitionKey();
  return components;
}

/** The spelling that all keys begin with which go on from these components. */
export const keyPrefix = (components: readonly Json[]): string => `${JSON.stringify(components).slice(0, -1)},`;

function readHeader(header: string): Json {
  try {
    return parseJson(header);
  } catch {
    throw badRequest(`Partition key ${header} is invalid.`);
  }
}

/** 1001: header and document disagree. */
export const wrongPartitionKey = () =>
  badRequest(
    "Partition key provided either doesn't correspond to definition in the collection or doesn't match partition key field values specified in the document.",
    1001,
  );
