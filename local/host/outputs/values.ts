import type { TypedData } from '../worker/types';

/** What a function gave to an output: nothing writes nothing. */
export type Given = NonNullable<TypedData>;

/** One content: text as it is, numbers as text, JSON as JSON. */
export function contentOf(data: Given): Buffer | undefined {
  if ('bytes' in data && data.bytes) return Buffer.from(data.bytes);
  const text = textOf(data);
  return text === undefined ? undefined : Buffer.from(text);
}

function textOf(data: Given): string | undefined {
  if ('string' in data && data.string !== undefined) return data.string;
  if ('json' in data && data.json !== undefined) return data.json;
  if ('int' in data && data.int !== undefined) return String(data.int);
  if ('double' in data && data.double !== undefined) return String(data.double);
  return undefined;
}

/**
 * What goes to a collector, such as messages of a queue: an array is one for each element, also when it comes as text that
 * holds one (GrpcMessageConversionExtensions, FunctionBinding.BindAsyncCollectorAsync).
 */
export function itemsOf(data: Given): readonly unknown[] {
  if ('bytes' in data && data.bytes) return [Buffer.from(data.bytes)];
  const text = textOf(data);
  if (text === undefined) return [];
  const value = 'string' in data && !/^\s*[[{]/u.test(text) ? text : parsed(text);
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An item as text, as JToken.ToString() writes it: objects are indented. */
export function itemText(item: unknown): string {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean') return item ? 'True' : 'False';
  return JSON.stringify(item, null, 2);
}
