import type { LocalRequest } from '../http';
import { hmac, type Account } from './account';
import { Refusal } from './answers';

/** Checks an Entra token; the local Entra's `verify`. */
export type VerifyToken = (token: string, audience: string) => Promise<{ readonly kind: 'valid' | 'refused' }>;

/** For whom tokens of Azure Storage are. */
export const AUDIENCE = 'https://storage.azure.com';

/** How a request proved its right; a signed URL gives but what its letters say. */
export type Right =
  | { readonly by: 'nobody' }
  | { readonly by: 'key' }
  | { readonly by: 'token' }
  | { readonly by: 'signed URL'; readonly letters: string };

/** Refuses a request that proves no right: an Entra token, the account's key, or a signed URL, whose letters `judge` gives. What is public needs none. */
export async function requireAccess(
  request: LocalRequest,
  account: Account,
  verifyToken: VerifyToken,
  judge: () => string,
  isPublic: () => boolean = () => false,
): Promise<Right> {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) {
    if (request.url.searchParams.has('sig')) return { by: 'signed URL', letters: judge() };
    if (isPublic()) return { by: 'nobody' };
    throw new Refusal('NoAuthenticationInformation', 'Server failed to authenticate the request.');
  }
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) {
    if ((await verifyToken(bearer, AUDIENCE)).kind === 'valid') return { by: 'token' };
    throw new Refusal('InvalidAuthenticationInfo', 'The token is not valid for Azure Storage.');
  }
  const wanted = authorization.startsWith('SharedKeyLite ')
    ? `SharedKeyLite ${account.name}:${liteSignature(request, account)}`
    : `SharedKey ${account.name}:${sharedKeySignature(request, account)}`;
  if (authorization !== wanted)
    throw new Refusal('AuthenticationFailed', 'The signature of the request is not the one computed here.');
  return { by: 'key' };
}

/** https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
function sharedKeySignature({ method, headers, url }: LocalRequest, account: Account): string {
  const length = headers['content-length'] === '0' ? '' : (headers['content-length'] ?? '');
  const standard = ['content-md5', 'content-type', 'date', 'if-modified-since', 'if-match', 'if-none-match'];
  const last = ['if-unmodified-since', 'range'];
  const signed = [
    method,
    headers['content-encoding'] ?? '',
    headers['content-language'] ?? '',
    length,
    ...[...standard, ...last].map((name) => headers[name] ?? ''),
  ];
  const query = [...url.searchParams.keys()]
    .sort()
    .map((name) => `\n${name.toLowerCase()}:${url.searchParams.get(name)}`);
  return hmac(
    account.key,
    `${signed.join('\n')}\n${ownHeaders(headers)}/${account.name}${url.pathname}${query.join('')}`,
  );
}

/** The same page: fewer headers, and of the query `comp` alone. */
function liteSignature({ method, headers, url }: LocalRequest, account: Account): string {
  const signed = [method, ...['content-md5', 'content-type', 'date'].map((name) => headers[name] ?? '')];
  const comp = url.searchParams.get('comp');
  const resource = `/${account.name}${url.pathname}${comp === null ? '' : `?comp=${comp}`}`;
  return hmac(account.key, `${signed.join('\n')}\n${ownHeaders(headers)}${resource}`);
}

const ownHeaders = (headers: LocalRequest['headers']): string =>
  Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim() ?? ''}\n`)
    .join('');
