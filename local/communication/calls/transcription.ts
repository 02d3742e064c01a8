import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { isControlled } from './legs';
import type { Operation } from './operation';
import { establishedCall } from './participant-operations';
import { Refused, RESULTS } from './results';
import type { Call, Leg, Transcription } from './state';
import { because, report, type Turn } from './turn';
import { originOf, startTranscriptionSchema, stopTranscriptionSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
type StartBody = z.infer<typeof startTranscriptionSchema>;
const ACCEPTED: LocalResponse = { status: 202 };

/** The operations on live transcription; its words go out by `word-streams.ts`. */
export function transcriptionRoutes(route: ToRoute, book: Book): Route[] {
  const post = <T>(name: string, body: z.ZodType<T>, perform: (turn: Turn, body: T) => LocalResponse): Route =>
    route({
      method: 'POST',
      path: `/calling/callConnections/{id}:${name}`,
      body,
      perform: (request, parsed) => book.change(establishedCall(book, request).id, (turn) => perform(turn, parsed)),
    });
  return [
    post('startTranscription', startTranscriptionSchema, start),
    post('stopTranscription', stopTranscriptionSchema, stop),
  ];
}

/** It has to be asked for when the call is answered or made. */
function transcriptionOf({ connection }: Call): Transcription {
  if (connection?.transcription !== undefined) return connection.transcription;
  throw new Refused(400, '8522', 'Transcription was not configured when the call was set up.');
}

function start(turn: Turn, body: StartBody): LocalResponse {
  const transcription = transcriptionOf(turn.call);
  if (transcription.subscription !== null) throw new Refused(400, '8583', 'Transcription is already started.');
  transcription.locale = body.locale ?? transcription.locale;
  transcription.subscription = { id: randomUUID(), origin: originOf(body), startedAt: turn.now, isOpen: false };
  return ACCEPTED;
}

function stop(turn: Turn, body: z.infer<typeof stopTranscriptionSchema>): LocalResponse {
  const transcription = transcriptionOf(turn.call);
  if (transcription.subscription === null) throw new Refused(400, '8583', 'Transcription is not started.');
  transcription.subscription = null;
  reportTranscription(turn, 'Stopped', originOf(body), 'subscriptionStopped');
  return ACCEPTED;
}

/** The socket was opened, or cannot be: only the first attempt of a subscription says so. */
export function opened(turn: Turn, subscriptionId: string, isThere: boolean): void {
  const transcription = turn.call.connection?.transcription;
  const subscription = transcription?.subscription;
  if (transcription === undefined || subscription?.id !== subscriptionId || subscription.isOpen) return;
  if (isThere) {
    subscription.isOpen = true;
    reportTranscription(turn, 'Started', subscription.origin, 'subscriptionStarted');
    return;
  }
  transcription.subscription = null;
  reportTranscription(turn, 'Failed', subscription.origin, 'initialWebSocketConnectionFailed');
}

function reportTranscription(
  turn: Turn,
  how: 'Started' | 'Stopped' | 'Failed',
  origin: Parameters<typeof report>[2],
  transcriptionStatusDetails: string,
): void {
  const transcriptionStatus = `transcription${how}`;
  report(turn, `Transcription${how}`, origin, {
    transcriptionUpdate: { transcriptionStatus, transcriptionStatusDetails },
    ...because(how === 'Failed' ? RESULTS.noSocket : RESULTS.done),
  });
}

const TICKS_PER_MS = 10_000;
const CONFIDENCE = 0.93;

/** Somebody says something: it goes out as text while that is wanted. Who is on hold or muted is not heard. */
export function transcribe(turn: Turn, leg: Leg, words: string): void {
  const subscription = turn.call.connection?.transcription?.subscription ?? null;
  if (subscription === null || leg.muted || leg.hold !== null || !isControlled(turn.call)) return;
  const durationMs = words.length * turn.durations.perCharacterMs;
  turn.said.push({
    kind: 'TranscriptionData',
    transcriptionData: {
      text: words,
      format: 'display',
      confidence: CONFIDENCE,
      offset: (turn.now - subscription.startedAt) * TICKS_PER_MS,
      duration: durationMs * TICKS_PER_MS,
      words: words.split(/\s+/u).map((text) => ({ text, offset: 0, duration: 0 })),
      participantRawID: leg.rawId,
      resultStatus: 'Final',
    },
  });
}
