import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest } from '../kit/http';

/** Checks an Entra token; the local Entra's `verify`. */
export type VerifyToken = (token: string, audience: string) => Promise<{ readonly kind: 'valid' | 'refused' }>;

const AUDIENCE = 'https://eventgrid.azure.net';

/** Whether a publish request proves that it may: by key, by shared access signature or by Entra token. */
export async function mayPublish(
  request: LocalRequest,
  keys: readonly string[],
  clock: Clock,
  verifyToken: VerifyToken,
): Promise<boolean> {
  const key = request.headers['aeg-sas-key'];
  if (key !== undefined) return keys.some((known) => same(known, key));
  const authorization = request.headers['authorization'] ?? '';
  const signature = request.headers['aeg-sas-token'] ?? /^SharedAccessSignature (.+)$/i.exec(authorization)?.[1];
  if (signature !== undefined) return isSigned(signature, request.url.pathname, keys, clock.now());
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  return bearer !== undefined && (await verifyToken(bearer, AUDIENCE)).kind === 'valid';
}

/**
 * `r={resource}&e={expiry}&s={signature}`, after
 * https://learn.microsoft.com/azure/event-grid/authenticate-with-access-keys-shared-access-signatures.
 */
function isSigned(token: string, pathname: string, keys: readonly string[], now: number): boolean {
  const [signed, , signature] = /^(r=[^&]*&e=[^&]*)(&s=)([^&]*)$/.exec(token)?.slice(1) ?? [];
  if (signed === undefined || signature === undefined) return false;
  const fields = new URLSearchParams(signed);
  // The expiry is written as .NET does for en-US, in UTC: `6/5/2026 12:09:03 PM`.
  const expiresAt = Date.parse(`${fields.get('e')} UTC`);
  if (!(now < expiresAt) || !isFor(fields.get('r') ?? '', pathname)) return false;
  const given = new URLSearchParams(`s=${signature.replaceAll('+', '%2B')}`).get('s') ?? '';
  return keys.some((key) => {
    const wanted = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64');
    return same(wanted, given);
  });
}

function isFor(resource: string, pathname: string): boolean {
  return URL.canParse(resource) && new URL(resource).pathname.toLowerCase() === pathname.toLowerCase();
}

function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
