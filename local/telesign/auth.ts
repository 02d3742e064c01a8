import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest } from '../kit/http';
import type { TelesignState } from './state';

/** The customer's account: https://developer.telesign.com/enterprise/docs/authentication. */
export interface Account {
  readonly customerId: string;
  /** Base64. */
  readonly apiKey: string;
}

/** Why a request is not let in, by the carrier's own codes. */
export type AuthFailure = 10002 | 10004 | 10006 | 10007 | 10008 | 10009 | 10015 | 10022 | 10028;

const DATE_TOLERANCE_MS = 15 * 60_000;

/** Base64 HMAC-SHA256 under the account's key. */
export const signatureOf = (apiKey: string, text: string): string =>
  createHmac('sha256', Buffer.from(apiKey, 'base64')).update(text, 'utf8').digest('base64');

/** Basic, or the carrier's own Digest. */
export async function authenticate(
  account: Account,
  { clock, state }: { readonly clock: Clock; readonly state: TelesignState },
  request: LocalRequest,
): Promise<AuthFailure | undefined> {
  const given = request.headers['authorization'];
  if (given === undefined) return 10009;
  const [scheme = '', credentials = ''] = given.split(' ');
  if (scheme === 'Basic') return basic(account, credentials);
  if (scheme !== 'TSA') return 10028;
  const failure = digest(account, clock.now(), request, credentials);
  if (failure !== undefined) return failure;
  return (await state.useNonce(request.headers['x-ts-nonce'] ?? '')) ? undefined : 10002;
}

function basic({ customerId, apiKey }: Account, credentials: string): AuthFailure | undefined {
  const [id = '', ...key] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  if (id !== customerId) return 10015;
  return isSame(key.join(':'), apiKey) ? undefined : 10022;
}

function digest(
  { customerId, apiKey }: Account,
  now: number,
  { headers, method, body, url }: LocalRequest,
  credentials: string,
): AuthFailure | undefined {
  const [id = '', signature = ''] = credentials.split(':');
  if (id !== customerId) return 10015;
  if (headers['x-ts-auth-method'] !== 'HMAC-SHA256') return 10006;
  const date = headers['x-ts-date'];
  if (date === undefined) return 10007;
  if (!(Math.abs(Date.parse(date) - now) <= DATE_TOLERANCE_MS)) return 10004;
  const fields = body.length === 0 ? [] : [body.toString('utf8')];
  const own = ['x-ts-auth-method', 'x-ts-date', 'x-ts-nonce'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}:${headers[name]}`],
  );
  const text = [method, headers['content-type'] ?? '', '', ...own, ...fields, url.pathname].join('\n');
  return isSame(signature, signatureOf(apiKey, text)) ? undefined : 10008;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
