import { createHmac, timingSafeEqual } from 'node:crypto';

/** A storage account. */
export interface Account {
  /** First segment of every path, as in a path-style endpoint. */
  readonly name: string;
  /** Base64. */
  readonly key: string;
}

/** The signature of a text by the key of an account, both in base64. */
export const hmac = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');

/** Compares in the same time wherever they differ. */
export const sameSignature = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
