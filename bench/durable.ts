import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurableClient } from '../local/durable/client';
import { startHost } from '../local/host/host';
import { createClock } from '../local/kit/clock';
import { createWork } from '../local/kit/work';
import { figure, timed } from './figure';

const IN_FLIGHT = 300;
const LIFECYCLES = 3_000;
const LOOK_EVERY_MS = 2;

/** Lifecycles of a small app on the local Durable extension; each step is on disk, with full sync, before the next. */
export async function benchDurable(root: string): Promise<void> {
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
    killAt: undefined,
    log: () => undefined,
  });
  try {
    await run(host.hub.client, IN_FLIGHT);
    const tookMs = await timed(() => run(host.hub.client, LIFECYCLES));
    figure('durable lifecycles per second', {
      inFlight: IN_FLIGHT,
      lifecycles: LIFECYCLES,
      sync: 'full',
      perSecond: Math.round((LIFECYCLES / tookMs) * 1_000),
    });
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(client: DurableClient, lifecycles: number): Promise<void> {
  const ended = watch(client);
  let left = lifecycles;
  const oneAfterAnother = async () => {
    while (left > 0) {
      left -= 1;
      const id = await client.start('lifecycle', undefined, null, '');
      await client.raiseEvent(id, 'told', null);
      await ended.wait(id);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
  ended.stop();
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
