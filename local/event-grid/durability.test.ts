import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { buildSync } from 'esbuild';
import { createClock } from '../kit/clock';
import { listen, type LocalRequest } from '../kit/http';
import { createPost } from '../kit/post';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';
import { createEventGrid } from './event-grid';
import { KEY, NOON, queued, TOPICS } from './workbench.testsuite';

const folder = mkdtempSync(join(tmpdir(), 'event-grid-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that takes events and, not being started, delivers none. */
const PROCESS = `
  import { createClock } from '../kit/clock';
  import { listen } from '../kit/http';
  import { createPost } from '../kit/post';
  import { openStore } from '../kit/store';
  import { createWork } from '../kit/work';
  import { createEventGrid } from './event-grid';
  import { SUBSCRIPTION_DEFAULTS } from './model';
  const [file, topics] = process.argv.slice(2);
  const work = createWork();
  const no = async () => { throw new Error('not asked'); };
  const grid = createEventGrid({
    store: openStore(file), clock: createClock(work, ${NOON}, () => 0), work, post: createPost(), topics: JSON.parse(topics),
    url: () => '', functionUrl: () => '', verifyToken: no, deliveryToken: no, deadLetter: no, random: () => 0,
  });
  const destination = { kind: 'azureFunction', functionName: 'assign' };
  void grid.subscribe({ ...SUBSCRIPTION_DEFAULTS, topic: 'waiting', name: 'assign', destination })
    .then(() => listen(grid.service, { port: 0, work }))
    .then(({ url }) => console.log(url));
`;

function startProcess(file: string): ChildProcess {
  const outfile = join(folder, 'process.cjs');
  buildSync({
    stdin: { contents: PROCESS, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    external: ['libsql'],
    outfile,
    logLevel: 'error',
  });
  return spawn(process.execPath, [outfile, file, JSON.stringify(TOPICS)], {
    env: { ...process.env, NODE_PATH: join(__dirname, '../../node_modules') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('what was acknowledged before kill -9 is delivered by the next process', async () => {
  const file = join(folder, 'grid.db');
  const process = startProcess(file);
  const [url] = (await once(createInterface({ input: process.stdout! }), 'line')) as [string];
  const client = new EventGridPublisherClient(`${url}/waiting/api/events`, 'EventGrid', new AzureKeyCredential(KEY), {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  const acknowledged: string[] = [];
  const sending = Array.from({ length: 200 }, async (_, i) => {
    await client.send([queued(`e${i}`)]);
    acknowledged.push(`e${i}`);
    if (acknowledged.length === 50) process.kill('SIGKILL');
  });
  await Promise.allSettled(sending.map((one) => one.catch(() => undefined)));
  await (process.exitCode === null && process.signalCode === null ? once(process, 'exit') : undefined);
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  const delivered = await deliveredBy(file);
  expect(delivered).toEqual(expect.arrayContaining(acknowledged));
}, 30_000);

/** Opens the file that a dead process left and gives the ids of all that is delivered. */
async function deliveredBy(file: string): Promise<string[]> {
  const store = openStore(file);
  const work = createWork();
  const ids: string[] = [];
  const take = (request: LocalRequest) => {
    ids.push(...(request.json() as { id: string }[]).map(({ id }) => id));
    return { status: 200 };
  };
  const routes = [{ method: 'POST', path: '/', handle: take }];
  const receiver = await listen({ name: 'subscriber', routes }, { port: 0, work: createWork() });
  const never = async () => {
    throw new Error('not asked');
  };
  const grid = createEventGrid({
    store,
    clock: createClock(work, NOON, () => 0),
    work,
    post: createPost(),
    topics: TOPICS,
    url: () => '',
    functionUrl: () => receiver.url,
    verifyToken: never,
    deliveryToken: never,
    deadLetter: never,
    random: () => 0,
  });
  grid.start();
  while (work.running > 0) await new Promise((resolve) => setImmediate(resolve));
  await receiver.close();
  store.close();
  return ids;
}
