import type { LocalRequest } from '../http';
import { hmac, type Account } from './account';
import { Refusal } from './answers';

/** Checks an Entra token; the local Entra's `verify`. */
export type VerifyToken = (token: string, audience: string) => Promise<{ readonly kind: 'valid' | 'refused' }>;

export const AUDIENCE = 'https://storage.azure.com';

/** How a request proved its right; a signed URL gives but what its letters say. */
export type Right =
  | { readonly by: 'key' }
  | { readonly by: 'token' }
  | { readonly by: 'signed URL'; readonly letters: string };

/** Refuses a request that proves no right: an Entra token, the account's key, or a signed URL, whose letters `judge` gives. */
export async function requireAccess(
  request: LocalRequest,
  account: Account,
  verifyToken: VerifyToken,
  judge: () => string,
): Promise<Right> {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) {
    if (request.url.searchParams.has('sig')) return { by: 'signed URL', letters: judge() };
    throw new Refusal('NoAuthenticationInformation', 'Server failed to authenticate the request.');
  }
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) {
    if ((await verifyToken(bearer, AUDIENCE)).kind === 'valid') return { by: 'token' };
    throw new Refusal('InvalidAuthenticationInfo', 'The token is not valid for Azure Storage.');
  }
  if (authorization !== `SharedKey ${account.name}:${sharedKeySignature(request, account)}`)
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
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim() ?? ''}\n`);
  const query = [...url.searchParams.keys()]
    .sort()
    .map((name) => `\n${name.toLowerCase()}:${url.searchParams.get(name)}`);
  return hmac(account.key, `${signed.join('\n')}\n${own.join('')}/${account.name}${url.pathname}${query.join('')}`);
}
