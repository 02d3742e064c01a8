import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { actUnder, BROKEN, NEVER, type Faults } from './faults';
import { readAll } from './read-all';
import type { Tls } from './tls';
import type { Work } from './work';

export interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  /** Path and query exactly as sent: what signatures cover. */
  readonly target: string;
  /** Values of the `{name}` parts of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers in the letters in which they were sent. */
  readonly headerNames?: readonly string[];
  readonly body: Buffer;
  /** The body parsed as JSON; undefined when it is empty. Throws SyntaxError. */
  json(): unknown;
}

export interface LocalResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body?: unknown;
}

/** One operation of an emulated service. A path part `{name}` matches one segment, `{name*}` the rest. */
export interface Route {
  readonly method: string;
  readonly path: string;
  handle(request: LocalRequest): LocalResponse | Promise<LocalResponse>;
}

export interface Service {
  /** Named in the answer to an operation that it does not know. */
  readonly name: string;
  readonly routes: readonly Route[];
  /** Takes connections that become WebSockets; without it they are cut. */
  readonly upgrade?: Upgrade;
  /** Words a refusal by a fault as the service words its own; general words where absent. */
  readonly wordFault?: (status: number) => Pick<LocalResponse, 'headers' | 'body'>;
}

/** Takes a connection that asks to become a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Without it the service speaks plain http. */
  readonly tls?: Tls;
  readonly work: Work;
  readonly watch?: Watch;
  readonly faults?: Faults;
}

/** Looks on as requests come and go; what it does meanwhile (such as killing the caller) happens before the next step. */
export interface Watch {
  /** Nothing is done yet. False takes the request away: it is never done, and its connection breaks. */
  arrives(request: Omit<LocalRequest, 'params'>): Promise<boolean>;
  /** It is done; the answer is not sent yet. */
  answers(request: Omit<LocalRequest, 'params'>): Promise<void>;
}

/** Serves one emulated service. What it does not know answers 501 and says so: never a false success. */
export async function listen(service: Service, options: ListenOptions): Promise<Listening> {
  const match = compileRoutes(service.routes);
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void options.work.run(
      () => answer(service, match, incoming, outgoing, options),
      `${service.name} ${incoming.method} ${incoming.url}`,
    );
  const server = options.tls
    ? createTlsServer({ key: options.tls.key, cert: options.tls.cert }, onRequest).on('secureConnection', neverFull)
    : createPlainServer(onRequest);
  server.keepAliveTimeout = 60_000;
  const upgraded = new Set<Duplex>();
  if (service.upgrade)
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      upgraded.add(socket.once('close', () => upgraded.delete(socket)));
      service.upgrade?.(request, socket, head);
    });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

/**
 * While an answer waits to be sent, Node 20 pauses the parser of the connection, but TLS goes on with what it has
 * deciphered: a client that has already read the answer and asks for more is cut off ("Parse Error: Paused"). Answers
 * are in memory anyway, so that no connection need ever count as full; there is no option that says so to a TLS server.
 */
function neverFull(socket: object): void {
  const { _writableState: state } = socket as { readonly _writableState: { highWaterMark: number } };
  state.highWaterMark = Number.MAX_SAFE_INTEGER;
}

/** Finds the route of a request without a server; tests and composed services use it. */
export async function dispatch(service: Service, request: Omit<LocalRequest, 'params'>): Promise<LocalResponse> {
  return respond(service, compileRoutes(service.routes), request);
}

type Match = (method: string, pathname: string) => { route: Route; params: Record<string, string> } | undefined;

/** Routes are tried in the order given: put the particular before the general. */
function compileRoutes(routes: readonly Route[]): Match {
  const compiled = routes.map((route) => {
    const names: string[] = [];
    const pattern = route.path
      .split(/(\{[^}]+\})/)
      .map((part) => {
        const name = /^\{([^}*]+)(\*?)\}$/.exec(part);
        if (!name?.[1]) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
        names.push(name[1]);
        return name[2] ? '(.*)' : '([^/]+?)';
      })
      .join('');
    return { route, names, expression: new RegExp(`^${pattern}/?$`, 'i') };
  });
  return (method, pathname) => {
    for (const { route, names, expression } of compiled) {
      if (route.method !== method) continue;
      const found = expression.exec(pathname);
      if (!found) continue;
      return {
        route,
        params: Object.fromEntries(names.map((name, i) => [name, decoded(found[i + 1] ?? '') ?? ''])),
      };
    }
    return undefined;
  };
}

