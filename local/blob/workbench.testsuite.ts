import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import {
  BlobServiceClient,
  StorageSharedKeyCredential,
  type ContainerClient,
  type StoragePipelineOptions,
} from '@azure/storage-blob';
import { createClock, type Clock } from '../kit/clock';
import { listen, type Listening } from '../kit/http';
import { createPost, type Post } from '../kit/post';
import { openStore } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { createBlobStorage, type BlobStorage } from './blob-storage';

export const NOON = Date.UTC(2026, 9, 5, 12);
export const HOUR = 3_600_000;
export const ACCOUNT = 'contoso';
export const KEY = Buffer.from('a storage key').toString('base64');
export const shared = new StorageSharedKeyCredential(ACCOUNT, KEY);
export const goodToken = `h.${Buffer.from(JSON.stringify({ oid: 'ada', tid: 'contoso' })).toString('base64url')}.s`;
export const bearer = (token: string): TokenCredential => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + HOUR }),
});

/** Blob Storage over https on a stopped clock, with a container `files`. */
export interface Workbench {
  readonly clock: Clock;
  readonly storage: BlobStorage;
  readonly server: Listening;
  readonly service: BlobServiceClient;
  readonly container: ContainerClient;
  readonly post: Post;
  readonly options: StoragePipelineOptions;
  /** Folder of the contents. */
  readonly contents: string;
  clientWith(credential: StorageSharedKeyCredential | TokenCredential): BlobServiceClient;
  put(name: string, text: string): Promise<unknown>;
  textOf(name: string): Promise<string>;
  /** Ends this one and opens another on the same files. */
  reopen(): Promise<Workbench>;
  close(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'blob-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

export async function openWorkbench(): Promise<Workbench> {
  const bench = await openOn(join(folder, String(runs++)));
  await bench.container.create();
  return bench;
}

async function openOn(data: string): Promise<Workbench> {
  const tls = await ensureTls(join(folder, 'tls'));
  const clock = createClock(createWork(), NOON, () => 0);
  const store = openStore(join(data, 'blob.db'));
  const contents = join(data, 'contents');
  const storage = createBlobStorage({
    ...{ store, clock, folder: contents },
    account: { name: ACCOUNT, key: KEY },
    verifyToken: async (token, audience) => ({
      kind: token === goodToken && audience === 'https://storage.azure.com' ? 'valid' : 'refused',
    }),
  });
  const server = await listen(storage.service, { port: 0, tls, work: createWork() });
  const options = { tlsOptions: { ca: readFileSync(tls.caFile, 'utf8') }, retryOptions: { maxTries: 1 } };
  const clientWith = (credential: StorageSharedKeyCredential | TokenCredential) =>
    new BlobServiceClient(`${server.url}/${ACCOUNT}`, credential, options);
  const service = clientWith(shared);
  const container = service.getContainerClient('files');
  const close = async () => {
    await server.close();
    store.close();
  };
  return {
    ...{ clock, storage, server, service, container, options, contents, clientWith, close },
    post: createPost({ caFile: tls.caFile }),
    put: (name, text) => container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text)),
    textOf: async (name) => (await container.getBlobClient(name).downloadToBuffer()).toString(),
    async reopen() {
      await close();
      return openOn(data);
    },
  };
}

/** The error code with which something failed, or `done`. */
export const code = async (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'done',
    (error: unknown) => {
      const failed = error as { code?: string; details?: { errorCode?: string } };
      // An answer to HEAD has no body: the code is in a header.
      return failed.code ?? failed.details?.errorCode;
    },
  );
