import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurableClient } from '../../local/durable/client';
import { startHost } from '../../local/host/host';
import { createClock } from '../../local/kit/clock';
import { createPost } from '../../local/kit/post';
import { createWork } from '../../local/kit/work';
import { measureLifecycles } from './lifecycles';

const LOOK_EVERY_MS = 2;
const PATIENCE_MS = 600_000;

/** Our engine, with every step on disk and synced before the next: from inside, and by the SDK's client over HTTP. */
export async function benchEngine(root: string, isQuick = false): Promise<void> {
  const { host, close } = await openHost(root);
  process.env['WEBSITE_HOSTNAME'] ??= new URL(host.url).host;
  const { durableClient: client } = host;
  if (client === null) throw new Error('The only host has a task hub of its own.');
  const ended = watch(client);
  // A machine that is busy with other things is slow, and the figure says so.
  const post = createPost({ timeoutMs: PATIENCE_MS });
  let syncs = host.commits();
  const storage = () => {
    const before = syncs;
    syncs = host.commits();
    return { synchronous: 'FULL', syncs: syncs - before };
  };
  try {
    const inside = async () => {
      const id = await client.start('lifecycle', undefined, null, '');
      await client.raiseEvent(id, 'told', 'true');
      await ended.wait(id);
    };
    await measureLifecycles({
      ...{ name: 'durable lifecycles, inside the engine', lifecycle: inside, isQuick, extra: storage },
    });
    const outside = async () => {
      const { body } = await post({ url: `${host.url}/api/begin`, headers: {}, body: '' });
      await ended.wait(body);
    };
    await measureLifecycles({
      ...{ name: 'durable lifecycles, by the client SDK over HTTP', lifecycle: outside, isQuick, extra: storage },
    });
  } finally {
    ended.stop();
    await close();
  }
}

/** The host with an app of one lifecycle, in a folder that goes with it. */
async function openHost(root: string) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  const work = createWork();
  const clock = createClock(work, Date.now(), Date.now.bind(Date));
  clock.follow(1);
  const host = await startHost({
    appFolder: join(root, 'bench/durable-app'),
    dataFolder: folder,
    port: 0,
    clock,
    work,
    corsOrigins: [],
    name: '',
    backplaneUrl: undefined,
    isSynced: true,
    killAt: undefined,
    log: () => undefined,
  });
  return {
    host,
    async close() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nobody tells a client that an instance has ended: it looks, for all of them at once. */
function watch(client: DurableClient) {
  const waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();
  const timer = setInterval(() => {
    for (const [id, { resolve, reject }] of waiting) {
      const status = client.instance(id)?.status;
      if (status === 'Completed') resolve();
      else if (status === 'Failed') reject(new Error(`Lifecycle ${id} failed.`));
      else continue;
      waiting.delete(id);
    }
  }, LOOK_EVERY_MS);
  return {
    wait: (id: string) => new Promise<void>((resolve, reject) => void waiting.set(id, { resolve, reject })),
    stop: () => clearInterval(timer),
  };
}
