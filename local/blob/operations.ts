// cspell:ignore restype userdelegationkey versionid
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import type { Account } from '../kit/storage/account';
import type { Wanted } from '../kit/storage/signed-url';
import type { ServiceProperties } from '../kit/storage/service-properties';
import { batch } from './batch';
import {
  blobMetadata,
  changeBlob,
  deleteBlob,
  getBlob,
  headBlob,
  leaseBlob,
  putBlob,
  type BlobName,
} from './blob-operations';
import { getBlockList, putBlock, putBlockList } from './block-operations';
import {
  containerPolicies,
  containerProperties,
  createContainer,
  deleteContainer,
  leaseContainer,
  setContainerMetadata,
  setContainerPolicies,
} from './container-operations';
import { abortCopy, copyBlob, putBlobFromUrl, putBlockFromUrl, type FindSource } from './copy-operations';
import { userDelegationKey } from '../kit/storage/delegation-key';
import { blobList, containerList, includesUncommitted } from './listing';
import type { Records } from './records';

interface OperationContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly account: Account;
  readonly request: LocalRequest;
  readonly properties: ServiceProperties;
  readonly findSource: FindSource;
  /** Answers a part of a batch as a request of its own. */
  answer(request: LocalRequest): Promise<LocalResponse>;
}

export interface Operation {
  readonly wanted: Wanted;
  /** Empty for the account's own operations. */
  readonly container: string;
  /** Empty for a container's own operations. */
  readonly blob: string;
  readonly run: (context: OperationContext) => LocalResponse | Promise<LocalResponse>;
}

/** An operation, and the letters of signed URLs that allow it: of a container's or a blob's, of an account's. */
type Entry<T> = readonly [
  permissions: string,
  accountPermissions: string,
  run: (context: OperationContext, of: T) => LocalResponse | Promise<LocalResponse>,
];

const ANY = 'racwdlup';

/** The account is of the kind that new ones are. */
const accountInformation = (): LocalResponse => ({
  status: 200,
  headers: { 'x-ms-sku-name': 'Standard_LRS', 'x-ms-account-kind': 'StorageV2', 'x-ms-is-hns-enabled': 'false' },
  body: '',
});

/** By method, `restype` and `comp`, as the REST reference tells operations apart. */
const ACCOUNT: Readonly<Record<string, Entry<null>>> = {
  'GET comp=list': ['', 'l', ({ records, request, account }) => listContainers(records, request, account)],
  'GET restype=account comp=properties': ['', ANY, accountInformation],
  'HEAD restype=account comp=properties': ['', ANY, accountInformation],
  'GET restype=service comp=properties': ['', 'r', ({ properties }) => properties.get()],
  'PUT restype=service comp=properties': ['', 'w', ({ properties, request }) => properties.set(request)],
  'POST comp=batch': ['', 'dw', ({ request, answer }) => batch(request, answer)],
  // The vendor's client takes the account in a path-style endpoint for a container.
  'POST restype=container comp=batch': ['dw', 'dw', ({ request, answer }) => batch(request, answer)],
  'POST restype=service comp=userdelegationkey': [
    '',
    ANY,
    ({ request, account }) => userDelegationKey(request, account, 'b'),
  ],
};

const CONTAINER: Readonly<Record<string, Entry<string>>> = {
  'PUT restype=container': [
    '',
    'cw',
    ({ records, request, clock }, name) => createContainer(records, name, request, clock),
  ],
  'GET restype=container': ['', 'r', ({ records, request }, name) => containerProperties(records, name, request)],
  'HEAD restype=container': ['', 'r', ({ records, request }, name) => containerProperties(records, name, request)],
  'GET restype=container comp=metadata': [
    '',
    'r',
    ({ records, request }, name) => containerProperties(records, name, request),
  ],
  'HEAD restype=container comp=metadata': [
    '',
    'r',
    ({ records, request }, name) => containerProperties(records, name, request),
  ],
  'DELETE restype=container': ['', 'd', ({ records, request }, name) => deleteContainer(records, name, request)],
  'PUT restype=container comp=metadata': [
    '',
    'w',
    ({ records, request, clock }, name) => setContainerMetadata(records, name, request, clock),
  ],
  'GET restype=container comp=acl': ['', '', ({ records, request }, name) => containerPolicies(records, name, request)],
  'HEAD restype=container comp=acl': [
    '',
    '',
    ({ records, request }, name) => containerPolicies(records, name, request),
  ],
  'PUT restype=container comp=acl': [
    '',
    '',
    ({ records, request, clock }, name) => setContainerPolicies(records, name, request, clock),
  ],
  'PUT restype=container comp=lease': ['', 'w', ({ records, request }, name) => leaseContainer(records, name, request)],
  'POST restype=container comp=batch': ['dw', 'dw', ({ request, answer }) => batch(request, answer)],
  'GET restype=account comp=properties': ['', ANY, accountInformation],
  'HEAD restype=account comp=properties': ['', ANY, accountInformation],
  'GET restype=container comp=list': [
    'l',
    'l',
    ({ records, request, account }, name) => listBlobs(records, request, account, name),
  ],
};

