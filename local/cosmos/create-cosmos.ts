import type { Clock } from '../kit/clock';
import type { Route, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { VerifyToken } from './authorise';
import { openCatalog } from './catalog';
import { definitionRoutes } from './definition-routes';
import { documentRoutes } from './document-routes';
import { createMeter, type ChargeEntry, type ChargeFilter, type Meter } from './meter';
import type { Account } from './operation';
import { createThrottle } from './throttle';

export interface CosmosOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The account's key, base64. */
  readonly key: string;
  /** Where clients reach the account: told to them, and the audience of their tokens. */
  readonly accountUrl: () => string;
  readonly verifyToken: VerifyToken;
}

/** A local Azure Cosmos DB account for NoSQL. */
export interface Cosmos {
  readonly service: Service;
  /** What requests were charged since the start or the last reset, by container and partition. */
  charges(filter?: ChargeFilter): readonly ChargeEntry[];
  resetCharges(): void;
  /** Limits a container's request units per second (429 above it); null lifts the limit. */
  limit(database: string, container: string, unitsPerSecond: number | null): void;
}

export function createCosmos(options: CosmosOptions): Cosmos {
  const { store, clock } = options;
  const meter = createMeter();
  const throttle = createThrottle(clock);
  const account: Account = { store, clock, catalog: openCatalog(store), meter, throttle, credentials: options };
  return {
    service: {
      name: 'Cosmos DB',
      routes: [...chargeRoutes(meter), ...definitionRoutes(account), ...documentRoutes(account)],
    },
    charges: (filter) => meter.read(filter),
    resetCharges: () => meter.reset(),
    limit: (database, container, unitsPerSecond) => throttle.limit(`${database}/${container}`, unitsPerSecond),
  };
}

/** Not Azure's: how tests and reports read the meter. */
const chargeRoutes = (meter: Meter): readonly Route[] => [
  {
    method: 'GET',
    path: '/_local/charges',
    handle: ({ url: { searchParams: asked } }) => ({
      status: 200,
      body: {
        charges: meter.read({
          database: asked.get('database') ?? undefined,
          container: asked.get('container') ?? undefined,
          partitionKey: asked.get('partitionKey') ?? undefined,
        }),
      },
    }),
  },
  {
    method: 'DELETE',
    path: '/_local/charges',
    handle: () => {
      meter.reset();
      return { status: 204 };
    },
  },
];
