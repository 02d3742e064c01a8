import type { ContainerRecord } from './container-record';
import { containerSelf } from './container-record';
import { badTtl, checkTtl } from './container-definition';
import type { StoredDocument } from './stored-document';
import { badRequest, conflict, notFound, preconditionFailed, tooLarge, uniqueKeyTaken } from './failure';
import { indexedTerms } from './indexed-terms';
import { isObject, parseJson, type Json, type JsonObject } from './json';
import { partitionKeyOfDocument, wrongPartitionKey, type PartitionKey } from './partition-key';
import { readCharge, replaceCharge, roundCharge, writeCharge, type Weighed } from './request-units';
import { documentRid, etagOf } from './resource-ids';
import { numberOf } from './spans';

/** The transaction that an operation is part of. `seq` numbers the operations of a batch. */
export interface Transaction {
  readonly container: ContainerRecord;
  readonly lsn: number;
  readonly seq: number;
  readonly nowSeconds: number;
}

/** How an operation on a document went. `body` is JSON text. */
export interface Outcome {
  readonly status: number;
  readonly charge: number;
  readonly etag?: string;
  readonly body?: string;
}

export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

export interface WriteRequest extends Conditions {
  readonly mode: 'create' | 'upsert' | 'replace';
  readonly pk: PartitionKey;
  /** The id that a replace is addressed to. */
  readonly id?: string;
  readonly body: Json | undefined;
}

/** A document may have 2 MB. */
const LARGEST_BYTES = 2 * 1024 * 1024;
const LONGEST_ID_BYTES = 1023;

const weigh = ({ isIndexed }: ContainerRecord, document: JsonObject, text: string): Weighed => ({
  bytes: Buffer.byteLength(text),
  terms: indexedTerms(document, isIndexed),
});

const weighStored = (container: ContainerRecord, { body }: StoredDocument): Weighed =>
  weigh(container, parseJson(body) as JsonObject, body);

