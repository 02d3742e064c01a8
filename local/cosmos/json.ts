/** What a document and its parts are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** A JSON value, or the absence of one: the query language has a value for a property that is not there. */
export type Value = Json | undefined;

export const isObject = (value: Value): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: Value): value is readonly Json[] => Array.isArray(value);

export const parseJson = (text: string): Json => JSON.parse(text) as Json;

/** A string, or what the value is as JSON; empty for an absent one. */
export const textOf = (value: Value): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** A property of an object or an element of an array; undefined for everything else. */
export function memberOf(value: Value, key: string | number): Value {
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  if (!isObject(value) || typeof key !== 'string') return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What a path of property names leads to. */
export const valueAt = (value: Value, path: readonly string[]): Value =>
  path.reduce<Value>((found, name) => memberOf(found, name), value);
