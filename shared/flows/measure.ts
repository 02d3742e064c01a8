import { addEvent, addSegment, countedIn, EMPTY_INTERVAL, type Interval } from '../core/metrics/interval';
import { addToLive, EMPTY_LIVE, type Live } from '../core/metrics/live';
import { intervalOf, type MeasuredEvent } from '../core/metrics/measured';
import { segmentsOf, type SegmentFigures } from '../core/metrics/segments';
import { interactionIdOf, tenantIdOf, type TenantId } from '../core/lib/ids';
import type { Deps } from './lib/deps';

/** Something that adds to an interval: an event, or an agent's segment that a closed interaction shows. */
type Counted =
  | { readonly eventId: string; readonly startAt: number; readonly what: 'event'; readonly measured: MeasuredEvent }
  | { readonly eventId: string; readonly startAt: number; readonly what: 'segment'; readonly segment: SegmentFigures };

/** Brings timeline events into the figures, each exactly once however often the change feed hands it over. */
export async function measure(deps: Pick<Deps, 'metrics' | 'interactions'>, events: readonly MeasuredEvent[]) {
  for (const [tenant, ofTenant] of groupBy(events, ({ tenantId }) => tenantId)) {
    const tenantId = tenantIdOf(tenant);
    await deps.metrics.apply<Live, MeasuredEvent>({ tenantId, bucket: { kind: 'live' } }, ofTenant, (before, fresh) =>
      fresh.reduce(addToLive, before ?? EMPTY_LIVE),
    );
    const counted = [...ofTenant.flatMap(countEvent), ...(await segmentsOfClosed(deps, tenantId, ofTenant))];
    for (const [startAt, ofInterval] of groupBy(counted, (one) => one.startAt)) {
      const ref = { tenantId, bucket: { kind: 'interval', startAt } } as const;
      await deps.metrics.apply<Interval, Counted>(ref, ofInterval, (before, fresh) =>
        fresh.reduce(count, before ?? EMPTY_INTERVAL),
      );
    }
  }
}

const count = (interval: Interval, one: Counted): Interval =>
  one.what === 'event' ? addEvent(interval, one.measured) : addSegment(interval, one.segment);

function countEvent(measured: MeasuredEvent): Counted[] {
  const startAt = countedIn(measured);
  return startAt === null ? [] : [{ eventId: measured.eventId, startAt, what: 'event', measured }];
}

/** How long an agent talked, held and wrapped up is known when all is over: from the timeline, once. */
async function segmentsOfClosed(
  deps: Pick<Deps, 'interactions'>,
  tenantId: TenantId,
  events: readonly MeasuredEvent[],
): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const { event, interactionId } of events) {
    if (event.type !== 'closed') continue;
    const timeline = await deps.interactions.timeline({ tenantId, interactionId: interactionIdOf(interactionId) });
    const segments = segmentsOf(timeline.map((entry) => entry.event));
    segments.forEach((segment, index) => {
      const eventId = `${interactionId}/segment/${index}`;
      counted.push({ eventId, startAt: intervalOf(segment.acceptedAt), what: 'segment', segment });
    });
  }
  return counted;
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
