import type { GridEvent } from './model';

/** What came in at a publish endpoint. */
export type Parsed =
  | { readonly kind: 'events'; readonly events: readonly GridEvent[] }
  | { readonly kind: 'invalid'; readonly message: string };

export type Fields = Readonly<Record<string, unknown>>;

export const invalid = (message: string): Parsed => ({ kind: 'invalid', message });
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value));
