import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCosmos } from '../../local/cosmos/create-cosmos';
import { createClock } from '../../local/kit/clock';
import { listen } from '../../local/kit/http';
import { openStore } from '../../local/kit/store';
import { createWork } from '../../local/kit/work';
import { peer } from './peers';

const KEY = Buffer.from('a key of the benchmark').toString('base64');

interface Vercel {
  createHttpServer(): Server;
}

/** Plain http for both, so that neither pays for encryption. */
async function serve(kind: string): Promise<{ url?: string; key?: string }> {
  if (kind !== 'ours') return serveVercel();
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-cosmos-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const work = createWork();
  let url = '';
  const { service } = createCosmos({
    store: openStore(join(folder, 'cosmos.sqlite')),
    clock: createClock(work, Date.now(), () => Date.now()),
    key: KEY,
    accountUrl: () => url,
    verifyToken: async () => false,
  });
  ({ url } = await listen(service, { port: 0, work }));
  return { url, key: KEY };
}

async function serveVercel(): Promise<{ url?: string; key?: string }> {
  const vercel = peer(join(__dirname, '../../..'), '@vercel/cosmosdb-server') as Vercel | undefined;
  if (vercel === undefined) return {};
  const server = vercel.createHttpServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, key: KEY };
}

process.on('message', (asked) => {
  if (asked === 'rss') process.send?.({ rss: process.memoryUsage().rss });
});
void serve(process.argv[2] ?? 'ours').then((ready) => process.send?.(ready));
