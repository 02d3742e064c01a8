import { badRequest } from './failure';
import { parseJson, valueAt, type Json, type JsonObject } from './json';

/**
 * A partition key value in one spelling, the one of the request header: `["a"]`, `[1]`, `[null]`, and `[{}]` for a
 * document without the property.
 */
export type PartitionKey = string & { readonly brand: 'PartitionKey' };

const keyOf = (component: Json): PartitionKey => JSON.stringify([component]) as PartitionKey;

/** `/a/b` or `/"a"/b` as names. */
export const pathNames = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((name) => name.replace(/^"(.*)"$/, '$1'));

export function partitionKeyOfDocument(document: JsonObject, path: readonly string[]): PartitionKey {
  const value = valueAt(document, path);
  if (typeof value === 'object' && value !== null)
    throw badRequest('The partition key of a document must be a string, a number, a boolean or null.');
  return keyOf(value === undefined ? {} : value);
}

/** Reads `x-ms-documentdb-partitionkey`; undefined when the request has none. */
export function partitionKeyOfHeader(header: string | undefined): PartitionKey | undefined {
  if (header === undefined) return undefined;
  const components = readHeader(header);
  if (!Array.isArray(components) || components.length !== 1) throw wrongPartitionKey();
  return keyOf((components as readonly Json[])[0] ?? null);
}

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
