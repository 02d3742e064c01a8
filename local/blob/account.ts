import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Account {
  /** First segment of every path, as in a path-style endpoint. */
  readonly name: string;
  /** Base64. */
  readonly key: string;
}

/** What an operation does to the named resource, in the letters of shared access signatures. */
export type Permission = 'r' | 'w' | 'd' | 'l';

export interface Access {
  readonly permission: Permission;
  /** Empty for the account's own operations. */
  readonly container: string;
  /** Empty for a container's own operations. */
  readonly blob: string;
}

export const hmac = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');

export const sameSignature = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
