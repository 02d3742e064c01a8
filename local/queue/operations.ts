// cspell:ignore peekonly restype userdelegationkey
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse } from '../kit/http';
import type { Account } from '../kit/storage/account';
import { Refusal } from '../kit/storage/answers';
import { userDelegationKey } from '../kit/storage/delegation-key';
import { clearMessages, deleteMessage, getMessages, putMessage, updateMessage } from './message-operations';
import {
  accessPolicies,
  createQueue,
  deleteQueue,
  queueList,
  queueProperties,
  setAccessPolicies,
  setQueueMetadata,
} from './queue-operations';
import type { Records } from './records';
import type { Wanted } from '../kit/storage/signed-url';
import type { ServiceProperties } from '../kit/storage/service-properties';

interface OperationContext {
  readonly records: Records;
  readonly clock: Clock;
  readonly account: Account;
  readonly request: LocalRequest;
  readonly properties: ServiceProperties;
}

export interface Operation {
  readonly wanted: Wanted;
  /** Empty for the account's own operations. */
  readonly queue: string;
  readonly run: (context: OperationContext) => LocalResponse | Promise<LocalResponse>;
}

/** Names of what an operation is about; empty where there is none. */
interface Target {
  readonly queue: string;
  readonly id: string;
}

/** An operation, and the letters of signed URLs that allow it: of a queue's, of an account's. */
type Entry = readonly [
  permission: string,
  accountPermissions: string,
  run: (context: OperationContext, of: Target) => LocalResponse | Promise<LocalResponse>,
];
type Table = Readonly<Record<string, Entry>>;

/** By method, `restype` and `comp`, as the REST reference tells operations apart. */
const ACCOUNT: Table = {
  'GET comp=list': [
    '',
    'l',
    ({ records, request, account }) =>
      queueList(records, `${request.url.origin}/${account.name}`, request.url.searchParams),
  ],
  'GET restype=service comp=properties': ['', 'r', ({ properties }) => properties.get()],
  'PUT restype=service comp=properties': ['', 'w', ({ properties, request }) => properties.set(request)],
  'POST restype=service comp=userdelegationkey': [
    '',
    'rwdlacup',
    ({ request, account }) => userDelegationKey(request, account, 'q'),
  ],
};

const QUEUE: Table = {
  PUT: ['', 'cw', ({ records, request }, { queue }) => createQueue(records, queue, request)],
  DELETE: ['', 'd', ({ records }, { queue }) => deleteQueue(records, queue)],
  'GET comp=metadata': ['r', 'r', ({ records }, { queue }) => queueProperties(records, queue)],
  'HEAD comp=metadata': ['r', 'r', ({ records }, { queue }) => queueProperties(records, queue)],
  'PUT comp=metadata': ['', 'w', ({ records, request }, { queue }) => setQueueMetadata(records, queue, request)],
  'GET comp=acl': ['', '', ({ records }, { queue }) => accessPolicies(records, queue)],
  'HEAD comp=acl': ['', '', ({ records }, { queue }) => accessPolicies(records, queue)],
  'PUT comp=acl': ['', '', ({ records, request }, { queue }) => setAccessPolicies(records, queue, request)],
};

const MESSAGES: Table = {
  POST: ['a', 'a', ({ records, request, clock }, { queue }) => putMessage(records, queue, request, clock)],
  GET: ['p', 'p', ({ records, request, clock }, { queue }) => getMessages(records, queue, request, clock)],
  'GET peek': ['r', 'r', ({ records, request, clock }, { queue }) => getMessages(records, queue, request, clock)],
  DELETE: ['p', 'd', ({ records }, { queue }) => clearMessages(records, queue)],
};

const MESSAGE: Table = {
  PUT: ['u', 'u', ({ records, request, clock }, of) => updateMessage(records, of, request, clock)],
  DELETE: ['p', 'p', ({ records, request }, of) => deleteMessage(records, of, request)],
};

/** What a path names, and the operations that it has. */
export interface Resource {
  readonly path: string;
  readonly named: string;
  readonly type: Wanted['resource'];
  readonly table: Table;
}

/** Tried in this order. */
export const RESOURCES: readonly Resource[] = [
  { path: '/{account}/{queue}/messages/{message}', named: ' of a message', type: 'o', table: MESSAGE },
  { path: '/{account}/{queue}/messages', named: ' of messages', type: 'o', table: MESSAGES },
  { path: '/{account}/{queue}', named: ' of a queue', type: 'c', table: QUEUE },
  { path: '/{account}', named: '', type: 's', table: ACCOUNT },
];

/** Which operation a request asks for; one that is not emulated is refused by name. */
export function operationOf({ named, type, table }: Resource, { method, url, params }: LocalRequest): Operation {
  const query = url.searchParams;
  const parts = ['restype', 'comp'].flatMap((name) => (query.has(name) ? [`${name}=${query.get(name)}`] : []));
  const peek = query.get('peekonly') === 'true' ? ['peek'] : [];
  const key = [method, ...parts, ...peek].join(' ');
  const entry = table[key];
  if (entry === undefined) throw new Refusal('NotEmulated', `The local Queue Storage does not emulate ${key}${named}.`);
  const [permission, accountPermissions, run] = entry;
  const target = { queue: params['queue'] ?? '', id: params['message'] ?? '' };
  return {
    wanted: { permissions: permission, resource: type, accountPermissions },
    queue: target.queue,
    run: (context) => run(context, target),
  };
}
