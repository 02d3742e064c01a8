import type { Clock } from '../kit/clock';
import type { Rough } from '../kit/rough';
import type { Work } from '../kit/work';
import type { Route, Service } from '../kit/http';
import type { Store } from '../kit/store';
import { accessRoutes } from './access-routes';
import type { VerifyToken } from './authorise';
import { openCatalog, type Catalog } from './catalog';
import type { ContainerRecord } from './container-record';
import { definitionRoutes } from './definition-routes';
import { documentRoutes } from './document-routes';
import { encryptionKeyRoutes } from './encryption-keys';
import { createLateReplicas, PROMPT } from './late-replicas';
import { createMeter, type ChargeEntry, type ChargeFilter, type Meter } from './meter';
import { rateOf, type Offer } from './offer';
import { offerRoutes } from './offer-routes';
import type { Account } from './operation';
import { dropPermissionsOf, openOwned } from './owned-resources';
import { isSameResource } from './permission';
import { scriptRoutes } from './script-routes';
import { openScripts } from './scripts';
import { createThrottle, type Rate } from './throttle';

export interface CosmosOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The account's key, base64. */
  readonly key: string;
  /** Where clients reach the account: told to them, and the audience of their tokens. */
  readonly accountUrl: () => string;
  readonly verifyToken: VerifyToken;
  /** Reads may be stale; every replica has everything at once when absent. */
  readonly late?: { readonly rough: Rough; readonly work: Work; readonly realNow: () => number };
}

/** A local Azure Cosmos DB account for NoSQL. */
export interface Cosmos {
  readonly service: Service;
  /** What requests were charged since the start or the last reset, by container and partition. */
  charges(filter?: ChargeFilter): readonly ChargeEntry[];
  resetCharges(): void;
  /** How far the change feed of each container has got, by `database/container`. */
  feeds(): Readonly<Record<string, number>>;
  /** Limits a container's request units per second (429 above it), as its throughput would; null lifts the limit. */
  limit(database: string, container: string, unitsPerSecond: number | null): void;
}

export function createCosmos(options: CosmosOptions): Cosmos {
  const { store, clock } = options;
  const meter = createMeter();
  const offers = store.collection<Offer>('cosmos_offers');
  const limits = new Map<string, number>();
  const throttle = createThrottle(clock, (container) => limitOf(limits, container) ?? rateOf(offers, container));
  const catalog = openCatalog(store);
  const scripts = openScripts(store);
  const replicas =
    options.late === undefined ? PROMPT : createLateReplicas({ ...options.late, lsnOf: (one) => catalog.lsn(one) });
  const access = openAccess(store, catalog);
  const account: Account = {
    store,
    clock,
    catalog,
    meter,
    throttle,
    offers,
    scripts,
    ...access,
    replicas,
    credentials: options,
  };
  return {
    service: {
      name: 'Cosmos DB',
      routes: [
        ...chargeRoutes(meter),
        ...definitionRoutes(account),
        ...offerRoutes(account),
        ...scriptRoutes(account),
        ...accessRoutes(account),
        ...encryptionKeyRoutes(account),
        ...documentRoutes(account),
      ],
    },
    charges: (filter) => meter.read(filter),
    resetCharges: () => meter.reset(),
    feeds: () => catalog.positions(),
    limit(database, container, unitsPerSecond) {
      const name = `${database}/${container}`;
      if (unitsPerSecond === null) limits.delete(name);
      else limits.set(name, unitsPerSecond);
    },
  };
}

const openAccess = (store: Store, catalog: Catalog): Pick<Account, 'users' | 'permissions' | 'encryptionKeys'> => ({
  encryptionKeys: openOwned(store, 'cosmos_encryption_keys'),
  users: openOwned(store, 'cosmos_users', { onRemove: ({ n }) => dropPermissionsOf(store, n) }),
  permissions: openOwned(store, 'cosmos_permissions', {
    excludes: (one, other) => isSameResource(catalog, one, other),
  }),
});

function limitOf(
  limits: ReadonlyMap<string, number>,
  { database, definition, ranges }: ContainerRecord,
): Rate | undefined {
  const of = `${database.id}/${definition.id}`;
  const unitsPerSecond = limits.get(of);
  return unitsPerSecond === undefined ? undefined : { of, unitsPerSecond, ranges: ranges.all.length };
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
