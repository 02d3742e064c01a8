import { createHash, createHmac } from 'node:crypto';
import type { LookUp } from '../core/config/look-up';
import type { Captured, LookedUp, LookUpFailure, LookUps, Sealed } from '../ports/look-ups';
import { addressOf, valuesOf } from './request';

/** How look-ups go out; all of it comes from outside. */
export interface LookUpOptions {
  /**
   * The only hosts that are asked, whatever a tenant's configuration says: `api.contoso.example`, with a port if it is not
   * 443. `api.contoso.example=gateway.contoso.net:8443` is reached at the other address, which must have a certificate of its own.
   */
  readonly allowedHosts: readonly string[];
  /** Signs each request, so that the other system knows whose it is. Null: there is none that can be read, and nobody is asked. */
  readonly signingKey: string | null;
  readonly clock: { now(): number };
  /** Tests give theirs. */
  readonly fetch?: typeof fetch;
}

/** An answer of a few variables is no longer than this. */
const LARGEST_BYTES = 64 * 1024;
const MOST_CACHED = 1_000;
const OK = 200;
const UNPROCESSABLE = 422;
const NO_SUCH: ReadonlySet<number> = new Set([404, 410]);

/** Asks other systems by https, each answer once for as long as the look-up says it holds. */
export function createLookUps(options: LookUpOptions): LookUps {
  const hosts = new Map(options.allowedHosts.map(hostOf));
  const cache = new Map<string, { readonly until: number; readonly answer: LookedUp }>();
  /** Whom to ask and with which key, or why nobody is asked. */
  const reach = (lookUp: LookUp, variables: Variables): Reached | LookUpFailure => {
    const url = addressOf(lookUp.url, variables);
    if (url === null) return 'badAddress';
    const host = hosts.get(url.host);
    if (host === undefined) return 'hostNotAllowed';
    return options.signingKey === null
      ? 'noKey'
      : { url, host, signing: { ...options, signingKey: options.signingKey } };
  };
  return {
    async ask(tenantId, lookUp, variables) {
      const reached = reach(lookUp, variables);
      if (typeof reached === 'string') return failed(reached);
      const key = `${tenantId} ${lookUp.id} ${reached.url.href}`;
      const now = options.clock.now();
      const known = cache.get(key);
      if (known !== undefined && known.until > now) return known.answer;
      const answer = await request(reached, tenantId, lookUp, GET);
      if (answer.kind === 'refused') return failed('refused');
      if (lookUp.cacheForMs > 0 && answer.kind !== 'failed') {
        if (cache.size >= MOST_CACHED) cache.delete(cache.keys().next().value ?? '');
        cache.set(key, { until: now + lookUp.cacheForMs, answer });
      }
      return answer;
    },
    async give(tenantId, lookUp, variables, sealed) {
      const reached = reach(lookUp, variables);
      if (typeof reached === 'string') return { kind: 'failed', why: reached };
      return capturedOf(await request(reached, tenantId, lookUp, postOf(sealed)));
    },
  };
}

type Variables = Readonly<Record<string, string>>;

interface Sent {
  readonly method: 'GET' | 'POST';
  /** Empty for a question. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const GET: Sent = { method: 'GET', body: '', headers: {} };

/** Digits go in the body alone: addresses stand in the logs of everything on the way. */
const postOf = ({ key, interactionId, field, digits }: Sealed): Sent => ({
  method: 'POST',
  body: JSON.stringify({ interactionId, field, digits }),
  headers: { 'content-type': 'application/json', 'idempotency-key': key },
});

/** A system that takes digits has no word for what is not there: its address is wrong. */
const capturedOf = (answer: Answer): Captured => {
  if (answer.kind === 'found') return { kind: 'taken', values: answer.values };
  return answer.kind === 'notFound' ? { kind: 'failed', why: 'refused' } : answer;
};

/** `refused`: it understood, and would not have it. */
type Answer = LookedUp | { readonly kind: 'refused' };

interface Reached {
  /** As the configuration says it: what is signed. */
  readonly url: URL;
  readonly host: string;
  readonly signing: SigningOptions;
}

type SigningOptions = LookUpOptions & { readonly signingKey: string };

const failed = (why: LookUpFailure): LookedUp => ({ kind: 'failed', why });

/** What is named, and what is reached for it. */
function hostOf(entry: string): [string, string] {
  const [named = '', reached = named] = entry.split('=');
  return [named, reached];
}

async function request(
  { url, host, signing }: Reached,
  tenantId: string,
  lookUp: LookUp,
  { method, body, headers }: Sent,
): Promise<Answer> {
  const signal = AbortSignal.timeout(lookUp.timeoutMs);
  try {
    const response = await (signing.fetch ?? fetch)(reachedAt(url, host), {
      method,
      headers: { accept: 'application/json', ...headers, ...signatureOf(signing, tenantId, { url, method, body }) },
      ...(method === 'POST' ? { body } : {}),
      // Whoever answers with another address could lead us into our own network.
      redirect: 'manual',
      signal,
    });
    if (response.status >= 300 && response.status < 400) return failed('redirected');
    if (NO_SUCH.has(response.status)) return { kind: 'notFound' };
    if (response.status === UNPROCESSABLE) return { kind: 'refused' };
    if (response.status !== OK) return failed('refused');
    return await read(response, lookUp);
  } catch {
    return failed(signal.aborted ? 'timedOut' : 'unreachable');
  }
}

function reachedAt(url: URL, host: string): URL {
  const reached = new URL(url);
  reached.host = host;
  return reached;
}

/**
 * `t=<seconds>,v1=<hex>` over tenant, instant, method and address, and the SHA-256 of what is given: the receiver checks
 * both the key and the age.
 */
function signatureOf(
  { signingKey, clock }: SigningOptions,
  tenantId: string,
  { url, method, body }: Pick<Sent, 'method' | 'body'> & { readonly url: URL },
): Record<string, string> {
  const seconds = Math.floor(clock.now() / 1000);
  const lines = [tenantId, seconds, method, url.href];
  if (method === 'POST') lines.push(createHash('sha256').update(body).digest('hex'));
  const signature = createHmac('sha256', signingKey).update(lines.join('\n')).digest('hex');
  return { 'x-switchboard-tenant': tenantId, 'x-switchboard-signature': `t=${seconds},v1=${signature}` };
}

async function read(response: Response, lookUp: LookUp): Promise<LookedUp> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > LARGEST_BYTES) {
      await response.body?.cancel().catch(() => undefined);
      return failed('tooLarge');
    }
    chunks.push(chunk);
  }
  const values = valuesOf(Buffer.concat(chunks).toString('utf8'), lookUp.result);
  return values === null ? failed('notJson') : { kind: 'found', values };
}
