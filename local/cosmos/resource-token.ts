import { createHmac, timingSafeEqual } from 'node:crypto';
import { forbidden, unauthorised } from './failure';
import type { Grant } from './grant';

/** A token lives for an hour unless another time is asked for, which may be five hours at most. */
const USUAL_SECONDS = 3_600;
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 18_000;

export interface Lifetime {
  readonly from: number;
  readonly seconds: number;
}

/** Undefined when `x-ms-documentdb-expiry-seconds` asks for a time that no token lives. */
export function readLifetime(header: string | undefined): number | undefined {
  const seconds = header === undefined ? USUAL_SECONDS : Number(header);
  return Number.isInteger(seconds) && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

interface Content {
  readonly grant: Grant;
  readonly expiresAt: number;
}

const signatureOf = (key: string, content: string): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(`resource token\n${content}`).digest();

/** All that it says is in it, signed: it outlives its permission, as the service's does. */
export function issueToken(key: string, grant: Grant, { from, seconds }: Lifetime): string {
  const said: Content = { grant, expiresAt: from + seconds };
  const content = Buffer.from(JSON.stringify(said)).toString('base64');
  return `type=resource&ver=1&sig=${signatureOf(key, content).toString('base64')};${content};`;
}

/** What a token opens, of which `signature` is what follows `sig=`. */
export function readToken(key: string, signature: string, nowSeconds: number): Grant {
  const [given = '', content = ''] = signature.split(';');
  const [expected, actual] = [signatureOf(key, content), Buffer.from(given, 'base64')];
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    throw unauthorised("The input authorization token can't serve the request: it is not of this account.");
  const { grant, expiresAt } = JSON.parse(Buffer.from(content, 'base64').toString()) as Content;
  if (nowSeconds >= expiresAt)
    throw forbidden('The authorization token is not valid at the current time. Please create another token and retry.');
  return grant;
}
