import type { Store } from '../kit/store';
import type { Catalog } from './catalog';
import type { ContainerRecord } from './container-record';
import type { Outcome } from './documents';
import { badRequest, Failure, tooLarge } from './failure';
import { isArray, isObject, type Json } from './json';
import { runOperation, type BatchOperation } from './operations';
import { partitionKeyOfHeader, type PartitionKey } from './partition-key';
import { roundCharge, SMALLEST_CHARGE } from './request-units';

/** A batch may have 100 operations and 2 MB. */
const MOST_OPERATIONS = 100;
const LARGEST_BYTES = 2 * 1024 * 1024;
const FAILED_DEPENDENCY = 424;
const MULTI_STATUS = 207;

export interface BatchContext {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly container: ContainerRecord;
  readonly nowSeconds: number;
  /** Whether what was written is not to be sent back. */
  readonly isMinimal?: boolean;
}

export interface BatchReply {
  readonly status: number;
  readonly charge: number;
  readonly body: readonly BatchResult[];
}

interface BatchResult {
  readonly statusCode: number;
  readonly requestCharge: number;
  readonly eTag?: string;
  readonly resourceBody?: Json;
  readonly message?: string;
}

const KINDS = ['Create', 'Upsert', 'Replace', 'Patch', 'Read', 'Delete'] as const;

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** `headerKey` is the batch's partition key; operations of a bulk request carry their own, of so many levels. */
export function readBatch(body: Buffer, headerKey: PartitionKey | undefined, levels = 1): readonly BatchOperation[] {
  const given = JSON.parse(body.toString('utf8')) as Json;
  if (!isArray(given) || given.length === 0) throw badRequest('The batch has no operations.');
  if (given.length > MOST_OPERATIONS)
    throw badRequest(`Batch request has more operations than what is supported. The limit is ${MOST_OPERATIONS}.`);
  if (body.length > LARGEST_BYTES) throw tooLarge();
  return given.map((one) => readOperation(one, headerKey, levels));
}

function readOperation(given: Json, headerKey: PartitionKey | undefined, levels: number): BatchOperation {
  if (!isObject(given)) throw badRequest('An operation of the batch is no object.');
  const kind = KINDS.find((one) => one === given['operationType']);
  const pk = partitionKeyOfHeader(textOf(given['partitionKey']), levels) ?? headerKey;
  if (kind === undefined) throw badRequest(`${JSON.stringify(given['operationType'])} is no operation of a batch.`);
  if (pk === undefined) throw badRequest('PartitionKey value must be supplied for this operation.');
  if (headerKey !== undefined && pk !== headerKey)
    throw badRequest(
      'One or more operations within the batch request have a different partition key value than the request.',
    );
  const id = textOf(given['id']);
  const address = { pk, id, ifMatch: textOf(given['ifMatch']), ifNoneMatch: textOf(given['ifNoneMatch']) };
  if (kind === 'Read' || kind === 'Delete') return { kind, address };
  return { kind, address, body: given['resourceBody'] };
}

const resultOf = (
  { isMinimal = false }: BatchContext,
  { kind }: BatchOperation,
  { status, charge, etag, body }: Outcome,
): BatchResult => ({
  statusCode: status,
  requestCharge: charge,
  ...(etag === undefined ? {} : { eTag: etag }),
  ...(body === undefined || (isMinimal && kind !== 'Read') ? {} : { resourceBody: JSON.parse(body) as Json }),
});

const refusal = (statusCode: number, message?: string): BatchResult => ({
  statusCode,
  requestCharge: 0,
  ...(message === undefined ? {} : { message }),
});

/** Tells which operation of an atomic batch refused, through the rollback. */
class Refused extends Error {
  constructor(
    readonly index: number,
    readonly failure: Failure,
  ) {
    super(failure.message);
  }
}

const totalOf = (results: readonly BatchResult[]): number =>
  roundCharge(
    Math.max(
      SMALLEST_CHARGE,
      results.reduce((sum, { requestCharge }) => sum + requestCharge, 0),
    ),
  );

/** All or nothing, in one transaction of the container. */
export async function runAtomicBatch(
  context: BatchContext,
  operations: readonly BatchOperation[],
): Promise<BatchReply> {
  const { store, catalog, container, nowSeconds } = context;
  try {
    const body = await store.commit(() => {
      const lsn = catalog.nextLsn(container, nowSeconds);
      return operations.map((operation, seq) => {
        const outcome = runOrRefuse(() => runOperation({ container, lsn, seq, nowSeconds }, operation), seq);
        return resultOf(context, operation, outcome);
      });
    });
    return { status: 200, charge: totalOf(body), body };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { index, failure } = error;
    const body = operations.map((_, i) =>
      i === index ? refusal(failure.status, failure.message) : refusal(FAILED_DEPENDENCY),
    );
    return { status: MULTI_STATUS, charge: totalOf(body), body };
  }
}

function runOrRefuse(run: () => Outcome, index: number): Outcome {
  try {
    return run();
  } catch (error) {
    if (error instanceof Failure) throw new Refused(index, error);
    throw error;
  }
}

/** Each operation for itself, as bulk clients ask for; unless it `goesOn`, nothing is done after one that fails. */
export async function runBulk(
  context: BatchContext,
  operations: readonly BatchOperation[],
  goesOn: boolean,
): Promise<BatchReply> {
  const { store, catalog, container, nowSeconds } = context;
  let hasFailed = false;
  const runOne = async (operation: BatchOperation): Promise<BatchResult> => {
    try {
      return await store.commit(() => {
        if (hasFailed && !goesOn) return refusal(FAILED_DEPENDENCY);
        try {
          const lsn = catalog.nextLsn(container, nowSeconds);
          return resultOf(context, operation, runOperation({ container, lsn, seq: 0, nowSeconds }, operation));
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof Failure) return refusal(error.status, error.message);
      throw error;
    }
  };
  const body = await Promise.all(operations.map(runOne));
  const refused = body.some(({ statusCode }) => statusCode >= 400);
  return { status: refused ? MULTI_STATUS : 200, charge: totalOf(body), body };
}
