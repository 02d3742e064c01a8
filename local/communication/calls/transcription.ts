import type { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { connectionBy, connectionsOf, idOf, isLive } from './connections';
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
  speakFromNowOn(turn, body.locale);
  return ACCEPTED;
}

function speakFromNowOn({ call, via }: Turn, locale: string | undefined): void {
  const transcription = connectionBy(call, via)?.transcription;
  if (transcription !== undefined && locale !== undefined) transcription.locale = locale;
}

/** What is said from now on is in another language. */
function update(turn: Turn, body: z.infer<typeof transcriptionSchema>): LocalResponse {
  subscriptionOf(turn, 'words');
  speakFromNowOn(turn, body.locale);
  reportStream(turn, 'words', 'Updated', { origin: originOf(turn, body), details: 'transcriptionLocaleUpdated' });
  return ACCEPTED;
}

const TICKS_PER_MS = 10_000;
const CONFIDENCE = 0.93;

/** Somebody says something: it goes out as text to whoever wants it. Who is on hold or muted is not heard. */
export function transcribe(turn: Turn, leg: Leg, words: string): void {
  if (leg.muted || leg.hold !== null) return;
  for (const connection of connectionsOf(turn.call).filter(isLive)) {
    const { subscription = null, isEager = false } = connection.transcription ?? {};
    if (subscription === null) continue;
    const to = { subscription, connectionId: idOf(turn.call, connection) };
    if (isEager)
      for (const begun of beginningsOf(words)) recognized(turn, to, leg, { text: begun, as: 'Intermediate' });
    recognized(turn, to, leg, { text: words, as: 'Final' });
  }
}

/** What was understood after each word but the last. */
function beginningsOf(words: string): string[] {
  const parts = words.split(/\s+/u);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(' '));
}

function recognized(
  { now, durations, frames }: Turn,
  { subscription, connectionId }: { readonly subscription: Subscription; readonly connectionId: string },
  leg: Leg,
  { text, as }: { readonly text: string; readonly as: 'Intermediate' | 'Final' },
): void {
  const transcriptionData = {
    text,
    format: 'display',
    confidence: CONFIDENCE,
    offset: (now - subscription.startedAt) * TICKS_PER_MS,
    duration: text.length * durations.perCharacterMs * TICKS_PER_MS,
    words: text.split(/\s+/u).map((word) => ({ text: word, offset: 0, duration: 0 })),
    participantRawID: leg.rawId,
    resultStatus: as,
  };
  frames.push({ stream: 'words', connectionId, body: { kind: 'TranscriptionData', transcriptionData } });
}
