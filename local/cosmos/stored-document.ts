import type { PartitionKey } from './partition-key';

/** A stored version of a document. `body` is its JSON with the system properties, as a read answers it. */
export interface StoredDocument {
  /** Its number in the container: the order of queries, and what its rid is made of. */
  readonly n: number;
  readonly pk: PartitionKey;
  readonly id: string;
  readonly etag: string;
  /** Seconds since the epoch. */
  readonly ts: number;
  /** The transaction that wrote it; documents of one batch share it and are told apart by `seq`. */
  readonly lsn: number;
  readonly seq: number;
  /** Its own `ttl`, as written. */
  readonly ttl: number | null;
  /** Seconds since the epoch. */
  readonly expiresAt: number | null;
  readonly body: string;
}
