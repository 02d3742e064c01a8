import type { ShardId, TenantId } from '../core/lib/ids';
import type { Entry } from '../core/routing/entries';
import type { Snapshot } from '../core/routing/snapshot-shape';

/** Names a shard from outside its tenant. */
export interface ShardRef {
  readonly tenantId: TenantId;
  readonly shardId: ShardId;
}

/** Proves that nobody wrote since it was read. Opaque but for how far the journal went. */
export interface Fence {
  readonly segment: string;
  readonly etag: string;
  /** Of the last entry; 0 before the first. */
  readonly seq: number;
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

/** A shard as its journal has it: the state that its newest segment begins with (null: an empty one) and the entries since. */
export interface LoadedShard {
  readonly snapshot: Snapshot | null;
  readonly tail: readonly Entry[];
  readonly fence: Fence;
  /** Who has the pen; null: nobody. */
  readonly penOf: string | null;
}

/** What a journal says beyond a fence that was read earlier. */
export interface WrittenSince {
  readonly entries: readonly Entry[];
  readonly fence: Fence;
  readonly penOf: string | null;
  /** Entries since the last snapshot, those before the old fence among them. */
  readonly segmentEntries: number;
}

/** `gone`: that cannot be told any more, load again. */
export type Since = ({ readonly kind: 'since' } & WrittenSince) | { readonly kind: 'gone' };

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
  /** What was written since this fence, as far as this process's replica has it. */
  since(shard: ShardRef, fence: Fence): Promise<Since>;
  /** The same with all that was written by now: for who is to say that there is nothing to do. */
  latest(shard: ShardRef, fence: Fence): Promise<Since>;
  /**
   * Takes the pen: says to the others that `by` decides now, until its append or somebody takes it over. Whoever heeds it spares themselves
   * a lost append; whoever does not is still fenced. `facts` as of the fence; `by` null: lays it down.
   */
  takePen(
    shard: ShardRef,
    fence: Fence,
    facts: ShardFacts,
    by: string | null,
  ): Promise<{ readonly kind: 'appended'; readonly fence: Fence } | { readonly kind: 'fenced' }>;
  /**
   * The segments from the one in which `at` falls, oldest first, from the archive where the journal has them no more. `lost` stands for what
   * belongs there and is kept nowhere any more.
   */
  history(shard: ShardRef, at: number): AsyncIterable<JournalSegment | 'lost'>;
  /** Archives sealed segments that are not yet, and removes those from the journal that were sealed more than 35 days ago. */
  archive(shard: ShardRef, now: number): Promise<{ readonly archived: number; readonly removed: number }>;
  /** Facts as of the last append; of a shard that was never written, those of an empty one. */
  facts(shard: ShardRef): Promise<ShardFacts>;
}
