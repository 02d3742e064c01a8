import type { PartitionKey } from './partition-key';
import { roundCharge } from './request-units';

/** What requests to one partition of a container were charged; the partition is null for what goes across them. */
export interface ChargeEntry {
  readonly database: string;
  readonly container: string;
  /** The partition key's value as JSON. */
  readonly partitionKey: string | null;
  readonly requests: number;
  readonly charge: number;
  /** By kind of operation (`create`, `read`, `batch`, `query`, …). */
  readonly byOperation: Readonly<Record<string, { readonly requests: number; readonly charge: number }>>;
}

export interface ChargeFilter {
  readonly database?: string | undefined;
  readonly container?: string | undefined;
  readonly partitionKey?: string | undefined;
}

export interface Charged {
  readonly database: string;
  readonly container: string;
  readonly pk: PartitionKey | undefined;
  readonly operation: string;
  readonly charge: number;
}

/** Adds up modelled request charges since the start or the last reset. Kept in memory: it measures, it is no state. */
export interface Meter {
  add(charged: Charged): void;
  read(filter?: ChargeFilter): readonly ChargeEntry[];
  reset(): void;
}

export function createMeter(): Meter {
  const entries = new Map<string, ChargeEntry>();
  return {
    add({ database, container, pk, operation, charge }) {
      const partitionKey = pk === undefined ? null : pk.slice(1, -1);
      const key = JSON.stringify([database, container, partitionKey]);
      const before = entries.get(key);
      const same = before?.byOperation[operation];
      entries.set(key, {
        database,
        container,
        partitionKey,
        requests: (before?.requests ?? 0) + 1,
        charge: roundCharge((before?.charge ?? 0) + charge),
        byOperation: {
          ...before?.byOperation,
          [operation]: { requests: (same?.requests ?? 0) + 1, charge: roundCharge((same?.charge ?? 0) + charge) },
        },
      });
    },
    read: (filter = {}) => [...entries.values()].filter((entry) => fits(entry, filter)),
    reset: () => entries.clear(),
  };
}

const fits = (entry: ChargeEntry, { database, container, partitionKey }: ChargeFilter): boolean =>
  (database === undefined || entry.database === database) &&
  (container === undefined || entry.container === container) &&
  (partitionKey === undefined || entry.partitionKey === partitionKey);
