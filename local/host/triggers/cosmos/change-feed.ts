/** Changed documents, the oldest first, and where to go on. */
export interface FeedPage {
  readonly documents: readonly unknown[];
  readonly continuation: string;
}

/** Where a range without a continuation starts to be read. */
export type FeedStart =
  | { readonly kind: 'now' }
  | { readonly kind: 'beginning' }
  | { readonly kind: 'time'; readonly instant: number };

/** What a feed tells: the latest version of each changed document, or every version and what was deleted. */
export type FeedMode = 'LatestVersion' | 'AllVersionsAndDeletes';

/** A container's change feed. */
export interface ChangeFeed {
  /** Names of the ranges that the feed is read by. */
  ranges(): Promise<readonly string[]>;
  read(range: string, continuation: string | null, most: number): Promise<FeedPage>;
}

/** Who reads a range, and how far. Written conditionally: `version` is that of the document read last. */
export interface Lease {
  readonly range: string;
  readonly owner: string | null;
  readonly continuation: string | null;
  /** By the host's clock, in milliseconds since the epoch. */
  readonly renewedAt: number;
  readonly version: string;
}

export interface Leases {
  list(): Promise<readonly Lease[]>;
  /** Does nothing where the lease exists. */
  create(range: string): Promise<void>;
  /** Gives the lease as it is now, or undefined when somebody else has changed it. */
  update(lease: Lease): Promise<Lease | undefined>;
}
