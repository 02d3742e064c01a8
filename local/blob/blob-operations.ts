import type { LocalRequest, LocalResponse } from '../kit/http';
import { Refusal } from '../kit/storage/answers';
import { versionHeaders } from './version';
import { isUnmodified, requireForWrite } from './conditions';
import { blobHeaders, contentHeadersOf, md5Of, rangeOf, requireMd5 } from './headers';
import { metadataOf } from '../kit/storage/metadata';
import type { StoredBlob } from './model';
import type { Records } from './records';

/** Whose blob an operation is about. */
export interface BlobName {
  readonly container: string;
  readonly name: string;
}

/** Put Blob in one piece. */
export async function putBlob(
  records: Records,
  { container, name }: BlobName,
  request: LocalRequest,
): Promise<LocalResponse> {
  const { headers, body } = request;
  if (headers['x-ms-blob-type'] !== 'BlockBlob' || headers['x-ms-copy-source'] !== undefined)
    throw new Refusal(
      'NotEmulated',
      'The local Blob Storage does not emulate Put Blob of page or append blobs, Copy Blob and Put Blob From URL.',
    );
  records.container(container);
  const check = () => requireForWrite(headers, records.find(container, name));
  check();
  const contentMd5 = md5Of(body);
  requireMd5(headers, contentMd5);
  const stored = await record(records, body, check, (file) =>
    records.put({
      ...{ container, name, file, contentMd5 },
      headers: contentHeadersOf(headers, headers['content-type']),
      metadata: metadataOf(headers),
      size: body.length,
      blocks: [],
    }),
  );
  return created(stored);
}

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
    return await put(file);
  } catch (error) {
    await records.disk.remove([file]);
    throw error;
  }
}

export const created = (blob: StoredBlob): LocalResponse => ({
  status: 201,
  headers: {
    ...versionHeaders(blob),
    ...(blob.contentMd5 === '' ? {} : { 'content-md5': blob.contentMd5 }),
    'x-ms-request-server-encrypted': 'true',
  },
  body: '',
});

/** Get Blob, whole or a range. */
export async function getBlob(records: Records, of: BlobName, { headers, url }: LocalRequest): Promise<LocalResponse> {
  const blob = presentBlob(records, of);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  const range = rangeOf(headers, blob.size);
  const content = await records.disk.read(blob.file);
  const common = blobHeaders(blob, url.searchParams);
  const md5 = blob.contentMd5 === '' ? {} : { [range ? 'x-ms-blob-content-md5' : 'content-md5']: blob.contentMd5 };
  if (range === undefined) return { status: 200, headers: { ...common, ...md5 }, body: content };
  const part = content.subarray(range.from, range.to);
  const contentRange = { 'content-range': `bytes ${range.from}-${range.to - 1}/${blob.size}` };
  return { status: 206, headers: { ...common, ...md5, ...contentRange }, body: part };
}

/** Get Blob Properties. */
export function headBlob(records: Records, of: BlobName, { headers, url }: LocalRequest): LocalResponse {
  const blob = presentBlob(records, of);
  if (isUnmodified(headers, blob)) return { status: 304, headers: versionHeaders(blob) };
  return {
    status: 200,
    headers: {
      ...blobHeaders(blob, url.searchParams),
      ...(blob.contentMd5 === '' ? {} : { 'content-md5': blob.contentMd5 }),
      'content-length': String(blob.size),
      'x-ms-access-tier': 'Hot',
      'x-ms-access-tier-inferred': 'true',
    },
  };
}

export async function deleteBlob(records: Records, of: BlobName, { headers }: LocalRequest): Promise<LocalResponse> {
  const blob = presentBlob(records, of);
  requireForWrite(headers, blob);
  await records.delete(blob);
  return { status: 202, headers: { 'x-ms-delete-type-permanent': 'true' }, body: '' };
}

const PAGE_BLOB_HEADERS = ['x-ms-blob-content-length', 'x-ms-sequence-number-action'];

/** Set Blob Metadata, or Set Blob Properties: the content stays. */
export async function changeBlob(
  records: Records,
  of: BlobName,
  { headers }: LocalRequest,
  what: 'metadata' | 'properties',
): Promise<LocalResponse> {
  if (PAGE_BLOB_HEADERS.some((name) => headers[name] !== undefined))
    throw new Refusal('NotEmulated', 'The local Blob Storage does not emulate Set Blob Properties of page blobs.');
  const blob = presentBlob(records, of);
  requireForWrite(headers, blob);
  const change =
    what === 'metadata' ? { metadata: metadataOf(headers) } : { headers: contentHeadersOf(headers, undefined) };
  const stored = await records.put({ ...blob, ...change });
  return { status: 200, headers: versionHeaders(stored), body: '' };
}

function presentBlob(records: Records, { container, name }: BlobName): StoredBlob {
  records.container(container);
  return records.blob(container, name);
}
