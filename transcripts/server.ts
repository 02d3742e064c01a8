import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { interactionRefOf, type InteractionRef } from '../shared/core/lib/ids';
import type { CallCallbackTokens } from '../shared/security/call-callbacks';
import { createSession, type SessionParts } from './session';

export interface ListenerParts extends SessionParts {
  readonly tokens: CallCallbackTokens;
}

/** The listener, serving. */
export interface Listener {
  readonly port: number;
  /** Takes nobody new, and ends when all that was said is kept. */
  close(): Promise<void>;
}

/** A sentence with its words is some kilobytes. */
const LARGEST_FRAME_BYTES = 64 * 1024;
/** Codes of RFC 6455, 7.4.1. */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;

/**
 * Where Call Automation brings what is said in calls: a WebSocket at `/calls/{tenant}/{interaction}`, opened with the same kind
 * of token as a callback. Whoever shows none gets no socket. TLS is the ingress's.
 */
export async function listenToCalls(parts: ListenerParts, port: number): Promise<Listener> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME_BYTES, perMessageDeflate: false });
  const idle = new Set<() => Promise<void>>();
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 200 : 404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    // Whoever knocks may be gone before they are answered.
    socket.on('error', () => undefined);
    admit(parts, request)
      .then((admitted) => {
        if (admitted.kind === 'refused') refuse(socket, admitted.status);
        else sockets.handleUpgrade(request, socket, head, (opened) => follow(parts, admitted.ref, opened, idle));
      })
      .catch(() => refuse(socket, 503));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, sockets, idle) };
}

type Admitted =
  | { readonly kind: 'admitted'; readonly ref: InteractionRef }
  | { readonly kind: 'refused'; readonly status: number };

const PATH = /^\/calls\/([\w-]{1,60})\/([\w-]{1,100})$/u;

/** The token says that it is Call Automation of our own resource, the path which call. */
async function admit({ tokens, log }: ListenerParts, { url = '', headers }: IncomingMessage): Promise<Admitted> {
  const validated = await tokens.validate(headers.authorization);
  if (validated.kind === 'refused') {
    log.warn('access refused', { operation: 'transcript', why: validated.refusal });
    return { kind: 'refused', status: validated.refusal === 'keysUnavailable' ? 503 : 401 };
  }
  const [, tenantId, interactionId] = PATH.exec(url) ?? [];
  if (tenantId === undefined || interactionId === undefined) return { kind: 'refused', status: 404 };
  return { kind: 'admitted', ref: interactionRefOf(tenantId, interactionId) };
}

const REASONS: Readonly<Record<number, string>> = { 401: 'Unauthorized', 404: 'Not Found', 503: 'Service Unavailable' };

const refuse = (socket: Duplex, status: number): void =>
  void socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );

function follow(parts: ListenerParts, ref: InteractionRef, socket: WebSocket, idle: Set<() => Promise<void>>): void {
  const session = createSession(parts, ref);
  idle.add(session.idle);
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(UNSUPPORTED_DATA);
    else session.take((data as Buffer).toString('utf8'));
  });
  // A socket that breaks closes too, and Call Automation says so by a callback.
  socket.on('error', () => undefined);
  socket.on('close', () => void session.idle().then(() => idle.delete(session.idle)));
}

async function close(server: Server, sockets: WebSocketServer, idle: Set<() => Promise<void>>): Promise<void> {
  for (const socket of sockets.clients) socket.close(GOING_AWAY);
  await Promise.all([...idle].map((one) => one()));
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
}
