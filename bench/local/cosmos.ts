import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { CosmosClient, type Container } from '@azure/cosmos';
import { figure, quantile, round } from '../figure';

const AT_ONCE = 64;

interface Sizes {
  readonly creates: number;
  readonly reads: number;
  /** In the container that is queried, and in the one whose memory is looked at. */
  readonly documents: number;
  readonly largest: number;
}

const SIZES: Sizes = { creates: 5_000, reads: 10_000, documents: 50_000, largest: 100_000 };
/** Enough to see that it ends; the figures are worth nothing. */
const QUICK: Sizes = { creates: 300, reads: 600, documents: 3_000, largest: 5_000 };
const IN_PARTITION = 90;
const QUERIES = 20;

/** Serves one of the two in a process of its own, so that memory is its own. */
interface Server {
  readonly url: string;
  readonly key: string;
  rssMb(): Promise<number>;
  stop(): void;
}

export async function serve(kind: 'ours' | 'vercel'): Promise<Server | undefined> {
  const child: ChildProcess = fork(join(__dirname, 'cosmos-server.js'), [kind], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [{ url?: string; key?: string }];
  if (ready.url === undefined) return undefined;
  return {
    url: ready.url,
    key: ready.key ?? '',
    async rssMb() {
      child.send('rss');
      const [answer] = (await once(child, 'message')) as [{ rss: number }];
      return round(answer.rss / 2 ** 20);
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/** A kilobyte each, ninety to a partition. */
const document = (n: number) => ({
  id: `d${n}`,
  pk: `p${Math.floor(n / IN_PARTITION)}`,
  n,
  colour: `c${n % 500}`,
  text: 'x'.repeat(850),
});

async function atOnce(count: number, run: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < count) await run((next += 1) - 1);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return round((count / (performance.now() - began)) * 1_000);
}

async function load(container: Container, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1_000)
    await container.items.executeBulkOperations(
      Array.from({ length: Math.min(1_000, to - n) }, (_, i) => {
        const resourceBody = document(n + i);
        return { operationType: 'Create' as const, partitionKey: resourceBody.pk, resourceBody };
      }),
    );
}

async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const lengths: number[] = [];
  for (let n = 0; n < QUERIES; n += 1) {
    const began = performance.now();
    await run();
    lengths.push(performance.now() - began);
  }
  return round(quantile(lengths, 0.5));
}

/** Creates, reads, queries and memory of a server, through the vendor's client. */
async function measure(kind: 'ours' | 'vercel', sizes: Sizes): Promise<void> {
  const server = await serve(kind);
  if (server === undefined) {
    figure(`cosmos ${kind}`, { skipped: 'not installed: npm ci --prefix bench/peers' });
    return;
  }
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: AT_ONCE });
  const { url: endpoint, key } = server;
  const connectionPolicy = { enableEndpointDiscovery: kind === 'ours' };
  const client = new CosmosClient({
    endpoint,
    key,
    connectionPolicy,
    ...(endpoint.startsWith('https') ? { agent } : {}),
  });
  try {
    const { database } = await client.databases.createIfNotExists({ id: 'bench' });
    const { container: small } = await database.containers.createIfNotExists({ id: 'small', partitionKey: '/pk' });
    const creates = await atOnce(sizes.creates, (n) => small.items.create(document(n)));
    const reads = await atOnce(sizes.reads, (n) => {
      const { id, pk } = document(n % sizes.creates);
      return small.item(id, pk).read();
    });
    figure(`cosmos ${kind}`, { atOnce: AT_ONCE, createsPerSecond: creates, pointReadsPerSecond: reads });
    if (kind === 'ours')
      await measureLarge(
        server,
        (await database.containers.createIfNotExists({ id: 'large', partitionKey: '/pk' })).container,
        sizes,
      );
  } finally {
    client.dispose();
    agent.destroy();
    server.stop();
  }
}

/** The peer answers these in minutes (`cosmosdb-query` is quadratic), so only ours are measured. */
async function measureLarge(server: Server, large: Container, { documents, largest }: Sizes): Promise<void> {
  await load(large, 0, documents);
  const inPartition = () => large.items.query('SELECT * FROM c', { partitionKey: 'p7' }).fetchAll();
  const across = () => large.items.query("SELECT * FROM c WHERE c.colour = 'c77'").fetchAll();
  figure('cosmos ours, queries', {
    documents,
    partitionOf90Ms: await medianMs(inPartition),
    crossPartitionFilterMs: await medianMs(across),
  });
  await load(large, documents, largest);
  figure('cosmos ours, memory', { documents: largest, kilobytesEach: 1, rssMb: await server.rssMb() });
}

export async function benchCosmos(isQuick: boolean): Promise<void> {
  const sizes = isQuick ? QUICK : SIZES;
  await measure('ours', sizes);
  await measure('vercel', sizes);
}
