// cspell:ignore rscc rscd rsce rscl rsct
import { createHash } from 'node:crypto';
import { Refusal } from '../kit/storage/answers';
import { metadataHeaders } from '../kit/storage/metadata';
import { versionHeaders } from './version';
import type { ContentHeaders, StoredBlob } from './model';

type Headers = Readonly<Record<string, string>>;

/** What a blob shall be served with. A plain `content-type` counts only where it describes the content itself. */
export const contentHeadersOf = (headers: Headers, plainContentType: string | undefined): ContentHeaders => ({
  contentType: headers['x-ms-blob-content-type'] ?? plainContentType ?? 'application/octet-stream',
  contentEncoding: headers['x-ms-blob-content-encoding'] ?? '',
  contentLanguage: headers['x-ms-blob-content-language'] ?? '',
  contentDisposition: headers['x-ms-blob-content-disposition'] ?? '',
  cacheControl: headers['x-ms-blob-cache-control'] ?? '',
});

/** Headers of a blob's answer; a signed URL may replace some of them. */
export function blobHeaders(blob: StoredBlob, query: URLSearchParams): Record<string, string> {
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
    'accept-ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-creation-time': new Date(blob.createdAt).toUTCString(),
    'x-ms-lease-state': 'available',
    'x-ms-lease-status': 'unlocked',
    'x-ms-server-encrypted': 'true',
  };
}

export interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The part that is asked for; undefined for all of it. */
export function rangeOf(headers: Headers, size: number): Range | undefined {
  const asked = headers['x-ms-range'] ?? headers['range'];
  if (asked === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(asked) ?? [];
  if (first === undefined || Number(first) >= size)
    throw new Refusal('InvalidRange', 'The range specified is invalid for the current size of the resource.');
  return { from: Number(first), to: last === '' || last === undefined ? size : Math.min(Number(last) + 1, size) };
}

export const md5Of = (content: Buffer): string => createHash('md5').update(content).digest('base64');

/** Refuses content that is not what its sender says. */
export function requireMd5(headers: Headers, md5: string): void {
  const told = headers['content-md5'];
  if (told !== undefined && told !== md5)
    throw new Refusal('Md5Mismatch', 'The MD5 value specified in the request did not match with the server value.');
}
