import { WebSocket } from 'ws';
import type { Clock } from '../../kit/clock';
import { actUnder, BROKEN, NEVER, type Faults } from '../../kit/faults';
import { disturbedLine, hearUnder, type Line, type Way } from '../../kit/line';
import type { Work } from '../../kit/work';
import type { CallbackClaims } from './deliver';
import { connectionsOf, idOf, isLive } from './connections';
import { frameBytes } from './speech';
import type { Call, Connection } from './state';
import type { Opening } from './subscriptions';
import { STREAMS, type StreamFrame, type StreamKind } from './turn';

/** Sockets that the words and the audio of calls go out by. Azure keeps neither: what cannot be sent is lost. */
export interface CallStreams {
  /** Opens, feeds or closes the sockets of a call as it stands now; `frames` since it last stood. */
  follow(call: Call, frames: readonly StreamFrame[], stored: Promise<unknown>): void;
}

export interface CallStreamsOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly faults?: Faults;
  readonly signCallback: (claims: CallbackClaims) => Promise<string>;
  readonly immutableResourceId: string;
  readonly callbackIssuer: string;
  /** Whether the first socket of a subscription could be opened. */
  readonly onOpened: (connectionId: string, stream: StreamKind, subscriptionId: string, how: Opening) => void;
  /** What the app sends back. */
  readonly onMessage: (connectionId: string, stream: StreamKind, message: string) => void;
}

/** A socket that a connection to a call is to have: where it goes, and what it begins with. */
interface Wanted {
  readonly connectionId: string;
  readonly correlationId: string;
  readonly stream: StreamKind;
  readonly url: string;
  readonly subscriptionId: string;
  readonly begins: object;
}

interface Open {
  readonly subscriptionId: string;
  readonly stream: Promise<Stream | null>;
}

/** A socket, and how it is spoken into. */
interface Stream {
  readonly socket: WebSocket;
  readonly line: Line;
}

/** How rules of faults name the sockets. Their path is the app's. */
export const CALL_STREAMS = 'call streams';

/** The token of a socket lives a day. */
const TOKEN_SECONDS = 86_400;
const PATIENCE_MS = 10_000;

export function createCallStreams(options: CallStreamsOptions): CallStreams {
  const { work, onOpened } = options;
  const open = new Map<string, Open>();

  function close(key: string): void {
    const known = open.get(key);
    open.delete(key);
    void known?.stream.then((stream) => stream?.socket.close());
  }

  async function feed(wanted: Wanted, frames: readonly StreamFrame[]): Promise<void> {
    const { connectionId, stream: kind, subscriptionId } = wanted;
    const key = keyOf(connectionId, kind);
    const known = open.get(key);
    if (known !== undefined && known.subscriptionId !== subscriptionId) close(key);
    const mine = open.get(key) ?? { subscriptionId, stream: connect(options, wanted) };
    open.set(key, mine);
    const stream = await mine.stream;
    if (mine !== known) onOpened(connectionId, kind, subscriptionId, openingOf(stream, wanted.url));
    for (const { body } of frames) if (isOpen(stream)) await send(stream.line, body);
    // Whatever comes next tries again.
    if (!isOpen(stream) && open.get(key) === mine) open.delete(key);
  }

  function followOne(place: Place, frames: readonly StreamFrame[], stored: Promise<unknown>): void {
    const key = keyOf(idOf(place.call, place.connection), place.stream);
    const wanted = wantedIn(place);
    if (wanted === null) {
      if (open.has(key)) void stored.then(() => close(key)).catch(() => undefined);
      return;
    }
    if (frames.length === 0 && open.get(key)?.subscriptionId === wanted.subscriptionId) return;
    void work.run(() => stored.then(() => feed(wanted, frames)), `${place.stream} of ${key}`).catch(() => undefined);
  }

  return {
    follow(call, frames, stored) {
      for (const connection of connectionsOf(call))
        for (const stream of STREAMS) {
          const isOwn = (frame: StreamFrame) =>
            frame.stream === stream && frame.connectionId === idOf(call, connection);
          followOne({ call, connection, stream }, frames.filter(isOwn), stored);
        }
    },
  };
}

