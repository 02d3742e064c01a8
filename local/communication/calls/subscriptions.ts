import { randomUUID } from 'node:crypto';
import { connectionBy, idOf } from './connections';
import type { Origin } from './origin';
import { Refused, RESULTS, type Result } from './results';
import type { Connection, MediaStreaming, Subscription, Transcription } from './state';
import { because, report, STREAMS, type StreamKind, type Turn } from './turn';

/** How the words and the audio of a call are named in what is told of them. */
const NAMES = {
  words: {
    event: 'Transcription',
    state: 'transcription',
    update: 'transcriptionUpdate',
    about: {},
    noSocket: RESULTS.noSocketOfWords,
  },
  audio: {
    noSocket: RESULTS.noSocketOfAudio,
    event: 'MediaStreaming',
    state: 'mediaStreaming',
    update: 'mediaStreamingUpdate',
    about: { contentType: 'Audio' },
  },
} as const;

/** Where a connection's words or audio go; nowhere unless that was asked for when it was set up. */
const wantedOf = (
  connection: Connection | null | undefined,
  stream: StreamKind,
): Transcription | MediaStreaming | undefined =>
  stream === 'words' ? connection?.transcription : connection?.streaming;

function configured({ call, via }: Turn, stream: StreamKind): Transcription | MediaStreaming {
  const wanted = wantedOf(connectionBy(call, via), stream);
  if (wanted !== undefined) return wanted;
  throw new Refused(400, '8522', `${NAMES[stream].event} was not configured when the call was set up.`);
}

/** Its socket is opened next; the first time that succeeds, or does not, is told. */
export function subscribe(turn: Turn, stream: StreamKind, origin: Origin): void {
  begin(turn, configured(turn, stream), stream, origin);
}

function begin(turn: Turn, wanted: Transcription | MediaStreaming, stream: StreamKind, origin: Origin): void {
  if (wanted.subscription !== null) throw new Refused(412, '8583', `${NAMES[stream].event} is already started.`);
  wanted.subscription = { id: randomUUID(), origin, startedAt: turn.now, isOpen: false };
}

export function unsubscribe(turn: Turn, stream: StreamKind, origin: Origin): void {
  subscriptionOf(turn, stream);
  configured(turn, stream).subscription = null;
  reportStream(turn, stream, 'Stopped', { origin, details: 'subscriptionStopped' });
}

/** What runs now; refused where nothing does. */
export function subscriptionOf(turn: Turn, stream: StreamKind): Subscription {
  const { subscription } = configured(turn, stream);
  if (subscription === null) throw new Refused(412, '8583', `${NAMES[stream].event} is not started.`);
  return subscription;
}

/** Starts whatever was to start with the connection. */
export function subscribeFromTheStart(turn: Turn, connection: Connection): void {
  const origin = { context: connection.context, callbackUri: null, connectionId: idOf(turn.call, connection) };
  for (const stream of STREAMS) {
    const wanted = wantedOf(connection, stream);
    if (wanted?.startsWithCall === true) begin(turn, wanted, stream, origin);
  }
}

/** How the first attempt to open a socket went. */
export type Opening = 'there' | 'notThere' | 'invalidUrl';

/** The socket was opened, or cannot be: only the first attempt of a subscription says so. */
export function opened(turn: Turn, stream: StreamKind, subscriptionId: string, how: Opening): void {
  const wanted = wantedOf(connectionBy(turn.call, turn.via), stream);
  const subscription = wanted?.subscription;
  if (wanted === undefined || subscription?.id !== subscriptionId || subscription.isOpen) return;
  const { origin } = subscription;
  const failure = failureOf(turn, stream, how);
  if (failure === undefined) {
    subscription.isOpen = true;
    reportStream(turn, stream, 'Started', { origin, details: 'subscriptionStarted' });
    return;
  }
  wanted.subscription = null;
  reportStream(turn, stream, 'Failed', { origin, ...failure });
}

interface Failure {
  readonly why: Result;
  readonly details: string;
}

function failureOf(turn: Turn, stream: StreamKind, how: Opening): Failure | undefined {
  switch (how) {
    case 'notThere':
      return { why: NAMES[stream].noSocket, details: 'initialWebSocketConnectionFailed' };
    case 'invalidUrl':
      return { why: RESULTS.invalidUrl, details: 'badRequest' };
    case 'there': {
      const why = stream === 'words' ? turn.setback('startTranscription', true) : undefined;
      return why && { why, details: detailsOf(why) };
    }
    default:
      return how satisfies never;
  }
}

/** As the vendor's clients name them. */
function detailsOf({ message }: Result): string {
  return DETAILS.find(([why]) => why.message === message)?.[1] ?? 'unspecifiedError';
}

const DETAILS = [
  [RESULTS.aiBadRequest, 'badRequest'],
  [RESULTS.aiUnauthorized, 'authenticationFailure'],
  [RESULTS.aiForbidden, 'forbidden'],
  [RESULTS.aiTimedOut, 'serviceTimeout'],
  [RESULTS.aiBusy, 'tooManyRequests'],
  [RESULTS.transcriptionShutDown, 'serviceShutdown'],
] as const;

export function reportStream(
  turn: Turn,
  stream: StreamKind,
  how: 'Started' | 'Stopped' | 'Failed' | 'Updated',
  { origin, details, why = RESULTS.done }: { readonly origin: Origin; readonly details: string; readonly why?: Result },
): void {
  const { event, state, update, about } = NAMES[stream];
  report(turn, `${event}${how}`, origin, {
    [update]: { ...about, [`${state}Status`]: `${state}${how}`, [`${state}StatusDetails`]: details },
    ...because(why),
  });
}

/** How the properties of a call show what goes out of it. */
export function wireSubscriptions(connection: Connection | null) {
  const state = (subscription: Subscription | null) => ({
    ...(subscription && { id: subscription.id }),
    state: subscription === null ? 'inactive' : 'active',
  });
  const { transcription, streaming } = connection ?? {};
  return {
    transcriptionSubscription: transcription && {
      ...state(transcription.subscription),
      subscribedResultStates: transcription.isEager === true ? ['intermediate', 'final'] : ['final'],
      locale: transcription.locale,
    },
    mediaStreamingSubscription: streaming && { ...state(streaming.subscription), subscribedContentTypes: ['audio'] },
  };
}
