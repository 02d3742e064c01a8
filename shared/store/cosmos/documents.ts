import { ErrorResponse, type Container, type FeedOptions, type OperationInput, type SqlQuerySpec } from '@azure/cosmos';
import { numbered, upcastDocument, upcastOf } from '../../core/stored/upcast';

/** What every document of ours has. */
export interface Document {
  readonly id: string;
  readonly pk: string;
}

/** One string out of several, without ambiguity whatever they hold. */
export const partitionKey = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('|');

/**
 * Document ids may not hold `/ \ ? #`, and nobody finds one again that holds a percent escape: the service's gateway decodes it
 * (https://github.com/Azure/azure-sdk-for-net/issues/28111). So what percent-encoding would escape stands behind an equals sign.
 */
export const documentId = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part).replaceAll('%', '=')).join(':');

const statusOf = (error: unknown): number | undefined =>
  error instanceof ErrorResponse && typeof error.code === 'number' ? error.code : undefined;

const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const NOT_FOUND = 404;
const FAILED_DEPENDENCY = 424;

/** True for the two ways Cosmos says that a conditional write lost. */
export const isLostRace = (status: number | undefined): boolean =>
  status === CONFLICT || status === PRECONDITION_FAILED;

/** A point read; undefined when there is no such document. */
export async function read<T extends Document>(
  container: Container,
  id: string,
  pk: string,
): Promise<(T & { readonly etag: string }) | undefined> {
  const { resource, statusCode } = await container.item(id, pk).read<T>();
  if (statusCode === NOT_FOUND || resource === undefined) return undefined;
  return { ...upcastDocument<T>(resource), etag: resource._etag };
}

/** All that a query finds. One that leaves out `id`, `kind` or `schema` gets what was stored, whatever its shape. */
export async function select<T>(
  container: Container,
  query: string | SqlQuerySpec,
  options: FeedOptions = {},
): Promise<readonly T[]> {
  const { resources } = await container.items.query<T>(query, options).fetchAll();
  return resources.map((found) => upcastOf(found) as T);
}

/** Writes a document, whatever was there. */
export async function upsert(
  container: Container,
  document: Document | (Document & Readonly<Record<string, unknown>>),
): Promise<void> {
  await container.items.upsert(numbered(document));
}

/** Creates a document; `exists` when its id is taken. */
export async function create(
  container: Container,
  document: Document,
): Promise<{ readonly kind: 'created'; readonly etag: string } | { readonly kind: 'exists' }> {
  try {
    const { etag } = await container.items.create(numbered(document));
    return { kind: 'created', etag };
  } catch (error) {
    if (statusOf(error) === CONFLICT) return { kind: 'exists' };
    throw error;
  }
}

/** Replaces a document that still has `etag`. */
export async function replace(
  container: Container,
  document: Document,
  etag: string,
): Promise<{ readonly kind: 'replaced'; readonly etag: string } | { readonly kind: 'conflict' }> {
  const options = { accessCondition: { type: 'IfMatch', condition: etag } };
  try {
    const response = await container.item(document.id, document.pk).replace(numbered(document), options);
    return { kind: 'replaced', etag: response.etag };
  } catch (error) {
    const status = statusOf(error);
    if (isLostRace(status) || status === NOT_FOUND) return { kind: 'conflict' };
    throw error;
  }
}

/** No version of any document has it. */
const NO_ETAG = '"none"';

/**
 * From now on this client reads a partition at least as it stands now. Its session knows what it wrote itself; a write that is refused
 * (1 RU) is answered by the replica that has everything, and the answer carries that replica's session token.
 */
export async function catchUp(container: Container, id: string, pk: string): Promise<void> {
  await replace(container, { id, pk }, NO_ETAG);
}

/** Deletes a document; one that is not there is as good as deleted. */
export async function remove(container: Container, id: string, pk: string): Promise<void> {
  try {
    await container.item(id, pk).delete();
  } catch (error) {
    if (statusOf(error) !== NOT_FOUND) throw error;
  }
}

/**
 * Writes what `change` makes of a document, again when another wrote in between. Undefined leaves it as it is. Every lost
 * race means that somebody else's write went through, so it ends.
 */
export async function update<T extends Document>(
  container: Container,
  id: string,
  pk: string,
  change: (before: T | undefined) => T | undefined,
): Promise<'changed' | 'unchanged'> {
  for (;;) {
    const before = await read<T>(container, id, pk);
    const after = change(before);
    if (after === undefined) return 'unchanged';
    const outcome =
      before === undefined ? await create(container, after) : await replace(container, after, before.etag);
    if (outcome.kind === 'created' || outcome.kind === 'replaced') return 'changed';
  }
}

/** Of a batch: the document must not be there. */
export const createOperation = (document: Document): OperationInput => ({
  operationType: 'Create',
  resourceBody: { ...numbered(document) },
});

/** Of a batch: the document must be as it was when it had the etag. */
export const replaceOperation = (document: Document, etag: string): OperationInput => ({
  operationType: 'Replace',
  id: document.id,
  ifMatch: etag,
  resourceBody: { ...numbered(document) },
});

/** How a batch ended: the etags of its operations in order, or the status of the one that failed. */
export type BatchOutcome =
  | { readonly kind: 'done'; readonly etags: readonly string[] }
  | { readonly kind: 'refused'; readonly index: number; readonly status: number };

/** All or nothing in one partition. A refusal that is no lost race is thrown: it is a defect or an outage. */
export async function batch(container: Container, pk: string, operations: OperationInput[]): Promise<BatchOutcome> {
  const { result = [], code } = await container.items.batch(operations, pk);
  const index = result.findIndex(({ statusCode }) => statusCode >= 400 && statusCode !== FAILED_DEPENDENCY);
  const failed = result[index];
  if (failed === undefined) return { kind: 'done', etags: result.map(({ eTag }) => eTag ?? '') };
  if (isLostRace(failed.statusCode) || failed.statusCode === NOT_FOUND)
    return { kind: 'refused', index, status: failed.statusCode };
  throw new StoreError(
    'batchRefused',
    `Operation ${index} of a batch answered ${failed.statusCode} (${code ?? 'no code'}).`,
  );
}

/** The store did something that no rule of ours expects. */
export class StoreError extends Error {
  constructor(
    readonly code: 'batchRefused' | 'unreadable',
    message: string,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}
