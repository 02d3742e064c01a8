import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { isLive } from './connections';
import type { Operation } from './operation';
import { connected } from './participant-operations';
import { reportStream, subscribe, subscriptionOf, unsubscribe } from './subscriptions';
import type { Leg, Subscription } from './state';
import type { Turn } from './turn';
import { originOf, streamSchema, transcriptionSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
const ACCEPTED: LocalResponse = { status: 202 };

/** The operations on live transcription; its words go out by `call-streams.ts`. */
export function transcriptionRoutes(route: ToRoute, book: Book): Route[] {
  const post = <T>(name: string, body: z.ZodType<T>, perform: (turn: Turn, body: T) => LocalResponse): Route =>
    route({
      method: 'POST',
      path: `/calling/callConnections/{id}:${name}`,
      body,
      perform: (request, parsed) => book.change(connected(book, request), (turn) => perform(turn, parsed)),
    });
  return [
    post('startTranscription', transcriptionSchema, start),
    post('stopTranscription', streamSchema, (turn, body) => {
      unsubscribe(turn, 'words', originOf(turn, body));
      return ACCEPTED;
    }),
    post('updateTranscription', transcriptionSchema, update),
  ];
}

function start(turn: Turn, body: z.infer<typeof transcriptionSchema>): LocalResponse {
  subscribe(turn, 'words', originOf(turn, body));
  const transcription = turn.call.connection?.transcription;
  if (transcription !== undefined && body.locale !== undefined) transcription.locale = body.locale;
  return ACCEPTED;
}

/** What is said from now on is in another language. */
function update(turn: Turn, body: z.infer<typeof transcriptionSchema>): LocalResponse {
  subscriptionOf(turn, 'words');
  const transcription = turn.call.connection?.transcription;
  if (transcription !== undefined && body.locale !== undefined) transcription.locale = body.locale;
  reportStream(turn, 'words', 'Updated', { origin: originOf(turn, body), details: 'transcriptionLocaleUpdated' });
  return ACCEPTED;
}

const TICKS_PER_MS = 10_000;
const CONFIDENCE = 0.93;

/** Somebody says something: it goes out as text while that is wanted. Who is on hold or muted is not heard. */
export function transcribe(turn: Turn, leg: Leg, words: string): void {
  const transcription = turn.call.connection?.transcription;
  const subscription = transcription?.subscription ?? null;
  if (subscription === null || leg.muted || leg.hold !== null || !isLive(turn.call.connection)) return;
  if (transcription?.isEager === true)
    for (const begun of beginningsOf(words)) recognized(turn, subscription, leg, { text: begun, as: 'Intermediate' });
  recognized(turn, subscription, leg, { text: words, as: 'Final' });
}

/** What was understood after each word but the last. */
function beginningsOf(words: string): string[] {
  const parts = words.split(/\s+/u);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(' '));
}

function recognized(
  { now, durations, frames }: Turn,
  { startedAt }: Subscription,
  leg: Leg,
  { text, as }: { readonly text: string; readonly as: 'Intermediate' | 'Final' },
): void {
  const transcriptionData = {
    text,
    format: 'display',
    confidence: CONFIDENCE,
    offset: (now - startedAt) * TICKS_PER_MS,
    duration: text.length * durations.perCharacterMs * TICKS_PER_MS,
    words: text.split(/\s+/u).map((word) => ({ text: word, offset: 0, duration: 0 })),
    participantRawID: leg.rawId,
    resultStatus: as,
  };
  frames.push({ stream: 'words', body: { kind: 'TranscriptionData', transcriptionData } });
}
