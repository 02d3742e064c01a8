import type { Container } from '@azure/cosmos';
import type { Bucket, BucketRef, MetricsStore } from '../../ports/metrics-store';
import { batch, createOperation, documentId, partitionKey, read, replaceOperation, StoreError } from './documents';
import type { Document } from './documents';

interface AggregateDocument<Aggregate> extends Document {
  readonly aggregate: Aggregate;
}

const AGGREGATE_ID = 'aggregate';
/** The change feed never repeats what is older than its leases can be behind. */
const MARKER_TTL_SECONDS = 7 * 86_400;
/** A batch holds 100 operations; one is the aggregate. */
const EVENTS_PER_WRITE = 99;
const ATTEMPTS = 20;

function nameOf(bucket: Bucket): string {
  switch (bucket.kind) {
    case 'live':
      return 'live';
    case 'interval':
      return `interval:${new Date(bucket.startAt).toISOString()}`;
    case 'mended':
      return `mended:${bucket.shardId}`;
  }
}

const partitionOf = ({ tenantId, bucket }: BucketRef): string => partitionKey(tenantId, nameOf(bucket));

const markerId = (eventId: string): string => documentId('event', eventId);

/** The `metrics` container: an aggregate a partition, with a marker for each event that is in it. */
export function cosmosMetrics(container: Container): MetricsStore {
  return {
    async apply(ref, events, change) {
      const once = [...new Map(events.map((event) => [event.eventId, event])).values()];
      for (let from = 0; from < once.length; from += EVENTS_PER_WRITE)
        await applyGroup(container, partitionOf(ref), once.slice(from, from + EVENTS_PER_WRITE), change);
    },
    async read<Aggregate>(ref: BucketRef) {
      const found = await read<AggregateDocument<Aggregate>>(container, AGGREGATE_ID, partitionOf(ref));
      return found?.aggregate;
    },
  };
}

/** A marker that exists names an event that was applied before: the rest is tried again without it. */
async function applyGroup<Aggregate, Event extends { readonly eventId: string }>(
  container: Container,
  pk: string,
  events: readonly Event[],
  change: (before: Aggregate | undefined, fresh: readonly Event[]) => Aggregate,
): Promise<void> {
  let fresh = events;
  for (let attempt = 0; attempt < ATTEMPTS + events.length && fresh.length > 0; attempt += 1) {
    const before = await read<AggregateDocument<Aggregate>>(container, AGGREGATE_ID, pk);
    const document = { id: AGGREGATE_ID, pk, aggregate: change(before?.aggregate, fresh) };
    const write = before === undefined ? createOperation(document) : replaceOperation(document, before.etag);
    const markers = fresh.map(({ eventId }) =>
      createOperation({ id: markerId(eventId), pk, ...{ ttl: MARKER_TTL_SECONDS } }),
    );
    const outcome = await batch(container, pk, [write, ...markers]);
    if (outcome.kind === 'done') return;
    const known = outcome.index - 1;
    if (known >= 0) fresh = fresh.filter((_, index) => index !== known);
  }
  if (fresh.length > 0) throw new StoreError('batchRefused', 'An aggregate is written by too many at once.');
}
