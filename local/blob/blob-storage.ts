import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Service } from '../kit/http';
import type { Store } from '../kit/store';
import type { Account } from '../kit/storage/account';
import { Refusal, wordFault } from '../kit/storage/answers';
import { newEtag } from './version';
import { requireAccess, type Right, type VerifyToken } from '../kit/storage/authorization';
import { METHODS, serve } from '../kit/storage/serve';
import { openServiceProperties, type ServiceProperties } from '../kit/storage/service-properties';
import { lettersOf } from '../kit/storage/signed-url';
import { md5Of } from './integrity';
import { contentOf } from './contents';
import { isPublic } from './public-access';
import { openDisk } from './disk';
import type { Operation } from './operation-entry';
import { operationOf } from './operations';
import { signingOf } from './signed-url';
import { policyOf, sourceOf } from './sources';
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
  const properties = openServiceProperties(store, 'blob');
  const serving = { ...options, records, properties };
  const handle = (request: LocalRequest) => answer(serving, request);
  const paths = ['/{account}/{container}/{blob*}', '/{account}/{container}', '/{account}'];
  return {
    service: {
      name: 'Blob Storage',
      wordFault,
      routes: paths.flatMap((path) => METHODS.map((method) => ({ method, path, handle }))),
    },
    put: (container, name, content, contentType) =>
      put(records, clock, { container, name, content: Buffer.from(content), contentType }),
    async read(container, name) {
      const blob = records.find(container, name);
      return blob && contentOf(records.disk, blob);
    },
    list: (container, prefix) =>
      records
        .blobsOf(container)
        .map(({ name }) => name)
        .filter((name) => name.startsWith(prefix)),
  };
}

type Serving = BlobStorageOptions & { readonly records: Records; readonly properties: ServiceProperties };

const answer = (serving: Serving, request: LocalRequest): Promise<LocalResponse> =>
  serve(serving, request, async () => {
    const operation = operationOf(request);
    const right = await rightOf(serving, operation, request);
    return operation.run({
      ...serving,
      request,
      findSource: (url) => sourceOf(serving, right, request, url),
      answer: (part) => answer(serving, part),
    });
  });

async function rightOf(
  { account, verifyToken, records, clock }: Serving,
  operation: Operation,
  request: LocalRequest,
): Promise<Right> {
  const { wanted, container, blob } = operation;
  const letters = () =>
    lettersOf(request.url, wanted, signingOf(account, { container, blob }), {
      ...{ account, now: clock.now() },
      policyOf: (id) => policyOf(records, container, id),
    });
  const isForAll = () =>
    records.hasContainer(container) && isPublic(records.container(container), operation, request.method);
  const right = await requireAccess(request, account, verifyToken, letters, isForAll);
  const mayOnlyCreate = right.by === 'signed URL' && wanted.permissions === 'cw' && !right.letters.includes('w');
  if (mayOnlyCreate && records.find(container, blob))
    throw new Refusal(
      'AuthorizationPermissionMismatch',
      'This request is not authorized to perform this operation using this permission.',
    );
  return right;
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
