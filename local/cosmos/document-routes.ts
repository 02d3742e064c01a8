import type { LocalRequest, Route } from '../kit/http';
import { readBatch, runAtomicBatch, runBulk } from './batch';
import { readChangeFeed } from './change-feed';
import type { ContainerRecord } from './container-record';
import { deleteDocument, readDocument, writeDocument, type Address, type Outcome, type Transaction } from './documents';
import { badRequest, sessionNotAvailable } from './failure';
import { isPlanRequest, isQuery } from './is-query';
import { isObject, type Json } from './json';
import { namesIn } from './authorise';
import { documentRoute, nowSeconds, type Account, type DocumentRequest, type MeteredReply } from './operation';
import { patchDocument } from './operations';
import { partitionKeyOfDocument, type PartitionKey } from './partition-key';
import { pageSizeOf } from './page-size';
import { answerPlan, answerQuery, answerReadAll } from './query-answers';
import { roundCharge, SMALLEST_CHARGE } from './request-units';
import { keyIfAny, keyOfTarget } from './target';
import { withTriggers, type TriggerRequest } from './triggers';

const DOCUMENTS = '/dbs/{db}/colls/{coll}/docs';
const DOCUMENT = `${DOCUMENTS}/{id}`;

const isTrue = (header: string | undefined): boolean => header?.toLowerCase() === 'true';

/** Point operations, batches, queries and the change feed. */
export const documentRoutes = (account: Account): readonly Route[] => [
  documentRoute(account, 'GET', DOCUMENTS, (one) =>
    one.request.headers['a-im'] === undefined
      ? reading(account, one, (seen) => answerReadAll(account, seen))
      : changeFeed(account, one),
  ),
  documentRoute(account, 'POST', DOCUMENTS, (one) => post(account, one)),
  documentRoute(account, 'POST', '/dbs/{db}/colls/{coll}/operations/partitionkeydelete', (one) =>
    removePartition(account, one),
  ),
  documentRoute(account, 'GET', DOCUMENT, (one) => reading(account, one, (seen) => read(account, seen))),
  documentRoute(account, 'PUT', DOCUMENT, (one) => replace(account, one)),
  documentRoute(account, 'PATCH', DOCUMENT, (one) => patch(account, one)),
  documentRoute(account, 'DELETE', DOCUMENT, (one) => remove(account, one)),
];

function post(account: Account, one: DocumentRequest): MeteredReply | Promise<MeteredReply> {
  const { headers } = one.request;
  if (isPlanRequest(one.request)) return answerPlan(one);
  if (isQuery(one.request)) return reading(account, one, (seen) => answerQuery(account, seen));
  if (isTrue(headers['x-ms-cosmos-is-batch-request'])) return batch(account, one);
  return create(account, one);
}

const json = (request: LocalRequest): Json | undefined => request.json() as Json | undefined;

const conditions = ({ headers }: LocalRequest) => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

function addressOf({ request, target }: DocumentRequest): Address {
  return { pk: keyOfTarget(target), id: namesIn(request.target).at(-1) ?? '', ...conditions(request) };
}

interface Write {
  readonly operation: TriggerRequest['operation'];
  readonly pk: PartitionKey;
  readonly body: Json | undefined;
  run(transaction: Transaction, body: Json | undefined): Outcome;
}

/** Runs a write, with the triggers that the request names, in a transaction of its own. */
function transact(account: Account, { request, container }: DocumentRequest, write: Write): Promise<Outcome> {
  const now = nowSeconds(account);
  const { operation, pk, body } = write;
  return account.store.commit(() => {
    const lsn = account.catalog.nextLsn(container, now);
    const transaction = { container: account.replicas.recording(container), lsn, seq: 0, nowSeconds: now };
    const asked = { operation, pk, body, headers: request.headers, nowMs: account.clock.now() };
    return withTriggers(account.scripts, transaction, asked, (changed) => write.run(transaction, changed));
  });
}

/** What was written is sent back unless the client would rather not. */
const isMinimal = ({ headers }: LocalRequest): boolean => headers['prefer']?.toLowerCase() === 'return=minimal';

const written = (request: LocalRequest, operation: string, pk: PartitionKey, outcome: Outcome): MeteredReply => {
  const { body: _, ...rest } = outcome;
  return answer(operation, pk, isMinimal(request) ? rest : outcome);
};

const answer = (operation: string, pk: PartitionKey, { status, charge, etag, body }: Outcome): MeteredReply => ({
  operation,
  pk,
  status,
  charge,
  body,
  ...(etag === undefined ? {} : { headers: { etag } }),
});

async function create(account: Account, one: DocumentRequest): Promise<MeteredReply> {
  const { request, container, target } = one;
  const body = json(request);
  if (!isObject(body)) throw badRequest('The input content is invalid: a document is a JSON object.');
  const pk = target.span.kind === 'all' ? partitionKeyOfDocument(body, container.keyPaths) : keyOfTarget(target);
  const mode = isTrue(request.headers['x-ms-documentdb-is-upsert']) ? 'upsert' : 'create';
  const outcome = await transact(account, one, {
    operation: mode === 'upsert' ? 'Upsert' : 'Create',
    pk,
    body,
    run: (transaction, changed) => writeDocument(transaction, { mode, pk, body: changed, ...conditions(request) }),
  });
  return written(request, mode, pk, outcome);
}

