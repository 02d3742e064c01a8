import type { ShardId, TenantId } from '../core/lib/ids';
import type { Entry } from '../core/routing/entries';
import type { Snapshot } from '../core/routing/snapshot-shape';

export interface ShardRef {
  readonly tenantId: TenantId;
  readonly shardId: ShardId;
}

/** Proves that nobody wrote since it was read. Opaque. */
export interface Fence {
  readonly segment: string;
  readonly etag: string;
}

/** What may be asked of a shard without loading it. */
export interface ShardFacts {
  /** The configuration version that it decides by; 0 before it took one. */
  readonly configVersion: number;
  /** The earliest deadline in it; null when there is none. */
  readonly nextDueAt: number | null;
  /** When the oldest act not marked done was decided; null when all are. */
  readonly openActsSince: number | null;
}

export interface LoadedShard {
  readonly snapshot: Snapshot | null;
  readonly tail: readonly Entry[];
  readonly fence: Fence;
}

/** A stretch of a journal: the state it begins with (null: an empty shard) and all entries from there on. */
export interface JournalSegment {
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
}

/** The fenced journal of routing shards: one writer at a time, because only the latest fence can append. */
export interface RoutingJournal {
  /** Makes the shard's first segment if there is none. */
  load(shard: ShardRef): Promise<LoadedShard>;
  /** All entries or none. `fenced`: another wrote since; drop the state and load again. */
  append(
    shard: ShardRef,
    fence: Fence,
    entries: readonly Entry[],
    facts: ShardFacts,
  ): Promise<{ readonly kind: 'appended'; readonly fence: Fence } | { readonly kind: 'fenced' }>;
  /** Seals the segment and goes on in a new one that begins with `snapshot`, so that loading stays short. */
  roll(
    shard: ShardRef,
    fence: Fence,
    snapshot: Snapshot,
    facts: ShardFacts,
  ): Promise<{ readonly kind: 'appended'; readonly fence: Fence } | { readonly kind: 'fenced' }>;
  /** Whether nobody wrote since this fence: what is refused or answered from memory must be true of the journal. */
  isCurrent(shard: ShardRef, fence: Fence): Promise<boolean>;
  /**
   * The segments from the one in which `at` falls, oldest first, from the archive where the journal has them no more. Where what is
   * older is nowhere, from the oldest kept.
   */
  history(shard: ShardRef, at: number): AsyncIterable<JournalSegment>;
  /** Archives sealed segments that are not yet, and removes those from the journal that were sealed more than 35 days ago. */
  archive(shard: ShardRef, now: number): Promise<{ readonly archived: number; readonly removed: number }>;
  /** Facts as of the last append; of a shard that was never written, those of an empty one. */
  facts(shard: ShardRef): Promise<ShardFacts>;
}
