import type { Clock } from '../kit/clock';
import type { ContainerRecord } from './container-record';
import { throttled } from './failure';
import type { PartitionRange } from './partition-ranges';
import { SMALLEST_CHARGE } from './request-units';

/** Rates of request units: over them, requests are answered 429 until enough time has passed. */
export interface Throttle {
  /** Throws a 429 when one of the ranges has spent more than its part of the rate. */
  admit(container: ContainerRecord, ranges: readonly PartitionRange[]): void;
  spend(container: ContainerRecord, ranges: readonly PartitionRange[], charge: number): void;
}

/** The rate of a container or of the database whose containers share one, named by {@link of}; undefined for no limit. */
export interface Rate {
  readonly of: string;
  readonly unitsPerSecond: number;
  /** Physical partitions among which it is divided evenly. */
  readonly ranges: number;
}

interface Bucket {
  left: number;
  /** Units that those who were told to come back may want by now, each the fewest that there are. */
  promised: number;
  at: number;
}

/** A bucket for each physical partition. It holds one second's units and may go into debt by one request. */
export function createThrottle(clock: Clock, rateOf: (container: ContainerRecord) => Rate | undefined): Throttle {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (rate: Rate, { id }: PartitionRange): Bucket => {
    const units = rate.unitsPerSecond / rate.ranges;
    const name = `${rate.of}/${id}`;
    const now = clock.now();
    const bucket = buckets.get(name) ?? { left: units, promised: 0, at: now };
    const gained = ((now - bucket.at) / 1000) * units;
    bucket.left = Math.min(units, bucket.left + gained);
    bucket.promised = Math.max(0, bucket.promised - gained);
    bucket.at = now;
    buckets.set(name, bucket);
    return bucket;
  };
  return {
    admit(container, ranges) {
      const rate = rateOf(container);
      if (rate === undefined) return;
      const asked = ranges.map((range) => bucketOf(rate, range));
      if (asked.every(({ left }) => left > 0)) return;
      // One after another: told the same, all would come back at once, and give up before it is their turn.
      const wait = Math.max(...asked.map(({ left, promised }) => promised - left));
      for (const bucket of asked) bucket.promised += SMALLEST_CHARGE;
      throw throttled(Math.max(1, Math.ceil((wait / (rate.unitsPerSecond / rate.ranges)) * 1000)));
    },
    spend(container, ranges, charge) {
      const rate = rateOf(container);
      if (rate === undefined) return;
      for (const range of ranges) bucketOf(rate, range).left -= charge / ranges.length;
    },
  };
}
