import { createHmac, timingSafeEqual } from 'node:crypto';
import { unauthorised } from './failure';
import type { Grant } from './grant';
import { readToken } from './resource-token';

/** Gives something truthy (its claims) for a bearer token that our directory signed for that audience; else nothing, or it rejects. */
export type VerifyToken = (token: string, audience: string) => Promise<unknown>;

export interface Credentials {
  /** The account's key, base64. */
  readonly key: string;
  /** The account's URL: the audience of tokens. */
  readonly accountUrl: () => string;
  readonly verifyToken: VerifyToken;
}

export interface SignedRequest {
  readonly method: string;
  /** The names of its path ({@link namesIn}). */
  readonly names: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The audience that clients fall back to when the account's own is unknown to the directory. */
const COMMON_AUDIENCE = 'https://cosmos.azure.com';

/**
 * Checks `type=master` (HMAC), `type=aad` (bearer) and `type=resource` (of a permission) authorisation; throws a 401.
 * What it gives is all that a resource token opens; undefined for the whole account.
 */
export async function authorise(
  credentials: Credentials,
  request: SignedRequest,
  nowSeconds: number,
): Promise<Grant | undefined> {
  const { authorization = '' } = request.headers;
  const parts = /^type=(\w+)&ver=[\d.]+&sig=(.+)$/s.exec(decode(authorization));
  const [, type, signature = ''] = parts ?? [];
  if (type === 'resource') return readToken(credentials.key, signature, nowSeconds);
  if (type === 'master') checkSignature(credentials.key, request, signature);
  else if (type === 'aad') await checkToken(credentials, signature);
  else throw unauthorised('The input authorization token is missing or of a type that is not known.');
  return undefined;
}

/** What is no text of a URL is left as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checkSignature(key: string, request: SignedRequest, signature: string): void {
  const expected = Buffer.from(
    createHmac('sha256', Buffer.from(key, 'base64')).update(textToSign(request)).digest('base64'),
  );
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw wrongSignature();
}

/** The names of a path as it was sent. No operation takes a query: the client for JavaScript leaves a question mark of an id as it is. */
export const namesIn = (target: string): readonly string[] =>
  target.replaceAll('?', '%3F').split('/').filter(Boolean).map(decode);

/**
 * The routing gateway decodes an id twice and cuts spaces off its end, so that it looks for another one than was signed for
 * (https://github.com/Azure/azure-sdk-for-js/pull/22818, and Microsoft's tests of ids). What it does where nothing was signed for is not known.
 */
export function checkIdInPath([, , , , type, id]: readonly string[]): void {
  if (type === 'docs' && id !== undefined && decode(id).trimEnd() !== id) throw wrongSignature();
}

const wrongSignature = () =>
  unauthorised(
    "The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol.",
  );

function textToSign({ method, names, headers }: SignedRequest): string {
  const { type, resource } = signedResource(names);
  const lines = [
    method.toLowerCase(),
    type.toLowerCase(),
    resource,
    (headers['x-ms-date'] ?? '').toLowerCase(),
    '',
    '',
  ];
  return lines.join('\n');
}

/** An even path names a resource, an odd one the feed of the last name under its parent. */
function signedResource(names: readonly string[]): { readonly type: string; readonly resource: string } {
  // Offers are known by their rid alone, and what is done to a container is signed as the container.
  if (names[0] === 'offers') return { type: 'offers', resource: (names[1] ?? '').toLowerCase() };
  if (names[4] === 'operations') return signedResource(names.slice(0, 4));
  const ofResource = names.length % 2 === 0;
  const type = names.at(ofResource ? -2 : -1) ?? '';
  return { type, resource: (ofResource ? names : names.slice(0, -1)).join('/') };
}

async function checkToken({ accountUrl, verifyToken }: Credentials, token: string): Promise<void> {
  // The SDK of .NET asks for a token for the account's host and leaves the port out, which no account of Azure has.
  const withoutPort = `https://${new URL(accountUrl()).hostname}`;
  for (const audience of [accountUrl().replace(/\/$/, ''), withoutPort, COMMON_AUDIENCE])
    if (await verifyToken(token, audience).catch(() => false)) return;
  throw unauthorised('The bearer token is not valid for this account.');
}
