import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Account } from '../kit/storage/account';
import { errorAnswer, Refusal, withCommonHeaders } from '../kit/storage/answers';
import { newEtag } from './version';
import { requireAccess, type VerifyToken } from '../kit/storage/authorization';
import { md5Of } from './headers';
import { openDisk } from './disk';
import { operationOf } from './operations';
import { requireSignedUrl } from './signed-url';
import { openRecords, type Records } from './records';

export interface BlobStorageOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Where the contents lie, as files. */
  readonly folder: string;
  readonly account: Account;
  readonly verifyToken: VerifyToken;
}

export interface BlobStorage {
  /** Serves `/{account}/{container}/{blob}`: clients get `{url}/{account}` as the endpoint. */
  readonly service: Service;
  /** Writes a blob as an Azure service does, making the container where there is none; durable when it resolves. */
  put(container: string, name: string, content: string | Buffer, contentType: string): Promise<void>;
  /** The content, or undefined where there is no such blob. */
  read(container: string, name: string): Promise<Buffer | undefined>;
  /** Names of blobs, sorted. */
  list(container: string, prefix: string): string[];
}

/** Blob Storage with block blobs, on disk. */
export function createBlobStorage(options: BlobStorageOptions): BlobStorage {
  const { store, clock, folder } = options;
  const records = openRecords(store, clock, openDisk(folder));
  const handle = (request: LocalRequest) => answer(options, records, request);
  const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
  const paths = ['/{account}/{container}/{blob*}', '/{account}/{container}', '/{account}'];
  return {
    service: {
      name: 'Blob Storage',
      routes: paths.flatMap((path) => methods.map((method) => ({ method, path, handle }))),
    },
    put: (container, name, content, contentType) =>
      put(records, clock, { container, name, content: Buffer.from(content), contentType }),
    async read(container, name) {
      const blob = records.find(container, name);
      return blob && records.disk.read(blob.file);
    },
    list: (container, prefix) =>
      records
        .blobsOf(container)
        .map(({ name }) => name)
        .filter((name) => name.startsWith(prefix)),
  };
}

async function answer(options: BlobStorageOptions, records: Records, request: LocalRequest): Promise<LocalResponse> {
  const now = options.clock.now();
  try {
    if (request.params['account'] !== options.account.name)
      throw new Refusal('InvalidResourceName', `The account '${request.params['account']}' does not exist.`);
    const operation = operationOf(request);
    const { account, clock, verifyToken } = options;
    await requireAccess(request, account, verifyToken, (query) =>
      requireSignedUrl(query, operation.access, account, now),
    );
    return withCommonHeaders(await operation.run({ records, clock, account, request }), request, now);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return withCommonHeaders(errorAnswer(error, request.method), request, now);
  }
}

interface NewBlob {
  readonly container: string;
  readonly name: string;
  readonly content: Buffer;
  readonly contentType: string;
}

async function put(records: Records, clock: Clock, { container, name, content, contentType }: NewBlob): Promise<void> {
  if (!records.hasContainer(container))
    await records.putContainer({ name: container, etag: newEtag(), modifiedAt: clock.now(), metadata: {} });
  await records.put({
    ...{ container, name },
    file: await records.disk.write(content),
    contentMd5: md5Of(content),
    headers: { contentType, contentEncoding: '', contentLanguage: '', contentDisposition: '', cacheControl: '' },
    metadata: {},
    size: content.length,
    blocks: [],
  });
}