function checkId(id: Json | undefined): string {
  if (typeof id !== 'string' || id === '')
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing");
  if (/[/\\#]/.test(id) || Buffer.byteLength(id) > LONGEST_ID_BYTES)
    throw badRequest(`The id '${id}' is invalid: it may not contain '/', '\\' or '#', nor be longer than 1023 bytes.`);
  return id;
}

const isLiving = ({ expiresAt }: StoredDocument, nowSeconds: number): boolean =>
  expiresAt === null || expiresAt > nowSeconds;

/** The document as far as anyone may see: an expired one is gone, swept or not. */
export function findLiving(container: ContainerRecord, pk: PartitionKey, id: string, nowSeconds: number) {
  const found = container.table.find(pk, id);
  return found !== undefined && isLiving(found, nowSeconds) ? found : undefined;
}

function checkMatch(found: StoredDocument, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== found.etag) throw preconditionFailed();
}

/** Create, upsert or replace. Inside a commit. */
export function writeDocument(transaction: Transaction, request: WriteRequest): Outcome {
  const { container, nowSeconds } = transaction;
  const document = checkDocument(container, request);
  const id = checkId(document['id']);
  const stored = container.table.find(request.pk, id);
  const before = stored !== undefined && isLiving(stored, nowSeconds) ? stored : undefined;
  if (stored !== undefined && before === undefined) removeExpired(transaction, stored);
  checkConditions(request, before);
  const after = nextVersion(transaction, request.pk, document, before);
  claimUniqueKeys(transaction, document, after);
  if (before === undefined) container.table.insert(after);
  else container.table.update(after);
  container.versions?.written(after, before);
  const weight = weigh(container, document, after.body);
  return {
    status: before === undefined ? 201 : 200,
    etag: after.etag,
    body: after.body,
    charge: before === undefined ? writeCharge(weight) : replaceCharge(weighStored(container, before), weight),
  };
}

function checkDocument(container: ContainerRecord, { mode, pk, id, body }: WriteRequest): JsonObject {
  if (!isObject(body)) throw badRequest('The input content is invalid: a document is a JSON object.');
  if (partitionKeyOfDocument(body, container.keyPaths) !== pk) throw wrongPartitionKey();
  if (mode === 'replace' && id !== body['id'])
    throw badRequest('The id of the document does not match the one that the request is addressed to.');
  return body;
}

function checkConditions({ mode, ifMatch, ifNoneMatch }: WriteRequest, before: StoredDocument | undefined): void {
  if (before === undefined) {
    if (mode === 'replace') throw notFound();
    return;
  }
  if (mode === 'create') throw conflict();
  if (ifNoneMatch === '*') throw conflict();
  checkMatch(before, ifMatch);
}

/** Inside a commit: what expired goes, with what it held. */
export function removeExpired({ container, lsn, seq, nowSeconds }: Transaction, stored: StoredDocument): void {
  container.table.remove(stored.n);
  container.uniqueKeys.release(stored.n);
  container.versions?.removed(stored, { lsn, seq, ts: nowSeconds, expired: true });
}

/** A key that only an expired document still holds is free. */
function claimUniqueKeys(transaction: Transaction, document: JsonObject, { n, pk }: StoredDocument): void {
  const { container, nowSeconds } = transaction;
  for (const holder of container.uniqueKeys.claim(n, pk, document)) {
    const other = container.table.byNumber(holder);
    if (other !== undefined && isLiving(other, nowSeconds)) throw uniqueKeyTaken();
    if (other !== undefined) removeExpired(transaction, other);
    container.uniqueKeys.release(holder);
  }
  container.uniqueKeys.hold(n, pk, document);
}

function nextVersion(
  { container, lsn, seq, nowSeconds }: Transaction,
  pk: PartitionKey,
  document: JsonObject,
  before: StoredDocument | undefined,
): StoredDocument {
  if (document['ttl'] === null) throw badTtl(null, 'ttl');
  const ttl = checkTtl(document['ttl'], 'ttl') ?? null;
  const n = before?.n ?? numberOf(container.ranges.of(pk).index, lsn, seq);
  const etag = etagOf(container.n, { lsn, seq, ts: nowSeconds });
  const rid = documentRid(container.database.n, container.n, n);
  const body = JSON.stringify({
    ...document,
    _rid: rid,
    _self: `${containerSelf(container)}docs/${rid}/`,
    _etag: etag,
    _attachments: 'attachments/',
    _ts: nowSeconds,
  });
  if (Buffer.byteLength(body) > LARGEST_BYTES) throw tooLarge();
  const lifetime = container.defaultTtl === undefined ? -1 : (ttl ?? container.defaultTtl);
  const expiresAt = lifetime === -1 ? null : nowSeconds + lifetime;
  return { n, pk, id: checkId(document['id']), etag, ts: nowSeconds, lsn, seq, ttl, expiresAt, body };
}

export interface Address extends Conditions {
  readonly pk: PartitionKey;
  readonly id: string;
}

/** Inside a commit. */
export function deleteDocument(transaction: Transaction, { pk, id, ifMatch }: Address): Outcome {
  const { container, nowSeconds, lsn, seq } = transaction;
  const found = findLiving(container, pk, id, nowSeconds);
  if (found === undefined) throw notFound();
  checkMatch(found, ifMatch);
  container.table.remove(found.n);
  container.uniqueKeys.release(found.n);
  container.versions?.removed(found, { lsn, seq, ts: nowSeconds, expired: false });
  return { status: 204, charge: writeCharge(weighStored(container, found)) };
}

export function readDocument(
  container: ContainerRecord,
  nowSeconds: number,
  { pk, id, ifNoneMatch }: Address,
): Outcome {
  const found = findLiving(container, pk, id, nowSeconds);
  if (found === undefined) throw notFound();
  const charge = readCharge(Buffer.byteLength(found.body));
  if (ifNoneMatch === found.etag) return { status: 304, charge: roundCharge(Math.min(charge, 1)), etag: found.etag };
  return { status: 200, charge, etag: found.etag, body: found.body };
}

/** The document to be changed in place, when the condition holds. */
export function documentToChange({ container, nowSeconds }: Transaction, { pk, id, ifMatch }: Address): JsonObject {
  const found = findLiving(container, pk, id, nowSeconds);
  if (found === undefined) throw notFound();
  checkMatch(found, ifMatch);
  return parseJson(found.body) as JsonObject;
}
