import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import { versionHeaders } from './version';
import { isUnmodified, requireForWrite } from './conditions';
import { contentOf, filesOf } from './contents';
import { blobHeaders, contentHeadersOf, rangeOf, sequenceHeaders } from './headers';
import { md5Of, partSums, requireIntegrity } from './integrity';
import { kindOf } from './kinds';
import { resized } from './page-headers';
import { leaseResource } from './lease-operations';
import { requireLease } from './leases';
import { tagsInHeaders } from './tags';
import { requireOnline, tierHeaders, tierInHeaders } from './tiers';
import { crc64 } from '../kit/storage/crc64';
import { metadataHeaders, metadataOf } from '../kit/storage/metadata';
import type { StoredBlob } from './model';
import type { Records } from './records';

/** Whose blob an operation is about. */
export interface BlobName {
  readonly container: string;
  readonly name: string;
  /** Absent for the blob itself. */
  readonly snapshot?: string;
}

/** Put Blob of a block blob, in one piece. */
export async function putBlockBlob(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers, body } = request;
  refuseUnknown(headers);
  const check = writeCheck(records, of, headers);
  check();
  requireIntegrity(headers, body, 'of blob');
  const stored = await record(records, body, check, (file) =>
    records.put({
      ...{ ...of, file, ...tagsInHeaders(headers), ...tierInHeaders(headers, records.now()) },
      contentMd5: md5Of(body),
      headers: contentHeadersOf(headers, plainHeaders(headers)),
      metadata: metadataOf(request),
      size: body.length,
      blocks: [],
    }),
  );
  return created(stored, { 'x-ms-content-crc64': crc64(body) });
}

/** A plain `content-type` counts only where it describes the content itself. */
const plainHeaders = ({ 'content-type': contentType }: Readonly<Record<string, string>>) =>
  contentType === undefined ? {} : { contentType };

/** Headers that ask for what a blob here does not have. */
const NOT_EMULATED = ['x-ms-immutability-policy-until-date', 'x-ms-legal-hold'];

/** Refuses what a write would have to do beside: nothing is taken and then forgotten. */
export function refuseUnknown(headers: Readonly<Record<string, string>>): void {
  const found = NOT_EMULATED.find((name) => headers[name] !== undefined);
  if (found !== undefined)
    throw new Refusal('NotEmulated', `The local Blob Storage does not emulate the header ${found}.`);
}

/** Refuses a write whose conditions do not hold, or of a blob that somebody else has a lease of. */
export const writeCheck =
  (records: Records, { container, name }: BlobName, headers: Readonly<Record<string, string>>) =>
  (): void => {
    records.container(container);
    const present = records.find(container, name);
    requireForWrite(headers, present);
    requireLease(headers['x-ms-lease-id'], { lease: present?.lease, now: records.now(), kind: 'Blob', isWrite: true });
  };

/** Writes a content and records it, unless `check` refuses it once it is on disk: another write may have come first. */
export async function record(
  records: Records,
  content: Buffer,
  check: () => void,
  put: (file: string) => Promise<StoredBlob>,
): Promise<StoredBlob> {
  const file = await records.disk.write(content);
  try {
    check();
    const stored = await put(file);
    // A copy of a blob without pages keeps nothing of it.
    if (!filesOf(stored).includes(file)) await records.disk.remove([file]);
    return stored;
  } catch (error) {
    await records.disk.remove([file]);
    throw error;
  }
}

export const created = (blob: StoredBlob, sums: Readonly<Record<string, string>> = {}): LocalResponse => ({
  status: 201,
  headers: {
    ...versionHeaders(blob),
    ...(blob.contentMd5 === '' ? {} : { 'content-md5': blob.contentMd5 }),
    ...sums,
    'x-ms-request-server-encrypted': 'true',
  },
  body: '',
});

/** Get Blob, whole or a range. */
export async function getBlob(records: Records, of: BlobName, { headers, url }: LocalRequest): Promise<LocalResponse> {
  const blob = readableBlob(records, of, headers);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  requireOnline(blob, records.now());
  const range = rangeOf(headers, blob.size);
  const content = await contentOf(records.disk, blob, range);
  const common = blobHeaders(blob, url.searchParams, records.now());
  const md5 = blob.contentMd5 === '' ? {} : { [range ? 'x-ms-blob-content-md5' : 'content-md5']: blob.contentMd5 };
  if (range === undefined) return { status: 200, headers: { ...common, ...md5 }, body: content };
  const contentRange = { 'content-range': `bytes ${range.from}-${range.to - 1}/${blob.size}` };
  return { status: 206, headers: { ...common, ...md5, ...contentRange, ...partSums(headers, content) }, body: content };
}

