import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChangeFeedStartFrom, CosmosClient, type Container } from '@azure/cosmos';
import { buildSync } from 'esbuild';
import { createRandom } from '../kit/faults';
import { ACCOUNT_KEY } from './local-account';

const folder = mkdtempSync(join(tmpdir(), 'cosmos-crash-'));
const program = join(folder, 'serve.js');
const children: ChildProcess[] = [];

beforeAll(() => {
  // Native modules and the like stay where they are.
  const entryPoints = [join(__dirname, 'serve-for-crash.ts')];
  buildSync({ entryPoints, outfile: program, bundle: true, platform: 'node', packages: 'external', logLevel: 'error' });
});
afterAll(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true });
});

async function start(): Promise<{ url: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [program, folder, ACCOUNT_KEY], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: resolve(__dirname, '../../node_modules') },
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: line.toString().trim(),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function connect(url: string): { container: Container; readonly close: () => void } {
  const agent = new Agent({ ca: readFileSync(join(folder, 'ca.pem')), keepAlive: true });
  const client = new CosmosClient({ endpoint: url, key: ACCOUNT_KEY, agent });
  return {
    container: client.database('d').container('c'),
    close: () => {
      client.dispose();
      agent.destroy();
    },
  };
}

const pair = (n: number) =>
  ['a', 'b'].map((half) => ({
    operationType: 'Create' as const,
    resourceBody: { id: `${n}-${half}`, pk: `p${n % 4}` },
  }));

/** Writes batches of two documents until the server is gone; answers the numbers of those acknowledged. */
async function writeUntilKilled(container: Container, first: number, acknowledged: Set<number>): Promise<void> {
  for (let n = first; ; n += 8) {
    try {
      const { code } = await container.items.batch(pair(n), `p${n % 4}`);
      if (code === 200) acknowledged.add(n);
    } catch {
      return;
    }
  }
}

async function readFeed(container: Container): Promise<string[]> {
  const start = ChangeFeedStartFrom.Beginning() as never;
  const feed = container.items.getChangeFeedIterator<{ id: string }>({ changeFeedStartFrom: start, maxItemCount: 50 });
  const ids: string[] = [];
  for (let page = await feed.readNext(); page.statusCode !== 304; page = await feed.readNext())
    ids.push(...page.result.map(({ id }) => id));
  return ids;
}

/** `npm run test:full` kills oftener. */
const KILLS = process.env['FULL'] === '1' ? 50 : 4;

test('killed in the middle of writes, it has every write acknowledged, no half of a batch, and a feed without gaps', async () => {
  const acknowledged = new Set<number>();
  let next = 0;
  const random = createRandom(20_261_126);
  for (let round = 0; round < KILLS; round += 1) {
    const server = await start();
    const { container, close } = connect(server.url);
    const client = container.database.client;
    await client.databases.createIfNotExists({ id: 'd' });
    await container.database.containers.createIfNotExists({ id: 'c', partitionKey: { paths: ['/pk'] } });
    const before = acknowledged.size;
    const writers = Array.from({ length: 8 }, (_, writer) => writeUntilKilled(container, next + writer, acknowledged));
    const enough = before + 1 + Math.floor(random() * 60);
    while (acknowledged.size < enough) await new Promise((soon) => setImmediate(soon));
    await server.kill();
    await Promise.all(writers);
    close();
    next += 100_000;
  }
  const server = await start();
  const { container, close } = connect(server.url);
  const { resources } = await container.items.query<string>('SELECT VALUE c.id FROM c').fetchAll();
  const stored = new Set(resources);
  const lost = [...acknowledged].filter((n) => !stored.has(`${n}-a`) || !stored.has(`${n}-b`));
  const torn = resources.filter((id) => !stored.has(id.replace(/.$/, id.endsWith('a') ? 'b' : 'a')));
  expect({ lost, torn }).toEqual({ lost: [], torn: [] });
  expect((await readFeed(container)).sort()).toEqual([...stored].sort());
  close();
  await server.kill();
}, 900_000);