async function replace(account: Account, one: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(one);
  const { pk } = address;
  const outcome = await transact(account, one, {
    operation: 'Replace',
    pk,
    body: json(one.request),
    run: (transaction, body) => writeDocument(transaction, { ...address, mode: 'replace', body }),
  });
  return written(one.request, 'replace', pk, outcome);
}

async function patch(account: Account, one: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(one);
  const { pk } = address;
  const outcome = await transact(account, one, {
    operation: 'Replace',
    pk,
    body: json(one.request),
    run: (transaction, body) => patchDocument(transaction, address, body),
  });
  return written(one.request, 'patch', pk, outcome);
}

async function remove(account: Account, one: DocumentRequest): Promise<MeteredReply> {
  const address = addressOf(one);
  const { pk } = address;
  const run = (transaction: Transaction) => deleteDocument(transaction, address);
  return answer('delete', pk, await transact(account, one, { operation: 'Delete', pk, body: undefined, run }));
}

/** Answers from a replica that has at least what the session has. */
function reading(
  account: Account,
  one: DocumentRequest,
  answer: (seen: DocumentRequest) => MeteredReply,
): MeteredReply {
  const sessionLsn = Math.max(0, ...sessionLsns(one.request));
  const { container, lsn } = account.replicas.read(one.container, sessionLsn, account.catalog.lsn(one.container));
  return { ...answer({ ...one, container }), seenLsn: lsn };
}

function read(account: Account, one: DocumentRequest): MeteredReply {
  const { request, container } = one;
  checkSession(account, request, container);
  const address = addressOf(one);
  return answer('read', address.pk, readDocument(container, nowSeconds(account), address));
}

/** A token from the future (of a container made anew, or another account) cannot be honoured. */
function checkSession({ catalog }: Account, request: LocalRequest, container: ContainerRecord): void {
  if (sessionLsns(request).some((lsn) => lsn > catalog.lsn(container))) throw sessionNotAvailable();
}

const sessionLsns = ({ headers }: LocalRequest): readonly number[] =>
  (headers['x-ms-session-token'] ?? '').split(',').flatMap((token) => {
    const lsn = /^\d+:-?\d+#(\d+)/.exec(token)?.[1];
    return lsn === undefined ? [] : [Number(lsn)];
  });

async function batch(account: Account, { request, container, target }: DocumentRequest): Promise<MeteredReply> {
  const atomic = isTrue(request.headers['x-ms-cosmos-batch-atomic']);
  const pk = atomic ? keyOfTarget(target) : keyIfAny(target);
  const operations = readBatch(request.body, pk, container.keyPaths.length);
  const recorded = account.replicas.recording(container);
  const context = { ...account, container: recorded, nowSeconds: nowSeconds(account), isMinimal: isMinimal(request) };
  const goesOn = isTrue(request.headers['x-ms-cosmos-batch-continue-on-error']);
  const reply = atomic ? await runAtomicBatch(context, operations) : await runBulk(context, operations, goesOn);
  return { operation: atomic ? 'batch' : 'bulk', pk, ...reply };
}

async function changeFeed(account: Account, { request, container, target }: DocumentRequest): Promise<MeteredReply> {
  const { headers } = request;
  const now = nowSeconds(account);
  // What expired shows as deleted only once it is swept.
  if (container.versions !== undefined) await account.store.commit(() => account.catalog.sweep(container, now));
  const asked = {
    mode: headers['a-im'] ?? '',
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    target,
    limit: pageSizeOf(request),
  };
  const page = readChangeFeed(container, asked, account.catalog.lsn(container), now);
  return {
    operation: 'changeFeed',
    pk: keyIfAny(target),
    status: page.items.length === 0 ? 304 : 200,
    charge: page.charge,
    body: `{"_rid":"${container.rid}","Documents":[${page.items.join(',')}],"_count":${page.items.length}}`,
    headers: {
      etag: `"${page.continuation}"`,
      'x-ms-item-count': String(page.items.length),
      'x-ms-documentdb-partitionkeyrangeid': target.ranges[0]?.id ?? '',
    },
  };
}

/** Everything under one partition key, in the background in Azure and at once here. */
async function removePartition(account: Account, one: DocumentRequest): Promise<MeteredReply> {
  const { target } = one;
  const container = account.replicas.recording(one.container);
  const pk = keyOfTarget(target);
  const now = nowSeconds(account);
  const charge = await account.store.commit(() => {
    const lsn = account.catalog.nextLsn(container, now);
    const found = [...container.table.scan({ span: target.span, after: 0, nowSeconds: now })];
    return found.reduce(
      (sum, { id }, seq) => sum + deleteDocument({ container, lsn, seq, nowSeconds: now }, { pk, id }).charge,
      0,
    );
  });
  return { operation: 'deletePartition', pk, status: 200, charge: roundCharge(Math.max(SMALLEST_CHARGE, charge)) };
}
