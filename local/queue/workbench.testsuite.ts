import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import { QueueServiceClient, StorageSharedKeyCredential, type QueueClient } from '@azure/storage-queue';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { createPost, type Post } from '../kit/post';
import { openStore } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { createQueueStorage } from './queue-storage';

export const NOON = Date.UTC(2026, 9, 5, 12);
export const HOUR = 3_600_000;
export const ACCOUNT = 'contoso';
const KEY = Buffer.from('a storage key').toString('base64');
export const shared = new StorageSharedKeyCredential(ACCOUNT, KEY);
export const goodToken = `h.${Buffer.from(JSON.stringify({ oid: 'ada', tid: 'contoso' })).toString('base64url')}.s`;
export const bearer = (token: string): TokenCredential => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + HOUR }),
});

/** Queue Storage over https on a stopped clock, with a queue `orders`. */
export interface Workbench {
  readonly clock: Clock;
  readonly server: Listening;
  readonly service: QueueServiceClient;
  readonly queue: QueueClient;
  readonly post: Post;
  readonly options: {
    readonly tlsOptions: { readonly ca: string };
    readonly retryOptions: { readonly maxTries: number };
  };
  clientWith(credential: StorageSharedKeyCredential | TokenCredential): QueueServiceClient;
  /** Ends this one and opens another on the same files. */
  reopen(): Promise<Workbench>;
  close(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'queue-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

export async function openWorkbench(): Promise<Workbench> {
  const bench = await openOn(join(folder, String(runs++)), NOON);
  await bench.queue.create();
  return bench;
}

async function openOn(data: string, startAt: number): Promise<Workbench> {
  const tls = await ensureTls(join(folder, 'tls'));
  const clock = createClock(createWork(), startAt, () => 0);
  const store = openStore(join(data, 'queue.db'));
  const service = createQueueStorage({
    ...{ openStore: () => store, clock },
    account: { name: ACCOUNT, key: KEY },
    verifyToken: async (token, audience) => ({
      kind: token === goodToken && audience === 'https://storage.azure.com' ? 'valid' : 'refused',
    }),
  });
  const server = await listen(service, { port: 0, tls, work: createWork() });
  const options = { tlsOptions: { ca: readFileSync(tls.caFile, 'utf8') }, retryOptions: { maxTries: 1 } };
  const clientWith = (credential: StorageSharedKeyCredential | TokenCredential) =>
    new QueueServiceClient(`${server.url}/${ACCOUNT}`, credential, options);
  const client = clientWith(shared);
  const close = async () => {
    await server.close();
    store.close();
  };
  return {
    ...{ clock, server, options, clientWith, close },
    service: client,
    queue: client.getQueueClient('orders'),
    post: createPost({ caFile: tls.caFile }),
    async reopen() {
      await close();
      return openOn(data, clock.now());
    },
  };
}

/** The error code with which something failed, or `done`. */
export const code = async (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'done',
    (error: unknown) => {
      const failed = error as { code?: string; details?: { errorCode?: string } };
      return failed.code ?? failed.details?.errorCode;
    },
  );
