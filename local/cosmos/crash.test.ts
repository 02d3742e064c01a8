import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CosmosClient, type Container } from '@azure/cosmos';
import { buildSync } from 'esbuild';
import { createRandom } from '../kit/faults';
import { killsOf } from '../kit/kills.testsuite';
import { createCrashLoad } from './crash-load.testsuite';
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

const KILLS = killsOf(10);
const WRITERS = 8;
const MOST_APPENDS_BETWEEN = 40;

test('killed in the middle of writes, it has every write acknowledged, no half of a batch, and a feed without gaps', async () => {
  const load = createCrashLoad(WRITERS);
  const random = createRandom(20_261_126);
  for (let round = 0; round < KILLS; round += 1) {
    const server = await start();
    const { container, close } = connect(server.url);
    if (round === 0) await define(container);
    const enough = load.acknowledged() + 1 + Math.floor(random() * MOST_APPENDS_BETWEEN);
    const writing = load.writeUntilKilled(container);
    const following = load.follow(container).catch(() => undefined);
    while (load.acknowledged() < enough) await new Promise((soon) => setImmediate(soon));
    await server.kill();
    await Promise.all([writing, following]);
    close();
  }
  const server = await start();
  const { container, close } = connect(server.url);
  expect(await load.broken(container)).toEqual([]);
  close();
  await server.kill();
}, 900_000);

async function define({ database }: Container): Promise<void> {
  await database.client.databases.create({ id: database.id });
  await database.containers.create({ id: 'c', partitionKey: { paths: ['/pk'] } });
}
