import { WebSocket } from 'ws';
import type { Clock } from '../../kit/clock';
import type { Work } from '../../kit/work';
import type { CallbackClaims } from './deliver';
import { isControlled } from './legs';
import type { Call, Subscription, Transcription } from './state';
import type { WordFrame } from './turn';

/** Sockets that the words of calls go out by. Azure keeps no words either: what cannot be sent is lost. */
export interface WordStreams {
  /** Opens, feeds or closes the socket of a call as it stands now; `said` since it last stood. */
  follow(call: Call, said: readonly WordFrame[], stored: Promise<unknown>): void;
}

export interface WordStreamsOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly signCallback: (claims: CallbackClaims) => Promise<string>;
  readonly immutableResourceId: string;
  readonly callbackIssuer: string;
  /** Whether the first socket of a subscription could be opened. */
  readonly onOpened: (callId: string, subscriptionId: string, isThere: boolean) => void;
}

interface Open {
  readonly subscriptionId: string;
  readonly socket: Promise<WebSocket | null>;
}

/** The token of a socket lives a day. */
const TOKEN_SECONDS = 86_400;
const PATIENCE_MS = 10_000;

export function createWordStreams(options: WordStreamsOptions): WordStreams {
  const { work, onOpened } = options;
  const open = new Map<string, Open>();

  function close(callId: string): void {
    const known = open.get(callId);
    open.delete(callId);
    void known?.socket.then((socket) => socket?.close());
  }

  async function feed(call: Call, said: readonly WordFrame[]): Promise<void> {
    const { transcription, subscription } = wantedIn(call) ?? {};
    if (transcription === undefined || subscription === undefined) return;
    const known = open.get(call.id);
    if (known !== undefined && known.subscriptionId !== subscription.id) close(call.id);
    const stream = open.get(call.id) ?? {
      subscriptionId: subscription.id,
      socket: connect(options, call, transcription, subscription),
    };
    open.set(call.id, stream);
    const socket = await stream.socket;
    if (stream !== known) onOpened(call.id, subscription.id, socket !== null);
    if (socket === null || socket.readyState !== WebSocket.OPEN) {
      // Whatever is said next tries again.
      if (open.get(call.id) === stream) open.delete(call.id);
      return;
    }
    for (const frame of said) await send(socket, frame);
  }

  return {
    follow(call, said, stored) {
      if (call.connection?.transcription === undefined) return;
      const wanted = wantedIn(call);
      if (wanted === null) {
        if (open.has(call.id)) void stored.then(() => close(call.id)).catch(() => undefined);
        return;
      }
      if (said.length === 0 && open.get(call.id)?.subscriptionId === wanted.subscription.id) return;
      const seen = structuredClone(call);
      void work.run(() => stored.then(() => feed(seen, said)), `words of ${call.id}`).catch(() => undefined);
    },
  };
}

function wantedIn(call: Call): { transcription: Transcription; subscription: Subscription } | null {
  const transcription = call.connection?.transcription;
  const subscription = transcription?.subscription ?? null;
  return transcription === undefined || subscription === null || !isControlled(call)
    ? null
    : { transcription, subscription };
}

/** Null when nobody answers there, or refuses. */
async function connect(
  options: WordStreamsOptions,
  { id, correlationId }: Call,
  { url, locale }: Transcription,
  subscription: Subscription,
): Promise<WebSocket | null> {
  const seconds = Math.floor(options.clock.now() / 1000);
  const { immutableResourceId: aud, callbackIssuer: iss } = options;
  const times = { nbf: seconds, iat: seconds, exp: seconds + TOKEN_SECONDS };
  const authorization = `Bearer ${await options.signCallback({ iss, aud, ...times })}`;
  const headers = { authorization, 'x-ms-call-connection-id': id, 'x-ms-call-correlation-id': correlationId };
  const socket = new WebSocket(url, { headers, handshakeTimeout: PATIENCE_MS });
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true)).on('error', () => resolve(false));
  });
  if (!isThere) return null;
  const about = { subscriptionId: subscription.id, locale, callConnectionId: id, correlationId };
  await send(socket, { kind: 'TranscriptionMetadata', transcriptionMetadata: about });
  return socket;
}

const send = (socket: WebSocket, frame: object): Promise<void> =>
  new Promise((resolve) => socket.send(JSON.stringify(frame), () => resolve()));
