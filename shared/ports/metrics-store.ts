import type { TenantId } from '../core/lib/ids';

/** One aggregate of a tenant: what happens now, the figures of the interval that begins at an instant, what was mended in a shard. */
export type Bucket =
  | { readonly kind: 'live' }
  | { readonly kind: 'interval'; readonly startAt: number }
  | { readonly kind: 'mended'; readonly shardId: string };

/** Names an aggregate. */
export interface BucketRef {
  readonly tenantId: TenantId;
  readonly bucket: Bucket;
}

/** Aggregates that each event reaches exactly once, however often it is delivered. */
export interface MetricsStore {
  /**
   * Marks the events and changes the aggregate in one write. `change` gets only the events that were not marked before;
   * it may run again on what another writer left.
   */
  apply<Aggregate, Event extends { readonly eventId: string }>(
    ref: BucketRef,
    events: readonly Event[],
    change: (before: Aggregate | undefined, fresh: readonly Event[]) => Aggregate,
  ): Promise<void>;
  read<Aggregate>(ref: BucketRef): Promise<Aggregate | undefined>;
}
