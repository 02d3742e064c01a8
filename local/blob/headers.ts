// cspell:ignore rscc rscd rsce rscl rsct
import { Refusal } from '../kit/storage/answers';
import { metadataHeaders } from '../kit/storage/metadata';
import { versionHeaders } from './version';
import { leaseHeaders } from './leases';
import { tagCount } from './tags';
import { kindOf } from './kinds';
import type { Appended, ContentHeaders, CopyRecord, StoredBlob } from './model';

type Headers = Readonly<Record<string, string>>;

/** What a blob shall be served with: what the request says, else what holds `otherwise`. */
export const contentHeadersOf = (headers: Headers, otherwise: Partial<ContentHeaders> = {}): ContentHeaders => ({
  contentType: headers['x-ms-blob-content-type'] ?? otherwise.contentType ?? 'application/octet-stream',
  contentEncoding: headers['x-ms-blob-content-encoding'] ?? otherwise.contentEncoding ?? '',
  contentLanguage: headers['x-ms-blob-content-language'] ?? otherwise.contentLanguage ?? '',
  contentDisposition: headers['x-ms-blob-content-disposition'] ?? otherwise.contentDisposition ?? '',
  cacheControl: headers['x-ms-blob-cache-control'] ?? otherwise.cacheControl ?? '',
});

/** Headers of a blob's answer; a signed URL may replace some of them. */
export function blobHeaders(blob: StoredBlob, query: URLSearchParams, now: number): Record<string, string> {
  const { headers } = blob;
  const served: readonly (readonly [string, string])[] = [
    ['content-type', query.get('rsct') ?? headers.contentType],
    ['content-encoding', query.get('rsce') ?? headers.contentEncoding],
    ['content-language', query.get('rscl') ?? headers.contentLanguage],
    ['content-disposition', query.get('rscd') ?? headers.contentDisposition],
    ['cache-control', query.get('rscc') ?? headers.cacheControl],
  ];
  return {
    ...versionHeaders(blob),
    ...Object.fromEntries(served.filter(([, value]) => value !== '')),
    ...metadataHeaders(blob.metadata),
    ...(blob.tags && { 'x-ms-tag-count': String(tagCount(blob.tags)) }),
    'accept-ranges': 'bytes',
    'x-ms-blob-type': kindOf(blob),
    ...(blob.appended && appendHeaders(blob.appended)),
    ...sequenceHeaders(blob),
    'x-ms-creation-time': new Date(blob.createdAt).toUTCString(),
    ...(blob.snapshot === undefined && leaseHeaders(blob.lease, now)),
    ...(blob.copy === undefined ? {} : copyHeaders(blob.copy, blob.size)),
    'x-ms-server-encrypted': 'true',
  };
}

export const sequenceHeaders = ({ pages }: StoredBlob): Record<string, string> =>
  pages === undefined ? {} : { 'x-ms-blob-sequence-number': String(pages.sequence) };

const appendHeaders = ({ blocks, isSealed }: Appended): Record<string, string> => ({
  'x-ms-blob-committed-block-count': String(blocks),
  ...(isSealed && { 'x-ms-blob-sealed': 'true' }),
});

const copyHeaders = ({ id, source, completedAt }: CopyRecord, size: number): Record<string, string> => ({
  'x-ms-copy-id': id,
  'x-ms-copy-source': source,
  'x-ms-copy-status': 'success',
  'x-ms-copy-progress': `${size}/${size}`,
  'x-ms-copy-completion-time': new Date(completedAt).toUTCString(),
});

export interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The part that is asked for; undefined for all of it, as where the header is not understood. */
export function rangeOf(headers: Headers, size: number): Range | undefined {
  const asked = headers['x-ms-range'] ?? headers['range'];
  const [, first, last = ''] = /^bytes=(\d+)-(\d*)$/.exec(asked ?? '') ?? [];
  if (first === undefined || (last !== '' && Number(last) < Number(first))) return undefined;
  if (Number(first) >= size)
    throw new Refusal(
      'InvalidRange',
      'The range specified is invalid for the current size of the resource.',
      {},
      { headers: { 'content-range': `bytes */${size}` } },
    );
  return { from: Number(first), to: last === '' ? size : Math.min(Number(last) + 1, size) };
}
