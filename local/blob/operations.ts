// cspell:ignore restype userdelegationkey versionid
import type { LocalRequest, LocalResponse } from '../kit/http';
import { invalidHeader, missingHeader, Refusal } from '../kit/storage/answers';
import type { Account } from '../kit/storage/account';
import type { Wanted } from '../kit/storage/signed-url';
import { batch } from './batch';
import { BLOB, OF_SNAPSHOTS } from './blob-table';
import { invalidSnapshot } from './blob-operations';
import {
  containerPolicies,
  containerProperties,
  createContainer,
  deleteContainer,
  leaseContainer,
  setContainerMetadata,
  setContainerPolicies,
} from './container-operations';
import { userDelegationKey } from '../kit/storage/delegation-key';
import { blobList, containerList, includesSnapshots, includesUncommitted } from './listing';
import { accountInformation, ANY, type Entry, type Operation } from './operation-entry';
import type { Records } from './records';
import { findBlobsByTags } from './tag-operations';

/** By method, `restype` and `comp`, as the REST reference tells operations apart. */
const ACCOUNT: Readonly<Record<string, Entry<null>>> = {
  'GET comp=list': ['', 'l', ({ records, request, account }) => listContainers(records, request, account)],
  'GET restype=account comp=properties': ['', ANY, accountInformation],
  'HEAD restype=account comp=properties': ['', ANY, accountInformation],
  'GET restype=service comp=properties': ['', 'r', ({ properties }) => properties.get()],
  'PUT restype=service comp=properties': ['', 'w', ({ properties, request }) => properties.set(request)],
  'POST comp=batch': ['', 'dw', ({ request, answer }) => batch(request, answer)],
  'GET comp=blobs': [
    '',
    'f',
    ({ records, request, account }) => findBlobsByTags(records, endpointOf(request, account), request.url),
  ],
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
  'GET restype=container comp=blobs': [
    'f',
    'f',
    ({ records, request, account }, name) => findBlobsByTags(records, endpointOf(request, account), request.url, name),
  ],
  'GET restype=container comp=list': [
    'l',
    'l',
    ({ records, request, account }, name) => listBlobs(records, request, account, name),
  ],
};

/** Parameters that name a version or an act beside the operation: what they ask for is not emulated. */
const NOT_EMULATED = ['versionid', 'include-deleted'];

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
  const snapshot = query.get('snapshot') ?? undefined;
  if (snapshot !== undefined && BLOB[key] && !OF_SNAPSHOTS.has(key)) throw invalidSnapshot(snapshot);
  const target = { container, name, ...(snapshot !== undefined && { snapshot }) };
  return operation(BLOB[key], `${key} of a blob`, { container, blob, resource: 'o' }, target);
}

/** Blobs are put by their kind. What is put may come from another blob: as a copy of it, or as a content of its own. */
function sourcedAs({ method, headers, url }: LocalRequest): string[] {
  if (method !== 'PUT') return [];
  const kind = url.searchParams.has('comp') ? undefined : headers['x-ms-blob-type'];
  if (headers['x-ms-copy-source'] === undefined) return url.searchParams.has('comp') ? [] : [kindFrom(kind)];
  const isOwn = url.searchParams.has('comp') || kind !== undefined;
  return [isOwn ? 'from URL' : 'copy'];
}

const KINDS = ['BlockBlob', 'AppendBlob', 'PageBlob'];

function kindFrom(kind: string | undefined): string {
  const header = 'x-ms-blob-type';
  if (kind === undefined) throw missingHeader(header);
  if (!KINDS.includes(kind)) throw invalidHeader(header, kind);
  return kind;
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
  const snapshots = includesSnapshots(query) ? records.snapshotsIn(name) : [];
  return blobList(endpointOf(request, account), name, [...blobs, ...snapshots], query, records.now());
}
