import type { LocalRequest, Route } from '../kit/http';
import { readBatch, runAtomicBatch, runBulk } from './batch';
import { feedItem, readChangeFeed } from './change-feed';
import type { ContainerRecord } from './container-record';
import { isQuery } from './definition-routes';
import { deleteDocument, readDocument, writeDocument, type Address, type Outcome, type Transaction } from './documents';
import { badRequest, notEmulated, rangeGone, sessionNotAvailable } from './failure';
import { isObject, type Json } from './json';
import {
  documentRoute,
  nowSeconds,
  ONLY_RANGE,
  type Account,
  type DocumentRequest,
  type MeteredReply,
} from './operation';
import { patchDocument } from './operations';
import { partitionKeyOfDocument, partitionKeyOfHeader, type PartitionKey } from './partition-key';
import { answerPlan, answerQuery, answerReadAll, pageSizeOf } from './query-answers';

const DOCUMENTS = '/dbs/{db}/colls/{coll}/docs';
const DOCUMENT = `${DOCUMENTS}/{id}`;

const isTrue = (header: string | undefined): boolean => header?.toLowerCase() === 'true';

/** Point operations, batches, queries and the change feed. */
export const documentRoutes = (account: Account): readonly Route[] => [
  documentRoute(account, 'GET', DOCUMENTS, (one) =>
    one.request.headers['a-im'] === undefined
      ? answerReadAll(account, checkRange(one))
      : changeFeed(account, checkRange(one)),
  ),
  documentRoute(account, 'POST', DOCUMENTS, (one) => post(account, checkRange(one))),
  documentRoute(account, 'GET', DOCUMENT, (one) => read(account, one)),
  documentRoute(account, 'PUT', DOCUMENT, (one) => replace(account, one)),
  documentRoute(account, 'PATCH', DOCUMENT, (one) => patch(account, one)),
  documentRoute(account, 'DELETE', DOCUMENT, (one) => remove(account, one)),
];

function checkRange(one: DocumentRequest): DocumentRequest {
  const { headers } = one.request;
  if (headers['x-ms-start-epk'] !== undefined) throw notEmulated('reading a part of a partition key range');
  const range = headers['x-ms-documentdb-partitionkeyrangeid'];
  // Some clients put the container's rid before it.
  const id = range?.split(',').at(-1);
  if (id !== undefined && id !== ONLY_RANGE) throw rangeGone(id);
  return one;
}

function post(account: Account, one: DocumentRequest): MeteredReply | Promise<MeteredReply> {
  const { headers } = one.request;
  if (isTrue(headers['x-ms-cosmos-is-query-plan-request'])) return answerPlan(one);
  if (isQuery(one.request)) return answerQuery(account, one);
  if (isTrue(headers['x-ms-cosmos-is-batch-request'])) return batch(account, one);
  return create(account, one);
}

const json = (request: LocalRequest): Json | undefined => request.json() as Json | undefined;

const headerKey = ({ headers }: LocalRequest): PartitionKey | undefined =>
  partitionKeyOfHeader(headers['x-ms-documentdb-partitionkey']);

const conditions = ({ headers }: LocalRequest) => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

function addressOf(request: LocalRequest): Address {
  const pk = headerKey(request);
  if (pk === undefined) throw badRequest('PartitionKey value must be supplied for this operation.');
  return { pk, id: request.params['id'] ?? '', ...conditions(request) };
}

/** Runs a write in a transaction of its own. */
function transact(
  account: Account,
  container: ContainerRecord,
  run: (transaction: Transaction) => Outcome,
): Promise<Outcome> {
  const now = nowSeconds(account);
  return account.store.commit(() =>
    run({ container, lsn: account.catalog.nextLsn(container, now), seq: 0, nowSeconds: now }),
  );
}

const answer = (operation: string, pk: PartitionKey, { status, charge, etag, body }: Outcome): MeteredReply => ({
  operation,
  pk,
  status,
  charge,
  body,
  ...(etag === undefined ? {} : { headers: { etag } }),
});

async function create(account: Account, { request, container }: DocumentRequest): Promise<MeteredReply> {
  const body = json(request);
  if (!isObject(body)) throw badRequest('The input content is invalid: a document is a JSON object.');
  const pk = headerKey(request) ?? partitionKeyOfDocument(body, container.partitionKeyPath);
  const mode = isTrue(request.headers['x-ms-documentdb-is-upsert']) ? 'upsert' : 'create';
  const write = { mode, pk, body, ...conditions(request) } as const;
  return answer(mode, pk, await transact(account, container, (transaction) => writeDocument(transaction, write)));
}

async function replace(account: Account, { request, container }: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(request);
  const write = { ...address, mode: 'replace', body: json(request) } as const;
  return answer(
    'replace',
    address.pk,
    await transact(account, container, (transaction) => writeDocument(transaction, write)),
  );
}

async function patch(account: Account, { request, container }: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(request);
  const body = json(request);
  return answer(
    'patch',
    address.pk,
    await transact(account, container, (transaction) => patchDocument(transaction, address, body)),
  );
}

async function remove(account: Account, { request, container }: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(request);
  return answer(
    'delete',
    address.pk,
    await transact(account, container, (transaction) => deleteDocument(transaction, address)),
  );
}

function read(account: Account, { request, container }: DocumentRequest): MeteredReply {
  checkSession(account, request, container);
  const address = addressOf(request);
  return answer('read', address.pk, readDocument(container, nowSeconds(account), address));
}

/** A token from the future (of a container made anew, or another account) cannot be honoured. */
function checkSession({ catalog }: Account, { headers }: LocalRequest, container: ContainerRecord): void {
  for (const token of (headers['x-ms-session-token'] ?? '').split(',')) {
    const lsn = /^0:-?\d+#(\d+)/.exec(token)?.[1];
    if (lsn !== undefined && Number(lsn) > catalog.lsn(container)) throw sessionNotAvailable();
  }
}

async function batch(account: Account, { request, container }: DocumentRequest): Promise<MeteredReply> {
  const atomic = isTrue(request.headers['x-ms-cosmos-batch-atomic']);
  const pk = headerKey(request);
  if (atomic && pk === undefined) throw badRequest('PartitionKey value must be supplied for this operation.');
  const operations = readBatch(request.body, pk);
  const context = { store: account.store, catalog: account.catalog, container, nowSeconds: nowSeconds(account) };
  const reply = atomic ? await runAtomicBatch(context, operations) : await runBulk(context, operations);
  return { operation: atomic ? 'batch' : 'bulk', pk, ...reply };
}

function changeFeed(account: Account, { request, container }: DocumentRequest): MeteredReply {
  const { headers } = request;
  const pk = headerKey(request);
  const lsn = account.catalog.lsn(container);
  const page = readChangeFeed(
    container,
    {
      mode: headers['a-im'] ?? '',
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      pk,
      limit: pageSizeOf(request),
    },
    lsn,
    nowSeconds(account),
  );
  const { documents, continuation, charge } = page;
  const items = documents.map(feedItem).join(',');
  return {
    operation: 'changeFeed',
    pk,
    status: documents.length === 0 ? 304 : 200,
    charge,
    body: `{"_rid":"${container.rid}","Documents":[${items}],"_count":${documents.length}}`,
    headers: {
      etag: `"${continuation}"`,
      'x-ms-item-count': String(documents.length),
      'x-ms-documentdb-partitionkeyrangeid': ONLY_RANGE,
    },
  };
}
