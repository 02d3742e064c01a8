import { PartitionKeyDefinitionVersion, type ContainerRequest } from '@azure/cosmos';

const DAY_SECONDS = 86_400;

/** Every path indexed costs 0.2 RU a term and write: only what a query asks for is indexed. */
const indexOnly = (...paths: string[]): NonNullable<ContainerRequest['indexingPolicy']> => ({
  indexingMode: 'consistent',
  automatic: true,
  includedPaths: paths.map((path) => ({ path })),
  excludedPaths: [{ path: '/*' }],
});

const container = (id: string, indexed: string[], defaultTtl: number): ContainerRequest => ({
  id,
  partitionKey: { paths: ['/pk'], version: PartitionKeyDefinitionVersion.V2 },
  indexingPolicy: indexOnly(...indexed),
  // -1: nothing expires unless its own `ttl` says so.
  defaultTtl,
});

/** The containers of a geography's one database (design §4). infra/ creates the same; a test compares them. */
export const CONTAINERS = {
  inbox: container('inbox', [], 7 * DAY_SECONDS),
  interactions: container('interactions', ['/sweepAt/?', '/claimedUntil/?', '/recording/beganAt/?'], -1),
  routing: container('routing', [], -1),
  addresses: container('addresses', [], -1),
  directory: container('directory', [], -1),
  config: container('config', [], -1),
  metrics: container('metrics', [], -1),
  /** What came in and can never be processed, for an operator to look at; it may hold what customers wrote. */
  quarantine: container('quarantine', [], 14 * DAY_SECONDS),
  leases: {
    ...container('leases', [], -1),
    partitionKey: { paths: ['/id'], version: PartitionKeyDefinitionVersion.V2 },
  },
} as const satisfies Record<string, ContainerRequest>;

export type ContainerName = keyof typeof CONTAINERS;
