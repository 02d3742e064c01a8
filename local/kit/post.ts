import { readFileSync } from 'node:fs';
import { Agent as PlainAgent, request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { headersOf, readAll } from './read-all';

/** A call of a local service to another, or to the app. */
export interface OutgoingRequest {
  readonly url: string;
  /** POST when absent. */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What came back. */
export interface IncomingAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders?: readonly string[];
  readonly body: string;
}

/** A call out of a local service. Every status is an answer; only no answer at all rejects, with a {@link NoAnswer}. */
export type Post = (request: OutgoingRequest) => Promise<IncomingAnswer>;

/** `timedOut`: no whole answer within the time allowed; `unreachable`: no connection, or it broke. */
export class NoAnswer extends Error {
  constructor(
    readonly code: 'timedOut' | 'unreachable',
    message: string,
  ) {
    super(message);
  }
}

/** Whom to trust, and for how long to wait. */
export interface PostOptions {
  /** The local CA's certificate (PEM), trusted beside the public ones. */
  readonly caFile?: string;
  /** Real time that a whole exchange may take. */
  readonly timeoutMs?: number;
}

/** Makes the outgoing call of local services. Connections are kept and shared between calls. */
export function createPost({ caFile, timeoutMs = 30_000 }: PostOptions = {}): Post {
  const context = caFile === undefined ? undefined : trusting(caFile);
  const plain = new PlainAgent({ keepAlive: true });
  const secure = new TlsAgent({ keepAlive: true, ...(context && { secureContext: context }) });
  const open = (url: URL, method: string, headers: Record<string, string | number>) =>
    url.protocol === 'https:'
      ? tlsRequest(url, { method, headers, agent: secure })
      : plainRequest(url, { method, headers, agent: plain });

  return async function post(request) {
    const attempt = () => exchange(open, request, timeoutMs);
    try {
      return await attempt();
    } catch (error) {
      // The peer closed a kept connection just as it was taken again: nothing was read, so the call is made anew.
      if (error instanceof StaleConnection) return attempt();
      throw error;
    }
  };
}

/** Made once for a file: reading all public certificates anew costs 60 ms each time. */
const trusted = new Map<string, SecureContext>();

function trusting(caFile: string): SecureContext {
  const known = trusted.get(caFile);
  if (known !== undefined) return known;
  const made = createSecureContext({ ca: [...rootCertificates, readFileSync(caFile, 'utf8')] });
  trusted.set(caFile, made);
  return made;
}

class StaleConnection extends NoAnswer {}

type Open = (url: URL, method: string, headers: Record<string, string | number>) => ClientRequest;

function exchange(open: Open, request: OutgoingRequest, timeoutMs: number): Promise<IncomingAnswer> {
  const method = request.method ?? 'POST';
  const hasBody = request.body.length > 0 || !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method);
  const length = hasBody ? { 'content-length': Buffer.byteLength(request.body) } : {};
  const named = `${method} ${request.url}`;
  return new Promise((resolve, reject) => {
    const outgoing = open(new URL(request.url), method, { ...request.headers, ...length });
    const timer = setTimeout(() => {
      reject(new NoAnswer('timedOut', `${named} had no answer within ${timeoutMs} ms.`));
      outgoing.destroy();
    }, timeoutMs);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.on('error', (cause: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE');
      const message = `${named} was not answered: ${cause.message}`;
      reject(stale ? new StaleConnection('unreachable', message) : new NoAnswer('unreachable', message));
    });
    outgoing.once('response', (incoming) => {
      readAnswer(incoming).then(resolve, (cause: unknown) =>
        reject(new NoAnswer('unreachable', `${named} broke off: ${String(cause)}`)),
      );
    });
    outgoing.end(hasBody ? request.body : undefined);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<IncomingAnswer> {
  const body = await readAll(incoming);
  const { statusCode = 0, rawHeaders } = incoming;
  return { status: statusCode, headers: headersOf(incoming), rawHeaders, body: body.toString('utf8') };
}
