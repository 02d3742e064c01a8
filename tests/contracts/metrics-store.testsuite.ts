import { tenantIdOf } from '../../shared/core/lib/ids';
import type { Bucket, BucketRef, MetricsStore } from '../../shared/ports/metrics-store';
import { AT, fresh, tenantId } from './store-subjects';

interface Count {
  readonly count: number;
}

const add = (before: Count | undefined, events: readonly object[]): Count => ({
  count: (before?.count ?? 0) + events.length,
});
const events = (...ids: readonly string[]) => ids.map((eventId) => ({ eventId }));

/** What every `MetricsStore` does. */
export function describeMetricsStore(name: string, store: () => MetricsStore): void {
  describe(`${name} as MetricsStore`, () => {
    let bucket: Bucket;
    let ref: BucketRef;
    let startAt = AT;
    beforeEach(() => {
      startAt += 900_000;
      bucket = { kind: 'interval', startAt };
      ref = { tenantId, bucket };
    });

    test('an event counts once, however often it is delivered', async () => {
      const [a, b, c] = [fresh('event'), fresh('event'), fresh('event')];
      await store().apply(ref, events(a, b), add);
      await store().apply(ref, events(b, c, c), add);
      await store().apply(ref, events(a, b, c), add);
      expect(await store().read(ref)).toEqual({ count: 3 });
    });

    test('of two who count at once nobody is lost', async () => {
      const ids = Array.from({ length: 6 }, () => fresh('event'));
      await Promise.all(ids.map((id) => store().apply(ref, events(id), add)));
      expect(await store().read(ref)).toEqual({ count: 6 });
    });

    test('another bucket, and the same of another tenant, count apart', async () => {
      const id = fresh('event');
      const others: readonly BucketRef[] = [
        { tenantId, bucket: { kind: 'interval', startAt: startAt - 1_800_000_000 } },
        { tenantId: tenantIdOf('northwind'), bucket },
      ];
      for (const one of [ref, ...others]) await store().apply(one, events(id), add);
      for (const one of [ref, ...others]) expect(await store().read(one)).toEqual({ count: 1 });
    });
  });
}
