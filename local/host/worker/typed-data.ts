import type { TypedData } from './types';

/** The value the host sees: text stays text, `json` is parsed, nothing is null (GrpcMessageConversionExtensions.ToObject). */
export function fromTypedData(data: TypedData | null | undefined): unknown {
  if (data === null || data === undefined) return null;
  if ('string' in data && data.string !== null && data.string !== undefined) return data.string;
  if ('json' in data && data.json !== null && data.json !== undefined) return JSON.parse(data.json);
  if ('bytes' in data && data.bytes) return Buffer.from(data.bytes);
  if ('int' in data && data.int !== undefined) return data.int;
  if ('double' in data && data.double !== undefined) return data.double;
  return null;
}

export const text = (value: string): TypedData => ({ string: value });
export const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });
export const nothing: TypedData = {};
