import type { Container } from '@azure/cosmos';
import type { Clock } from '../../../kit/clock';
import type { Work } from '../../../kit/work';
import { cosmosClientOf, DEFAULT_COSMOS_CONNECTION } from '../../cosmos-service';
import type { RunFunction } from '../../run-function';
import { setting } from '../../outputs/connections';
import type { RegisteredFunction } from '../../worker/core-module';
import { text } from '../../worker/typed-data';
import { triggerOf, type Binding, type Log } from '../../worker/types';
import type { FeedMode, FeedStart } from './change-feed';
import { createPoller, type Poller } from './poller';
import { sdkChangeFeed, sdkLeases } from './sdk-feed';

export interface CosmosTriggerOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly run: RunFunction;
  readonly log: Log;
  /** Name of this host in leases. */
  readonly owner: string;
}

const DEFAULT_POLL_DELAY_MS = 5000;
const DEFAULT_MAX_ITEMS = 100;

/** Starts to read the change feed that a function asks for. */
export async function startCosmosTrigger(one: RegisteredFunction, options: CosmosTriggerOptions): Promise<Poller> {
  const { name } = one.metadata;
  const { binding } = triggerOf(one.metadata);
  const mode = modeOf(name, binding);
  const connection = setting(binding, 'connection') ?? DEFAULT_COSMOS_CONNECTION;
  const database = setting(binding, 'databaseName') ?? '';
  const monitored = cosmosClientOf(connection)
    .database(database)
    .container(setting(binding, 'containerName') ?? '');
  const leases = await leaseContainer(binding, connection, database);
  const poller = createPoller({
    ...options,
    name,
    feed: sdkChangeFeed(monitored, startOf(binding), mode),
    feedName: `${database}/${monitored.id}`,
    leases: sdkLeases(leases, setting(binding, 'leaseContainerPrefix') ?? `${database}.${monitored.id}.${name}`),
    pollDelayMs: Number(binding['feedPollDelay'] ?? DEFAULT_POLL_DELAY_MS),
    maxItems: Number(binding['maxItemsPerInvocation'] ?? DEFAULT_MAX_ITEMS),
    retryPolicy: one.metadata.retryOptions,
    run: (documents, retryContext) => options.run(one, text(JSON.stringify(documents)), { retryContext }),
  });
  await poller.start();
  return poller;
}

/** Every version and deletion is told from now on alone: the service keeps no beginning of them. */
export function modeOf(name: string, binding: Binding): FeedMode {
  const mode = setting(binding, 'changeFeedMode') ?? 'LatestVersion';
  if (mode === 'LatestVersion') return mode;
  if (mode !== 'AllVersionsAndDeletes')
    throw new Error(`The change feed mode '${mode}' of the function '${name}' does not exist.`);
  if (startOf(binding).kind === 'now') return mode;
  throw new Error(
    `The function '${name}' can not read all versions and deletes from the past: they are told from now on.`,
  );
}

function startOf(binding: Binding): FeedStart {
  if (binding['startFromBeginning'] === true) return { kind: 'beginning' };
  const time = setting(binding, 'startFromTime');
  return time === undefined ? { kind: 'now' } : { kind: 'time', instant: Date.parse(time) };
}

async function leaseContainer(binding: Binding, connection: string, database: string): Promise<Container> {
  const client = cosmosClientOf(setting(binding, 'leaseConnection') ?? connection);
  const leaseDatabase = client.database(setting(binding, 'leaseDatabaseName') ?? database);
  const id = setting(binding, 'leaseContainerName') ?? 'leases';
  if (binding['createLeaseContainerIfNotExists'] !== true) return leaseDatabase.container(id);
  const { container } = await leaseDatabase.containers.createIfNotExists({ id, partitionKey: '/id' });
  return container;
}
