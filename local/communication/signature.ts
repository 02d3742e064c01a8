import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { LocalRequest } from '../kit/http';

const PATTERN = /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=(.+)$/;
/** What a signature has to be over; either name of the date will do. */
const DATES = ['x-ms-date', 'date'];
const REQUIRED = ['host', 'x-ms-content-sha256'];

/**
 * Whether a request was signed with the resource's access key, as
 * https://learn.microsoft.com/rest/api/communication/authentication prescribes.
 */
export function isSigned(request: LocalRequest, accessKey: string): boolean {
  const [, signedHeaders, signature] = PATTERN.exec(request.headers['authorization'] ?? '') ?? [];
  if (signedHeaders === undefined || signature === undefined) return false;
  const contentHash = createHash('sha256').update(request.body).digest('base64');
  if (request.headers['x-ms-content-sha256'] !== contentHash) return false;
  const names = signedHeaders.toLowerCase().split(';');
  if (!DATES.some((name) => names.includes(name)) || !REQUIRED.every((name) => names.includes(name))) return false;
  const values = names.map((name) => request.headers[name]);
  if (values.includes(undefined)) return false;
  return targets(request).some((target) =>
    isSame(signature, sign(`${request.method}\n${target}\n${values.join(';')}`, accessKey)),
  );
}

/** The base64 HMAC of a string to sign; the key is base64 too. */
export const sign = (stringToSign: string, accessKey: string): string =>
  createHmac('sha256', Buffer.from(accessKey, 'base64')).update(stringToSign, 'utf8').digest('base64');

/** The JavaScript client signs its query as URLSearchParams writes it, whatever form it then sends. */
function targets({ target, url }: LocalRequest): string[] {
  const query = url.searchParams.toString();
  return [target, query ? `${url.pathname}?${query}` : url.pathname];
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
