import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token says of who bears it: claims as Web PubSub names them. */
export interface Claims {
  readonly aud?: string;
  readonly sub?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly role?: string | readonly string[];
  readonly 'webpubsub.group'?: string | readonly string[];
}

export const listOf = (claim: string | readonly string[] | undefined): readonly string[] =>
  claim === undefined ? [] : typeof claim === 'string' ? [claim] : claim;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const signature = (signed: string, key: string): string => createHmac('sha256', key).update(signed).digest('base64url');

/** A JWT signed with the access key of the service, as the service's `:generateToken` answers it. */
export function signToken(claims: Claims, key: string): string {
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${signed}.${signature(signed, key)}`;
}

/** The claims of a JWT that one of the keys signed and that is good now; undefined of every other. */
export function readToken(token: string, keys: readonly string[], now: number): Claims | undefined {
  const [header = '', payload = '', given = ''] = token.split('.');
  if (!keys.some((key) => same(signature(`${header}.${payload}`, key), given))) return undefined;
  const { alg } = parsed(header) as { readonly alg?: string };
  const claims = parsed(payload) as Claims;
  const seconds = now / 1000;
  const isGood = alg === 'HS256' && (claims.exp ?? 0) > seconds && (claims.nbf ?? 0) <= seconds;
  return isGood ? claims : undefined;
}

const parsed = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
