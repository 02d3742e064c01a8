import type { ContainerRecord } from './container-record';
import type { StoredDocument } from './document-table';
import { badRequest, notEmulated } from './failure';
import type { PartitionKey } from './partition-key';
import { readCharge, roundCharge, SMALLEST_CHARGE } from './request-units';

export interface FeedRequest {
  readonly mode: string;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly pk: PartitionKey | undefined;
  readonly limit: number;
}

export interface FeedPage {
  readonly documents: readonly StoredDocument[];
  /** What the reader continues from; also when there was nothing. */
  readonly continuation: number;
  readonly charge: number;
}

/** `lsn`: the container's last transaction, read in the same turn as the documents. */
export function readChangeFeed(
  container: ContainerRecord,
  request: FeedRequest,
  lsn: number,
  nowSeconds: number,
): FeedPage {
  if (!/^incremental feed$/i.test(request.mode)) throw notEmulated(`the change feed mode '${request.mode}'`);
  const { ifNoneMatch, pk, limit } = request;
  const afterLsn = startOf(ifNoneMatch, lsn);
  const writtenAtOrAfter = startTime(request.ifModifiedSince);
  const documents = container.table.changes({ afterLsn, writtenAtOrAfter, pk, limit, nowSeconds });
  const continuation = documents.length < limit ? lsn : (documents.at(-1)?.lsn ?? lsn);
  const charge = documents.reduce((sum, { body }) => sum + readCharge(Buffer.byteLength(body)), 0);
  return { documents, continuation, charge: roundCharge(Math.max(SMALLEST_CHARGE, charge)) };
}

/** No header: from the beginning. `*`: from now. Otherwise the etag of the page before. */
function startOf(ifNoneMatch: string | undefined, lsn: number): number {
  if (ifNoneMatch === undefined || ifNoneMatch === '') return 0;
  if (ifNoneMatch === '*') return lsn;
  const after = Number(ifNoneMatch.replace(/"/g, ''));
  if (!Number.isSafeInteger(after)) throw badRequest(`The continuation '${ifNoneMatch}' is invalid.`);
  return after;
}

function startTime(ifModifiedSince: string | undefined): number {
  if (ifModifiedSince === undefined) return 0;
  const instant = Date.parse(ifModifiedSince);
  if (Number.isNaN(instant)) throw badRequest(`The date '${ifModifiedSince}' is invalid.`);
  return Math.floor(instant / 1000);
}

/** Items carry the transaction that wrote them. */
export const feedItem = ({ body, lsn }: StoredDocument): string => `${body.slice(0, -1)},"_lsn":${lsn}}`;
