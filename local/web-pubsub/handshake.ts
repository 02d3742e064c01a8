import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../kit/clock';
import { actUnder, BROKEN } from '../kit/faults';
import type { Upgrade } from '../kit/http';
import { PROTOCOLS, type Connection, type Protocol } from './connection';
import { takeFrame } from './frames';
import { POLICY_VIOLATION, type Arrival, type Connections } from './hub';
import { disturbedLine, hearUnder, type Line, type Weather } from '../kit/line';
import { CLIENTS } from './clients';
import { listOf, readToken } from './tokens';

export interface HandshakeOptions extends Weather {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly keys: readonly string[];
  /** Where this service listens, without a last slash: what tokens of clients are for. */
  readonly endpoint: () => string;
}

type Refusal = { readonly status: number; readonly why: string };

/** Codes with which a client says that it is not coming back: normal, going away, none given. */
const FINAL_CODES = [1000, 1001, 1005];
const CONNECT = `CONNECT ${CLIENTS.path}`;
const LARGEST_FRAME = 1_048_576;

/** Takes the WebSockets of clients: `/client/hubs/{hub}?access_token=…`. */
export function createHandshake(options: HandshakeOptions): Upgrade {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME,
    handleProtocols: (offered) => protocolOf([...offered]) ?? false,
  });
  return (request, socket, head) => {
    void underFaults(options, socket, () => {
      const arrival = arrivalOf(request, options);
      if ('why' in arrival) refuse(socket, arrival);
      else server.handleUpgrade(request, socket, head, (opened) => open(options, urlOf(request), arrival, opened));
    });
  };
}

async function underFaults({ faults, work }: HandshakeOptions, socket: Duplex, act: () => void): Promise<void> {
  const rule = faults?.hit(CLIENTS.service, CONNECT);
  // A connection cannot be opened twice.
  const hit = rule?.kind === 'duplicate' ? undefined : rule;
  const answered = actUnder<unknown>(
    hit,
    async () => act(),
    (status) => refuse(socket, { status, why: 'A fault.' }),
  );
  const answer = await (work === undefined || hit === undefined ? answered : work.run(() => answered, CONNECT));
  if (answer === BROKEN) socket.destroy();
}

function open(options: HandshakeOptions, { searchParams }: URL, arrival: Arrival, socket: WebSocket): void {
  const { connections } = options;
  const id = searchParams.get('awps_connection_id');
  const line = disturbedLine(socket, options, CLIENTS);
  const connection =
    id === null
      ? connections.arrive(arrival, line)
      : connections.comeBack(id, searchParams.get('awps_reconnection_token') ?? '', line);
  if (connection === undefined) socket.close(POLICY_VIOLATION, 'The connection cannot be recovered.');
  else hear(options, connection, line, socket);
}

function hear(options: HandshakeOptions, connection: Connection, line: Line, socket: WebSocket): void {
  const { connections } = options;
  // What a plain client says goes to upstream alone, of which there is none.
  if (connection.protocol !== 'plain')
    hearUnder(socket, options, CLIENTS, (text) => takeFrame(connections, connection, text));
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    // Another socket may have taken its place.
    if (connection.socket === line) connections.lose(connection, FINAL_CODES.includes(code));
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