/** Get Blob Properties. */
export function headBlob(records: Records, of: BlobName, { headers, url }: LocalRequest): LocalResponse {
  const blob = readableBlob(records, of, headers);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  return {
    status: 200,
    headers: {
      ...blobHeaders(blob, url.searchParams, records.now()),
      ...(blob.contentMd5 === '' ? {} : { 'content-md5': blob.contentMd5 }),
      'content-length': String(blob.size),
      ...(kindOf(blob) === 'BlockBlob' && tierHeaders(blob.tier, records.now())),
    },
  };
}

/** Get Blob Metadata. */
export function blobMetadata(records: Records, of: BlobName, { headers }: LocalRequest): LocalResponse {
  const blob = readableBlob(records, of, headers);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  return { status: 200, headers: { ...versionHeaders(blob), ...metadataHeaders(blob.metadata) }, body: '' };
}

/** The blob, for whoever names no lease or the one that is held. */
export function readableBlob(records: Records, of: BlobName, headers: Readonly<Record<string, string>>): StoredBlob {
  refuseUnknown(headers);
  const blob = presentBlob(records, of);
  requireLease(headers['x-ms-lease-id'], { lease: blob.lease, now: records.now(), kind: 'Blob', isWrite: false });
  return blob;
}

export async function deleteBlob(records: Records, of: BlobName, { headers }: LocalRequest): Promise<LocalResponse> {
  refuseUnknown(headers);
  const blob = presentBlob(records, of);
  const what = headers['x-ms-delete-snapshots'];
  if (of.snapshot !== undefined) {
    if (what !== undefined) throw invalidSnapshot(of.snapshot);
    requireForWrite(headers, blob);
  } else if (what === 'only') requireForWrite(headers, blob);
  else {
    writeCheck(records, of, headers)();
    if (what !== 'include' && records.snapshotsOf(of.container, of.name).length > 0)
      throw new Refusal('SnapshotsPresent', 'This operation is not permitted because the blob has snapshots.');
  }
  await (what === 'only' ? records.deleteSnapshots(blob) : records.delete(blob));
  return { status: 202, headers: { 'x-ms-delete-type-permanent': 'true' }, body: '' };
}

/** For what cannot be asked of a snapshot. */
export const invalidSnapshot = (snapshot: string): Refusal =>
  new Refusal(
    'InvalidQueryParameterValue',
    'Value for one of the query parameters specified in the request URI is invalid.',
    { QueryParameterName: 'snapshot', QueryParameterValue: snapshot },
  );

/** Set Blob Metadata, or Set Blob Properties: the content stays. */
export async function changeBlob(
  records: Records,
  of: BlobName,
  request: LocalRequest,
  what: 'metadata' | 'properties',
): Promise<LocalResponse> {
  const { headers } = request;
  refuseUnknown(headers);
  const blob = presentBlob(records, of);
  writeCheck(records, of, headers)();
  requireOnline(blob, records.now());
  const { copy: _, ...ownContent } = blob;
  const stored = await records.put(
    what === 'metadata' ? { ...blob, metadata: metadataOf(request) } : { ...ownContent, ...changedBy(headers, blob) },
  );
  return {
    status: 200,
    headers: { ...versionHeaders(stored), ...sequenceHeaders(stored), 'x-ms-request-server-encrypted': 'true' },
    body: '',
  };
}

/** What Set Blob Properties changes: whatever is not named is cleared, the type too, unless pages alone are named. */
function changedBy(headers: Readonly<Record<string, string>>, blob: StoredBlob): Partial<StoredBlob> {
  const { size, pages } = resized(blob, headers);
  const sized = { size, ...(pages && { pages }) };
  const isOfContent = Object.keys(headers).some((name) => CONTENT_HEADER.test(name));
  if (pages !== undefined && !isOfContent) return sized;
  return {
    ...sized,
    headers: contentHeadersOf(headers, { contentType: '' }),
    contentMd5: headers['x-ms-blob-content-md5'] ?? '',
  };
}

const CONTENT_HEADER = /^x-ms-blob-(?:cache-control|content-(?:type|md5|encoding|language|disposition))$/u;

/** Lease Blob. */
export function leaseBlob(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const blob = presentBlob(records, of);
  requireForWrite(request.headers, blob);
  return leaseResource(blob, request, records.now(), records.keep);
}

export function presentBlob(records: Records, { container, name, snapshot }: BlobName): StoredBlob {
  records.container(container);
  return records.blob(container, name, snapshot);
}
