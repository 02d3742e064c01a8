import { createHash } from 'node:crypto';
import type { Store } from '../kit/store';

/** Makes ids that look like Azure's and are the same whenever the same things happen in the same order. */
export interface Ids {
  /** A new UUID; `kind` keeps unlike things apart. Durable together with what is written in the same turn. */
  next(kind: string): string;
  /** A new number, one more than the last of its kind. */
  count(kind: string): number;
}

export function createIds(store: Store, resourceId: string): Ids {
  const counters = store.collection<number>('communication_counters');
  const count = (kind: string) => {
    const n = (counters.get(kind) ?? 0) + 1;
    // Group commit puts this beside the write that uses the number, which its caller awaits.
    void counters.put(kind, n);
    return n;
  };
  return { count, next: (kind) => uuidOf(`${resourceId}/${kind}/${count(kind)}`) };
}

/** A UUID made of a name (the layout of RFC 9562 version 8). */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
