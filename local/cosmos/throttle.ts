import type { Clock } from '../kit/clock';
import { throttled } from './failure';

/** A rate of request units for a container; over it, requests are answered 429 until enough time has passed. */
export interface Throttle {
  /** Sets or (with null) lifts the limit of a container, named `database/container`. */
  limit(container: string, unitsPerSecond: number | null): void;
  /** Throws a 429 when the container has spent more than its rate. */
  admit(container: string): void;
  spend(container: string, charge: number): void;
}

interface Bucket {
  readonly rate: number;
  left: number;
  at: number;
}

/** A bucket holds one second's units and may go into debt by one request. */
export function createThrottle(clock: Clock): Throttle {
  const buckets = new Map<string, Bucket>();
  const refill = (bucket: Bucket): void => {
    const now = clock.now();
    bucket.left = Math.min(bucket.rate, bucket.left + ((now - bucket.at) / 1000) * bucket.rate);
    bucket.at = now;
  };
  return {
    limit(container, rate) {
      if (rate === null) buckets.delete(container);
      else buckets.set(container, { rate, left: rate, at: clock.now() });
    },
    admit(container) {
      const bucket = buckets.get(container);
      if (bucket === undefined) return;
      refill(bucket);
      if (bucket.left <= 0) throw throttled(Math.max(1, Math.ceil((-bucket.left / bucket.rate) * 1000)));
    },
    spend(container, charge) {
      const bucket = buckets.get(container);
      if (bucket !== undefined) bucket.left -= charge;
    },
  };
}