const isOpen = (stream: Stream | null): stream is Stream => stream?.socket.readyState === WebSocket.OPEN;

const openingOf = (stream: Stream | null, url: string): Opening => {
  if (stream !== null) return 'there';
  return isSocketUrl(url) ? 'notThere' : 'invalidUrl';
};

/** The URL of a socket has no fragment: RFC 6455, section 3. */
const isSocketUrl = (url: string) => !url.includes('#');

/** Where a socket may be. */
interface Place {
  readonly call: Call;
  readonly connection: Connection;
  readonly stream: StreamKind;
}

const keyOf = (connectionId: string, stream: StreamKind) => `${connectionId} ${stream}`;

function wantedIn(place: Place): Wanted | null {
  const { call, connection, stream } = place;
  const begun = stream === 'words' ? beginningOfWords(call, connection) : beginningOfAudio(connection);
  if (begun === null || !isLive(connection)) return null;
  return { connectionId: idOf(call, connection), correlationId: call.correlationId, stream, ...begun };
}

function beginningOfWords(call: Call, connection: Connection) {
  const { url, locale, subscription = null } = connection.transcription ?? {};
  if (url === undefined || subscription === null) return null;
  const { correlationId } = call;
  const callConnectionId = idOf(call, connection);
  const transcriptionMetadata = { subscriptionId: subscription.id, locale, callConnectionId, correlationId };
  const begins = { kind: 'TranscriptionMetadata', transcriptionMetadata };
  return { url, subscriptionId: subscription.id, begins };
}

function beginningOfAudio({ streaming }: Connection) {
  const { url, sampleRate = 0, subscription = null } = streaming ?? {};
  if (url === undefined || subscription === null) return null;
  const length = frameBytes(sampleRate);
  const audioMetadata = { subscriptionId: subscription.id, encoding: 'PCM', sampleRate, channels: 1, length };
  return { url, subscriptionId: subscription.id, begins: { kind: 'AudioMetadata', audioMetadata } };
}

/** Null when nobody answers there, or refuses. */
async function connect(options: CallStreamsOptions, wanted: Wanted): Promise<Stream | null> {
  const { connectionId, stream, url, begins } = wanted;
  if (!isSocketUrl(url)) return null;
  const way = { service: CALL_STREAMS, path: new URL(url).pathname };
  const socket = await openUnder(options, way, wanted);
  if (socket === null) return null;
  const line = disturbedLine(socket, options, way);
  hearUnder(socket, options, way, (message) => options.onMessage(connectionId, stream, message));
  await send(line, begins);
  return { socket, line };
}

async function openUnder(options: CallStreamsOptions, way: Way, wanted: Wanted): Promise<WebSocket | null> {
  const rule = options.faults?.hit(way.service, `CONNECT ${way.path}`);
  // A connection cannot be opened twice.
  const hit = rule?.kind === 'duplicate' ? undefined : rule;
  let opened: WebSocket | null = null;
  const open = async () => (opened = await openSocket(options, wanted));
  const answer = await actUnder<WebSocket | null>(hit, open, () => null);
  if (answer !== BROKEN && answer !== NEVER) return answer;
  (opened as WebSocket | null)?.terminate();
  return null;
}

async function openSocket(options: CallStreamsOptions, wanted: Wanted): Promise<WebSocket | null> {
  const seconds = Math.floor(options.clock.now() / 1000);
  const { immutableResourceId: aud, callbackIssuer: iss } = options;
  const times = { nbf: seconds, iat: seconds, exp: seconds + TOKEN_SECONDS };
  const authorization = `Bearer ${await options.signCallback({ iss, aud, ...times })}`;
  const { connectionId, correlationId, url } = wanted;
  const headers = { authorization, 'x-ms-call-connection-id': connectionId, 'x-ms-call-correlation-id': correlationId };
  const socket = new WebSocket(url, { headers, handshakeTimeout: PATIENCE_MS });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket)).on('error', () => resolve(null));
  });
}

const send = (line: Line, frame: object): Promise<void> =>
  new Promise((resolve) => line.send(JSON.stringify(frame), resolve));
