import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient, type Container, type ContainerRequest, type CosmosClientOptions } from '@azure/cosmos';
import { createClock, type Clock } from '../kit/clock';
import { listen } from '../kit/http';
import type { Rough } from '../kit/rough';
import { openStore, type Store } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { createCosmos, type Cosmos } from './create-cosmos';

export const ACCOUNT_KEY = Buffer.from('a key of the local account').toString('base64');
/** For a hook that starts an account: on a busy machine making its certificate takes a while. */
export const START_PATIENCE_MS = 30_000;
export const NOON = Date.UTC(2026, 0, 5, 12);

/** An account on a port of its own, for tests that drive it through the vendor's client. */
export interface LocalAccount {
  readonly url: string;
  readonly cosmos: Cosmos;
  readonly clock: Clock;
  readonly client: CosmosClient;
  /** Trusts its certificate. */
  readonly agent: Agent;
  readonly caFile: string;
  connect(options?: Partial<CosmosClientOptions>): CosmosClient;
  /** A new container, in a database of its own. */
  container(request?: Partial<ContainerRequest>): Promise<Container>;
  /** Rows that the container's table has, expired ones included. */
  rows(container: string): number;
  close(): Promise<void>;
}

export interface LocalAccountOptions {
  /** In memory when absent. */
  readonly file?: string;
  readonly acceptedToken?: string;
  readonly late?: { readonly rough: Rough; readonly realNow: () => number };
}

export async function startLocalAccount({
  file = ':memory:',
  acceptedToken,
  late,
}: LocalAccountOptions = {}): Promise<LocalAccount> {
  const folder = mkdtempSync(join(tmpdir(), 'cosmos-'));
  const tls = await ensureTls(folder);
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  const store = openStore(file);
  let url = '';
  const cosmos = createCosmos({
    store,
    clock,
    key: ACCOUNT_KEY,
    accountUrl: () => url,
    verifyToken: async (token, audience) => token === acceptedToken && audience === url,
    ...(late && { late: { ...late, work } }),
  });
  const listening = await listen(cosmos.service, { port: 0, tls, work });
  url = listening.url;
  const clients = createClients(() => url, readFileSync(tls.caFile));
  const client = clients.connect();
  return {
    url,
    cosmos,
    clock,
    client,
    agent: clients.agent,
    caFile: tls.caFile,
    connect: clients.connect,
    container: createContainers(client, 'tests'),
    rows: (container) => countRows(store, container),
    async close() {
      clients.close();
      await listening.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function countRows({ sql }: Store, container: string): number {
  const { n } = sql.prepare('SELECT n FROM cosmos_containers WHERE id = ?').get(container) as { n: number };
  return (sql.prepare(`SELECT count(*) AS rows FROM cosmos_documents_${n}`).get() as { rows: number }).rows;
}

function createClients(url: () => string, ca: Buffer) {
  const agent = new Agent({ ca, keepAlive: true });
  const clients: CosmosClient[] = [];
  return {
    agent,
    connect: (options: Partial<CosmosClientOptions> = {}): CosmosClient => {
      const others = ['aadCredentials', 'resourceTokens', 'permissionFeed'];
      const key = others.some((name) => name in options) ? {} : { key: ACCOUNT_KEY };
      const client = new CosmosClient({ endpoint: url(), agent, ...key, ...options });
      clients.push(client);
      return client;
    },
    close: (): void => {
      clients.forEach((one) => one.dispose());
      agent.destroy();
    },
  };
}

/** Makes containers in a database of their own. */
export function createContainers(client: CosmosClient, databaseId: string): LocalAccount['container'] {
  let count = 0;
  return async (request = {}) => {
    const id = `things-${(count += 1)}`;
    const { database } = await client.databases.createIfNotExists({ id: databaseId });
    const { container } = await database.containers.create({ id, partitionKey: { paths: ['/pk'] }, ...request });
    return container;
  };
}
