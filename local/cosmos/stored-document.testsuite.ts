import type { Json } from './json';
import { partitionKeyOfHeader, type PartitionKey } from './partition-key';
import type { StoredDocument } from './stored-document';

/** A document of a number as it lies in the table, with that number for its id and its place among the changes. */
export const storedDocument = (
  n: number,
  body: { readonly [name: string]: Json },
  { pk = 'p', expiresAt = null }: { readonly pk?: string; readonly expiresAt?: number | null } = {},
): StoredDocument => ({
  n,
  pk: partitionKeyOfHeader(JSON.stringify([pk]), 1) as PartitionKey,
  id: String(n),
  etag: '',
  ts: 0,
  lsn: n,
  seq: 0,
  ttl: null,
  expiresAt,
  body: JSON.stringify(body),
});