const BLOB: Readonly<Record<string, Entry<BlobName>>> = {
  PUT: ['cw', 'cw', ({ records, request }, of) => putBlob(records, of, request)],
  'PUT from URL': [
    'cw',
    'cw',
    ({ records, request, findSource }, of) => putBlobFromUrl(records, of, request, findSource),
  ],
  'PUT copy': ['cw', 'cw', ({ records, request, findSource }, of) => copyBlob(records, of, request, findSource)],
  'PUT comp=copy': ['w', 'w', abortCopy],
  GET: ['r', 'r', ({ records, request }, of) => getBlob(records, of, request)],
  HEAD: ['r', 'r', ({ records, request }, of) => headBlob(records, of, request)],
  DELETE: ['d', 'd', ({ records, request }, of) => deleteBlob(records, of, request)],
  'GET comp=metadata': ['r', 'r', ({ records, request }, of) => blobMetadata(records, of, request)],
  'HEAD comp=metadata': ['r', 'r', ({ records, request }, of) => blobMetadata(records, of, request)],
  'PUT comp=metadata': ['w', 'w', ({ records, request }, of) => changeBlob(records, of, request, 'metadata')],
  'PUT comp=properties': ['w', 'w', ({ records, request }, of) => changeBlob(records, of, request, 'properties')],
  'PUT comp=lease': ['w', 'w', ({ records, request }, of) => leaseBlob(records, of, request)],
  'PUT comp=block': ['cw', 'cw', ({ records, request }, of) => putBlock(records, of, request)],
  'PUT from URL comp=block': [
    'cw',
    'cw',
    ({ records, request, findSource }, of) => putBlockFromUrl(records, of, request, findSource),
  ],
  'PUT comp=blocklist': ['cw', 'cw', ({ records, request }, of) => putBlockList(records, of, request)],
  'GET comp=blocklist': ['r', 'r', ({ records, request }, of) => getBlockList(records, of, request)],
  'GET restype=account comp=properties': ['', ANY, accountInformation],
  'HEAD restype=account comp=properties': ['', ANY, accountInformation],
};

/** Parameters that name a version or an act beside the operation: what they ask for is not emulated. */
const NOT_EMULATED = ['snapshot', 'versionid', 'include-deleted'];

/** Which operation a request asks for; one that is not emulated is refused by name. */
export function operationOf(request: LocalRequest): Operation {
  const query = request.url.searchParams;
  const parts = ['restype', 'comp'].flatMap((name) => (query.has(name) ? [`${name}=${query.get(name)}`] : []));
  const { container = '', blob = '' } = request.params;
  // Azure keeps names with slashes only.
  const name = blob.replaceAll('\\', '/');
  const key = [request.method, ...(blob === '' ? [] : sourcedAs(request)), ...parts].join(' ');
  const versioned = NOT_EMULATED.find((name) => query.has(name));
  if (versioned !== undefined) throw notEmulated(`${key} with '${versioned}'`);
  const batched = query.get('comp') === 'batch' ? 'o' : undefined;
  if (container === '') return operation(ACCOUNT[key], key, { container, blob, resource: batched ?? 's' }, null);
  if (blob === '') return operation(CONTAINER[key], key, { container, blob, resource: batched ?? 'c' }, container);
  return operation(BLOB[key], `${key} of a blob`, { container, blob, resource: 'o' }, { container, name });
}

/** What is put may come from another blob: as a copy of it, or as a content of its own. */
function sourcedAs({ method, headers, url }: LocalRequest): string[] {
  if (method !== 'PUT' || headers['x-ms-copy-source'] === undefined) return [];
  const isOwn = url.searchParams.has('comp') || headers['x-ms-blob-type'] !== undefined;
  return [isOwn ? 'from URL' : 'copy'];
}

function operation<T>(
  entry: Entry<T> | undefined,
  named: string,
  {
    container,
    blob,
    resource,
  }: { readonly container: string; readonly blob: string; readonly resource: Wanted['resource'] },
  target: T,
): Operation {
  if (entry === undefined) throw notEmulated(named);
  const [permissions, accountPermissions, run] = entry;
  return {
    wanted: { permissions, resource, accountPermissions },
    ...{ container, blob },
    run: (context) => run(context, target),
  };
}

const notEmulated = (what: string) => new Refusal('NotEmulated', `The local Blob Storage does not emulate ${what}.`);

const endpointOf = ({ url }: LocalRequest, account: Account) => `${url.origin}/${account.name}`;

const listContainers = (records: Records, request: LocalRequest, account: Account) =>
  containerList(endpointOf(request, account), records.containers(), request.url.searchParams, records.now());

function listBlobs(records: Records, request: LocalRequest, account: Account, name: string): LocalResponse {
  records.container(name);
  const query = request.url.searchParams;
  const blobs = includesUncommitted(query) ? records.blobsWithUncommitted(name) : records.blobsOf(name);
  return blobList(endpointOf(request, account), name, blobs, query, records.now());
}
