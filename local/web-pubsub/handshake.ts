import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../kit/clock';
import type { Upgrade } from '../kit/http';
import { PROTOCOLS, type Connection, type Protocol } from './connection';
import { takeFrame } from './frames';
import { POLICY_VIOLATION, type Arrival, type Connections } from './hub';
import { listOf, readToken } from './tokens';

export interface HandshakeOptions {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly keys: readonly string[];
  /** Where this service listens, without a last slash: what tokens of clients are for. */
  readonly endpoint: () => string;
}

type Refusal = { readonly status: number; readonly why: string };

/** Codes with which a client says that it is not coming back: normal, going away, none given. */
const FINAL_CODES = [1000, 1001, 1005];
const LARGEST_FRAME = 1_048_576;

/** Takes the WebSockets of clients: `/client/hubs/{hub}?access_token=…`. */
export function createHandshake(options: HandshakeOptions): Upgrade {
  const { connections } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME,
    handleProtocols: (offered) => protocolOf([...offered]) ?? false,
  });
  return (request, socket, head) => {
    const arrival = arrivalOf(request, options);
    if ('why' in arrival) {
      refuse(socket, arrival);
      return;
    }
    server.handleUpgrade(request, socket, head, (opened) => open(connections, urlOf(request), arrival, opened));
  };
}

function open(connections: Connections, { searchParams }: URL, arrival: Arrival, socket: WebSocket): void {
  const id = searchParams.get('awps_connection_id');
  const connection =
    id === null
      ? connections.arrive(arrival, socket)
      : connections.comeBack(id, searchParams.get('awps_reconnection_token') ?? '', socket);
  if (connection === undefined) socket.close(POLICY_VIOLATION, 'The connection cannot be recovered.');
  else hear(connections, connection, socket);
}

function hear(connections: Connections, connection: Connection, socket: WebSocket): void {
  // What a plain client says goes to upstream alone, of which there is none.
  if (connection.protocol !== 'plain')
    socket.on('message', (data: Buffer) => takeFrame(connections, connection, data.toString('utf8')));
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    // Another socket may have taken its place.
    if (connection.socket === socket) connections.lose(connection, FINAL_CODES.includes(code));
  });
}

function arrivalOf(request: IncomingMessage, { keys, clock, endpoint }: HandshakeOptions): Arrival | Refusal {
  const url = urlOf(request);
  const hub = /^\/client\/hubs\/([^/]+)\/?$/.exec(url.pathname)?.[1];
  if (hub === undefined) return { status: 501, why: `The local Web PubSub does not emulate ${url.pathname}.` };
  const offered = request.headers['sec-websocket-protocol'];
  const protocol = offered === undefined ? 'plain' : protocolOf(offered.split(',').map((one) => one.trim()));
  if (protocol === undefined) return { status: 501, why: `Only ${PROTOCOLS.join(' and ')} are emulated.` };
  const claims = readToken(url.searchParams.get('access_token') ?? '', keys, clock.now());
  if (claims?.aud !== `${endpoint()}/client/hubs/${hub}`) return { status: 401, why: 'Unauthorized' };
  return {
    ...{ hub, protocol, userId: claims.sub },
    groups: listOf(claims['webpubsub.group']),
    permissions: listOf(claims.role).map((role) => role.replace(/^webpubsub\./, '')),
  };
}

const urlOf = ({ url }: IncomingMessage): URL => new URL(url ?? '/', 'https://localhost');

const protocolOf = (offered: readonly string[]): Exclude<Protocol, 'plain'> | undefined =>
  PROTOCOLS.find((protocol) => offered.includes(protocol));

function refuse(socket: Duplex, { status, why }: Refusal): void {
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-length: ${Buffer.byteLength(why)}\r\nconnection: close\r\n\r\n${why}`,
  );
}
