import { CosmosClient, type Container } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';
import type { Clock } from '../../../kit/clock';
import type { Work } from '../../../kit/work';
import type { RunFunction } from '../../run-function';
import { resolveSetting } from '../../settings';
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
  const connection = setting(binding, 'connection') ?? 'CosmosDB';
  const database = setting(binding, 'databaseName') ?? '';
  const monitored = connect(connection)
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

function setting(binding: Binding, property: string): string | undefined {
  const value = binding[property];
  return typeof value === 'string' && value !== '' ? resolveSetting(value) : undefined;
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

/** Settings `<connection>__accountEndpoint` (with the app's identity, or `<connection>__key`), or a connection string. */
function connect(connection: string): CosmosClient {
  const endpoint = process.env[`${connection}__accountEndpoint`];
  const key = process.env[`${connection}__key`];
  if (endpoint === undefined) {
    const connectionString = process.env[connection];
    if (connectionString === undefined) throw new Error(`The app setting '${connection}__accountEndpoint' is not set.`);
    return new CosmosClient(connectionString);
  }
  if (key !== undefined) return new CosmosClient({ endpoint, key });
  return new CosmosClient({ endpoint, aadCredentials: new DefaultAzureCredential() });
}

async function leaseContainer(binding: Binding, connection: string, database: string): Promise<Container> {
  const client = connect(setting(binding, 'leaseConnection') ?? connection);
  const leaseDatabase = client.database(setting(binding, 'leaseDatabaseName') ?? database);
  const id = setting(binding, 'leaseContainerName') ?? 'leases';
  if (binding['createLeaseContainerIfNotExists'] !== true) return leaseDatabase.container(id);
  const { container } = await leaseDatabase.containers.createIfNotExists({ id, partitionKey: '/id' });
  return container;
}