async function respond(service: Service, match: Match, request: Omit<LocalRequest, 'params'>): Promise<LocalResponse> {
  if (decoded(request.url.pathname) === undefined) return NO_ADDRESS;
  const found = match(request.method, request.url.pathname);
  if (found) return found.route.handle({ ...request, params: found.params });
  const operation = `${request.method} ${request.url.pathname}`;
  return {
    status: 501,
    body: { error: { code: 'NotEmulated', message: `The local ${service.name} does not emulate ${operation}.` } },
  };
}

async function answer(
  service: Service,
  match: Match,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { tls, watch, faults }: ListenOptions,
): Promise<void> {
  let response: LocalResponse | typeof NEVER | typeof BROKEN;
  try {
    const url = addressOf(incoming, tls !== undefined);
    if (url === undefined) {
      send(outgoing, NO_ADDRESS);
      return;
    }
    const request = await readRequest(incoming, url);
    if (watch !== undefined && !(await watch.arrives(request))) {
      incoming.socket.destroy();
      return;
    }
    const hit = faults?.hit(service.name, operationOf(match, request));
    response = await actUnder(hit, () => respond(service, match, request), refusing(service));
    await watch?.answers(request);
  } catch (error) {
    response = failed(error, `local ${service.name}: ${incoming.method} ${incoming.url}`);
  }
  if (response === BROKEN) incoming.socket.destroy();
  else if (response !== NEVER) send(outgoing, response);
}

function failed(error: unknown, asked: string): LocalResponse {
  if (error instanceof NoJson)
    return { status: 400, body: { error: { code: 'BadRequest', message: 'The body is not JSON.' } } };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${asked} failed: ${message}\n`);
  return { status: 500, body: { error: { code: 'InternalServerError', message: 'The emulator failed.' } } };
}

/** Undefined where a part is escaped that no text has. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const operationOf = (match: Match, { method, url }: Omit<LocalRequest, 'params'>): string =>
  `${method} ${match(method, url.pathname)?.route.path ?? url.pathname}`;

/** In words and headers that each of the vendors' clients understands. */
const refusing =
  ({ wordFault = inGeneral }: Service) =>
  (status: number, retryAfterMs: number): LocalResponse => {
    const { headers, body } = wordFault(status);
    const times = {
      'retry-after': String(Math.ceil(retryAfterMs / 1000)),
      'retry-after-ms': String(retryAfterMs),
      'x-ms-retry-after-ms': String(retryAfterMs),
    };
    return {
      ...{ status, body },
      headers: { ...times, ...(status === 429 ? { 'x-ms-substatus': '3200' } : {}), ...headers },
    };
  };

const BY_FAULT = 'A fault of local Azure, on purpose.';
const inGeneral = (status: number) => ({
  body: { code: String(status), error: { code: 'LocalFault', message: BY_FAULT } },
});

const NO_ADDRESS: LocalResponse = {
  status: 400,
  body: { error: { code: 'InvalidUri', message: 'The requested URI is not valid.' } },
};

/** Where the request goes; undefined where its host is none. A path may begin with two slashes: what follows is no host. */
function addressOf({ headers, url: target = '/' }: IncomingMessage, secure: boolean): URL | undefined {
  const base = `${secure ? 'https' : 'http'}://${headers.host ?? 'localhost'}`;
  const address = target.startsWith('/') ? `${base}${target}` : target;
  return URL.canParse(base) && URL.canParse(address, base) ? new URL(address, base) : undefined;
}

async function readRequest(incoming: IncomingMessage, url: URL): Promise<Omit<LocalRequest, 'params'>> {
  const body = await readAll(incoming);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    url,
    target: incoming.url ?? '/',
    headers,
    headerNames: incoming.rawHeaders.filter((_, i) => i % 2 === 0),
    body,
    json: () => jsonOf(body),
  };
}

/** Told as such where an operation does not word it itself. */
class NoJson extends SyntaxError {}

function jsonOf(body: Buffer): unknown {
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new NoJson(String(error));
  }
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: LocalResponse): void {
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const payload = raw ? body : JSON.stringify(body);
  outgoing.writeHead(status, { ...(raw ? {} : { 'content-type': 'application/json; charset=utf-8' }), ...headers });
  outgoing.end(payload);
}
