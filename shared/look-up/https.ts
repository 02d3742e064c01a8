import { createHmac } from 'node:crypto';
import type { LookUp } from '../core/config/compiled';
import type { LookedUp, LookUpFailure, LookUps } from '../ports/look-ups';
import { addressOf, valuesOf } from './request';

/** How look-ups go out; all of it comes from outside. */
export interface LookUpOptions {
  /** The only hosts that are asked, whatever a tenant's configuration says: `api.contoso.example`, with a port if it is not 443. */
  readonly allowedHosts: ReadonlySet<string>;
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
const NO_SUCH: ReadonlySet<number> = new Set([404, 410]);

/** Asks other systems by https, each answer once for as long as the look-up says it holds. */
export function createLookUps(options: LookUpOptions): LookUps {
  const cache = new Map<string, { readonly until: number; readonly answer: LookedUp }>();
  return {
    async ask(tenantId, lookUp, variables) {
      const url = addressOf(lookUp.url, variables);
      if (url === null) return failed('badAddress');
      if (!options.allowedHosts.has(url.host)) return failed('hostNotAllowed');
      const { signingKey } = options;
      if (signingKey === null) return failed('noKey');
      const key = `${tenantId} ${lookUp.id} ${url.href}`;
      const now = options.clock.now();
      const known = cache.get(key);
      if (known !== undefined && known.until > now) return known.answer;
      const answer = await request({ ...options, signingKey }, tenantId, lookUp, url);
      if (lookUp.cacheForMs > 0 && answer.kind !== 'failed') {
        if (cache.size >= MOST_CACHED) cache.delete(cache.keys().next().value ?? '');
        cache.set(key, { until: now + lookUp.cacheForMs, answer });
      }
      return answer;
    },
  };
}

type SigningOptions = LookUpOptions & { readonly signingKey: string };

const failed = (why: LookUpFailure): LookedUp => ({ kind: 'failed', why });

async function request(options: SigningOptions, tenantId: string, lookUp: LookUp, url: URL): Promise<LookedUp> {
  const signal = AbortSignal.timeout(lookUp.timeoutMs);
  try {
    const response = await (options.fetch ?? fetch)(url, {
      headers: { accept: 'application/json', ...signatureOf(options, tenantId, url) },
      // Whoever answers with another address could lead us into our own network.
      redirect: 'manual',
      signal,
    });
    if (response.status >= 300 && response.status < 400) return failed('redirected');
    if (NO_SUCH.has(response.status)) return { kind: 'notFound' };
    if (response.status !== OK) return failed('refused');
    return await read(response, lookUp);
  } catch {
    return failed(signal.aborted ? 'timedOut' : 'unreachable');
  }
}

/** `t=<seconds>,v1=<hex>` over tenant, instant, method and address: the receiver checks both the key and the age. */
function signatureOf({ signingKey, clock }: SigningOptions, tenantId: string, url: URL): Record<string, string> {
  const seconds = Math.floor(clock.now() / 1000);
  const text = [tenantId, seconds, 'GET', url.href].join('\n');
  const signature = createHmac('sha256', signingKey).update(text).digest('hex');
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
