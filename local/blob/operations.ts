// cspell:ignore restype userdelegationkey versionid
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import type { Account } from '../kit/storage/account';
import type { Access, Permission } from './access';
import { changeBlob, deleteBlob, getBlob, headBlob, putBlob, type BlobName } from './blob-operations';
import { getBlockList, putBlock, putBlockList } from './block-operations';
import { containerProperties, createContainer, deleteContainer, setContainerMetadata } from './container-operations';
import { userDelegationKey } from '../kit/storage/delegation-key';
import { blobList, containerList } from './listing';
import type { Records } from './records';

interface OperationContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly account: Account;
  readonly request: LocalRequest;
}

export interface Operation {
  readonly access: Access;
  readonly run: (context: OperationContext) => LocalResponse | Promise<LocalResponse>;
}

/** An operation and the permission that a signed URL needs for it. */
type Entry<T> = readonly [Permission, (context: OperationContext, of: T) => LocalResponse | Promise<LocalResponse>];

/** By method, `restype` and `comp`, as the REST reference tells operations apart. */
const ACCOUNT: Readonly<Record<string, Entry<null>>> = {
  'GET comp=list': ['l', ({ records, request, account }) => listContainers(records, request, account)],
  'POST restype=service comp=userdelegationkey': [
    'r',
    ({ request, account }) => userDelegationKey(request, account, 'b'),
  ],
};

const CONTAINER: Readonly<Record<string, Entry<string>>> = {
  'PUT restype=container': ['w', ({ records, request, clock }, name) => createContainer(records, name, request, clock)],
  'GET restype=container': ['r', ({ records }, name) => containerProperties(records, name)],
  'HEAD restype=container': ['r', ({ records }, name) => containerProperties(records, name)],
  'DELETE restype=container': ['d', ({ records, request }, name) => deleteContainer(records, name, request)],
  'PUT restype=container comp=metadata': [
    'w',
    ({ records, request, clock }, name) => setContainerMetadata(records, name, request, clock),
  ],
  'GET restype=container comp=list': [
    'l',
    ({ records, request, account }, name) => {
      records.container(name);
      return blobList(endpointOf(request, account), name, records.blobsOf(name), request.url.searchParams);
    },
  ],
};

const BLOB: Readonly<Record<string, Entry<BlobName>>> = {
  PUT: ['w', ({ records, request }, of) => putBlob(records, of, request)],
  GET: ['r', ({ records, request }, of) => getBlob(records, of, request)],
  HEAD: ['r', ({ records, request }, of) => headBlob(records, of, request)],
  DELETE: ['d', ({ records, request }, of) => deleteBlob(records, of, request)],
  'PUT comp=metadata': ['w', ({ records, request }, of) => changeBlob(records, of, request, 'metadata')],
  'PUT comp=properties': ['w', ({ records, request }, of) => changeBlob(records, of, request, 'properties')],
  'PUT comp=block': ['w', ({ records, request }, of) => putBlock(records, of, request)],
  'PUT comp=blocklist': ['w', ({ records, request }, of) => putBlockList(records, of, request)],
  'GET comp=blocklist': ['r', ({ records, request }, of) => getBlockList(records, of, request)],
};

/** Parameters that name a version or an act beside the operation: what they ask for is not emulated. */
const NOT_EMULATED = ['snapshot', 'versionid', 'include-deleted'];

/** Which operation a request asks for; one that is not emulated is refused by name. */
export function operationOf(request: LocalRequest): Operation {
  const query = request.url.searchParams;
  const parts = ['restype', 'comp'].flatMap((name) => (query.has(name) ? [`${name}=${query.get(name)}`] : []));
  const key = [request.method, ...parts].join(' ');
  const { container = '', blob = '' } = request.params;
  const versioned = NOT_EMULATED.find((name) => query.has(name));
  if (versioned !== undefined) throw notEmulated(`${key} with '${versioned}'`);
  if (container === '') return operation(ACCOUNT[key], key, { container, blob }, null);
  if (blob === '') return operation(CONTAINER[key], key, { container, blob }, container);
  return operation(BLOB[key], `${key} of a blob`, { container, blob }, { container, name: blob });
}

function operation<T>(
  entry: Entry<T> | undefined,
  named: string,
  of: Omit<Access, 'permission'>,
  target: T,
): Operation {
  if (entry === undefined) throw notEmulated(named);
  const [permission, run] = entry;
  return { access: { ...of, permission }, run: (context) => run(context, target) };
}

const notEmulated = (what: string) => new Refusal('NotEmulated', `The local Blob Storage does not emulate ${what}.`);

const endpointOf = ({ url }: LocalRequest, account: Account) => `${url.origin}/${account.name}`;

const listContainers = (records: Records, request: LocalRequest, account: Account) =>
  containerList(endpointOf(request, account), records.containers(), request.url.searchParams);
