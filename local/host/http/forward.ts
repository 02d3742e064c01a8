import { Agent, request as openRequest, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Doors } from '../../kit/doors';
import type { HostRequest, HostResponse } from './server';

/** A request on its way to the worker's own HTTP server. */
export interface Forwarded {
  /** Status and headers as they come; the body streams on. */
  readonly answer: Promise<HostResponse>;
  /** Nobody will answer it. */
  abandon(): void;
}

/** Hands a request to the worker, which knows it by the invocation that runs beside it. */
export type Forward = (request: HostRequest, invocationId: string) => Forwarded;

/** Without a byte in either direction for so long the host gives up (DefaultHttpProxyService, ActivityTimeout). */
const MOST_IDLE_MS = 240_000;

/**
 * The worker's server closes a connection that was idle for five seconds, as servers of Node.js do: a request that is just then sent on it
 * would be lost. Who lets go of it earlier never meets that.
 */
const KEPT_MS = 1000;

/** Of one connection, not of the request. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** `httpUri` is what the worker named in its capabilities. */
export function createForward(httpUri: string, doors: Pick<Doors, 'expectOne'>, mostIdleMs = MOST_IDLE_MS): Forward {
  const agent = new Agent({ keepAlive: true, timeout: KEPT_MS });
  return function forward(request, invocationId) {
    const outgoing = openRequest(new URL(request.target, httpUri), {
      method: request.method,
      agent,
      timeout: mostIdleMs,
      headers: { ...withoutHops(request.headers), ...forwardedHeaders(request), 'x-ms-invocation-id': invocationId },
    });
    outgoing.once('socket', () => {
      if (!outgoing.reusedSocket) doors.expectOne();
    });
    // A caller who goes away in the middle takes the request with it.
    pipeline(request.unread, outgoing, () => undefined);
    const answer = new Promise<HostResponse>((resolve, reject) => {
      outgoing.once('response', (incoming: IncomingMessage) =>
        resolve({ status: incoming.statusCode ?? 502, headers: withoutHops(incoming.headers), body: incoming }),
      );
      outgoing.once('timeout', () => {
        resolve({ status: 504 });
        outgoing.destroy();
      });
      outgoing.on('error', reject);
    });
    return { answer, abandon: () => void outgoing.destroy() };
  };
}

/** The library builds the URL that the app sees from these. */
const forwardedHeaders = ({ url, headers }: HostRequest) => ({
  'x-forwarded-host': headers['host'] ?? url.host,
  'x-forwarded-proto': url.protocol.replace(':', ''),
});

function withoutHops<T>(headers: Readonly<Record<string, T>>): Record<string, NonNullable<T>> {
  const kept: Record<string, NonNullable<T>> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && value !== null && !HOP_BY_HOP.has(name)) kept[name] = value;
  }
  return kept;
}
