import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { Listening } from '../../kit/http';
import type { Doors } from '../../kit/doors';
import { readAll } from '../../kit/read-all';
import type { Tls } from '../../kit/tls';
import type { Work } from '../../kit/work';

export interface RequestHead {
  readonly method: string;
  readonly url: URL;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** Names in lower case; repeated ones joined. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HostRequest extends RequestHead {
  /** Empty where it is left to be streamed. */
  readonly body: Buffer;
  /** What is left to be read of the body. */
  readonly unread: Readable;
  /** The body parsed as JSON; undefined when it is empty. Throws SyntaxError. */
  json(): unknown;
}

export interface HostResponse {
  readonly status: number;
  /** A list is sent as repeated headers, which cookies need. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A stream is sent as it comes, other objects as JSON. */
  readonly body?: unknown;
  /** Asked for the answer that is sent in the place of this one, as soon as there is one; the clock need not wait for it. */
  readonly later?: () => Promise<HostResponse>;
}

export type Handle = (request: HostRequest) => Promise<HostResponse>;

export interface ServerOptions {
  readonly port: number;
  readonly tls?: Tls;
  readonly work: Work;
  readonly doors: Doors;
  readonly handle: Handle;
  /** Whose bodies are left unread, for `handle` to stream. */
  readonly isStreamed: (head: RequestHead) => boolean;
  /** Called when an answer is ready to be sent. */
  readonly beforeResponse: () => void;
}

/** A server for the app's own routes: unlike an emulator's, what it does not know is simply not found. */
export async function serve(options: ServerOptions): Promise<Listening> {
  const { port, tls, work, doors, beforeResponse } = options;
  const scheme = tls ? 'https' : 'http';
  const onRequest = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const later = await work.run(async () => {
      await doors.othersAreIn();
      const response = await answer(incoming, scheme, options);
      if (response.later) return response.later;
      beforeResponse();
      send(outgoing, response);
      return undefined;
    }, `host ${incoming.method} ${incoming.url}`);
    if (later) send(outgoing, await later());
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void onRequest(incoming, outgoing);
  const server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, listener) : createPlainServer(listener);
  server.keepAliveTimeout = 60_000;
  doors.watch(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    url: `${scheme}://localhost:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  scheme: string,
  { handle, isStreamed }: ServerOptions,
): Promise<HostResponse> {
  try {
    const head = readHead(incoming, scheme);
    const body = isStreamed(head) ? Buffer.alloc(0) : await readAll(incoming);
    return await handle({
      ...head,
      body,
      unread: incoming,
      json: () => (body.length === 0 ? undefined : (JSON.parse(body.toString('utf8')) as unknown)),
    });
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, body: { message: `Not JSON: ${error.message}` } };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`local host: ${incoming.method} ${incoming.url} failed: ${message}\n`);
    return { status: 500 };
  }
}

function readHead(incoming: IncomingMessage, scheme: string): RequestHead {
  const target = incoming.url ?? '/';
  return {
    method: (incoming.method ?? 'GET').toUpperCase(),
    url: new URL(target, `${scheme}://${incoming.headers.host ?? 'localhost'}`),
    target,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
  };
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: HostResponse): void {
  if (body instanceof Readable) {
    outgoing.writeHead(status, headers);
    // Whoever waits for the first event of a stream is to know that it is open.
    outgoing.flushHeaders();
    // Either side that goes away takes the other with it.
    pipeline(body, outgoing, () => undefined);
    return;
  }
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const type = isRaw ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const bytes = Buffer.from(isRaw ? (body ?? '') : JSON.stringify(body));
  const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {};
  outgoing.writeHead(status, { ...type, ...length, ...headers });
  outgoing.end(bytes);
}
