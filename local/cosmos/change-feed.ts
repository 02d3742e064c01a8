import type { ContainerRecord } from './container-record';
import type { StoredDocument } from './stored-document';
import { badRequest, notEmulated } from './failure';
import type { PartitionKey } from './partition-key';
import { readCharge, roundCharge, SMALLEST_CHARGE } from './request-units';
import type { Target } from './target';
import type { Version } from './version-log';

export interface FeedRequest {
  readonly mode: string;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly target: Target;
  readonly limit: number;
}

export interface FeedPage {
  /** JSON texts. */
  readonly items: readonly string[];
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
  if (/^incremental feed$/i.test(request.mode)) return latestVersions(container, request, lsn, nowSeconds);
  if (/^full-fidelity feed$/i.test(request.mode)) return allVersions(container, request, lsn, nowSeconds);
  throw notEmulated(`the change feed mode '${request.mode}'`);
}

function latestVersions(container: ContainerRecord, request: FeedRequest, lsn: number, nowSeconds: number): FeedPage {
  const { ifNoneMatch, target, limit } = request;
  const afterLsn = startOf(ifNoneMatch, lsn);
  const writtenAtOrAfter = startTime(request.ifModifiedSince);
  const found = container.table.changes({ span: target.span, afterLsn, writtenAtOrAfter, limit, nowSeconds });
  const documents = found.filter((one) => target.accepts(one));
  const bytes = documents.map(({ body }) => Buffer.byteLength(body));
  return pageOf(documents.map(feedItem), bytes, found.length < limit ? lsn : (found.at(-1)?.lsn ?? lsn));
}

/** Every change, deletions and intermediate versions included, as long as the container's policy keeps them. */
function allVersions(container: ContainerRecord, request: FeedRequest, lsn: number, nowSeconds: number): FeedPage {
  const { versions } = container;
  const { ifNoneMatch, ifModifiedSince, target, limit } = request;
  if (versions === undefined)
    throw badRequest('The change feed of all versions and deletes needs a changeFeedPolicy with a retentionDuration.');
  if (ifModifiedSince !== undefined || ifNoneMatch === undefined || ifNoneMatch === '')
    throw badRequest(
      'The change feed of all versions and deletes starts now or from a continuation. You must read the change feed from within the retention period.',
    );
  const found = versions.changes({ span: target.span, afterLsn: startOf(ifNoneMatch, lsn), limit, nowSeconds });
  const accepted = found.filter(({ pk }) => target.accepts({ pk: pk as PartitionKey }));
  const bytes = accepted.map(({ body, previous }) => Buffer.byteLength(body ?? previous ?? ''));
  const items = accepted.map((one) => versionItem(container, one));
  return pageOf(items, bytes, found.length < limit ? lsn : (found.at(-1)?.lsn ?? lsn));
}

function pageOf(items: readonly string[], bytes: readonly number[], continuation: number): FeedPage {
  const charge = bytes.reduce((sum, one) => sum + readCharge(one), 0);
  return { items, continuation, charge: roundCharge(Math.max(SMALLEST_CHARGE, charge)) };
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
const feedItem = ({ body, lsn }: StoredDocument): string => `${body.slice(0, -1)},"_lsn":${lsn}}`;

function versionItem({ definition }: ContainerRecord, one: Version): string {
  const ended = one.operation === 'delete';
  const key = JSON.parse(one.pk) as readonly unknown[];
  const metadata = {
    operationType: one.operation,
    lsn: one.lsn,
    crts: one.ts,
    ...(one.previousLsn === null ? {} : { previousImageLSN: one.previousLsn }),
    ...(ended && {
      id: one.id,
      partitionKey: Object.fromEntries(definition.partitionKey.paths.map((path, i) => [path.slice(1), key[i]])),
      timeToLiveExpired: one.expired === 1,
    }),
  };
  const current = one.body === null ? '{}' : `${one.body.slice(0, -1)},"_lsn":${one.lsn}}`;
  const previous = ended && one.previous !== null ? `,"previous":${one.previous}` : '';
  return `{"current":${current}${previous},"metadata":${JSON.stringify(metadata)}}`;
}
