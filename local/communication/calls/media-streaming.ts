import { z } from 'zod';
import type { LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { isControlled } from './legs';
import type { Operation } from './operation';
import { establishedCall } from './participant-operations';
import { FRAME_MS, frameBytes, lengthOfPcm, soundOf } from './speech';
import { subscribe, unsubscribe } from './subscriptions';
import type { Leg } from './state';
import type { Turn } from './turn';
import { originOf, streamSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
const ACCEPTED: LocalResponse = { status: 202 };

/** The operations on audio streaming; its frames go out, and come in, by `call-streams.ts`. */
export function mediaStreamingRoutes(route: ToRoute, book: Book): Route[] {
  const post = (name: string, perform: (turn: Turn, body: z.infer<typeof streamSchema>) => void): Route =>
    route({
      method: 'POST',
      path: `/calling/callConnections/{id}:${name}`,
      body: streamSchema,
      perform: (request, body) =>
        book.change(establishedCall(book, request).id, (turn) => {
          perform(turn, body);
          return ACCEPTED;
        }),
    });
  return [
    post('startMediaStreaming', (turn, body) => subscribe(turn, 'audio', originOf(body))),
    post('stopMediaStreaming', (turn, body) => {
      unsubscribe(turn, 'audio', originOf(body));
      playNothing(turn);
    }),
  ];
}

/** The streaming of a call while it runs. */
function running({ call }: Turn) {
  const streaming = call.connection?.streaming;
  return streaming === undefined || streaming.subscription === null || !isControlled(call) ? undefined : streaming;
}

/** Somebody says something: how it sounds goes out, and a frame of the silence after it. Who is on hold or muted is not heard. */
export function streamSpeech(turn: Turn, leg: Leg, words: string): void {
  const streaming = running(turn);
  if (streaming === undefined || leg.muted || leg.hold !== null) return;
  const { sampleRate, channels } = streaming;
  const sound = soundOf(words, { sampleRate, perCharacterMs: turn.durations.perCharacterMs });
  [...sound, Buffer.alloc(frameBytes(sampleRate))].forEach((pcm, index) => {
    const audioData = {
      timestamp: new Date(turn.now + index * FRAME_MS).toISOString(),
      ...(channels === 'unmixed' && { participantRawID: leg.rawId }),
      data: pcm.toString('base64'),
      silent: index === sound.length,
    };
    turn.frames.push({ stream: 'audio', body: { kind: 'AudioData', audioData } });
  });
}

/** Somebody presses a key. */
export function streamKey(turn: Turn, key: string): void {
  if (running(turn)?.hasTones !== true) return;
  turn.frames.push({ stream: 'audio', body: { kind: 'DtmfData', dtmfData: { data: key } } });
}

/** As the SDK's `createOutboundAudioData` and `createOutboundStopAudioData` write it. */
const sentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audioData'), audioData: z.object({ data: z.base64() }) }),
  z.object({ kind: z.literal('stopAudio') }),
]);

/** What the app sends into the call is heard after what it sent before. What is not understood is nothing. */
export function hearApp(turn: Turn, message: string): void {
  const streaming = running(turn);
  const sent = sentSchema.safeParse(parsed(message));
  if (streaming?.isBidirectional !== true || !sent.success) return;
  if (sent.data.kind === 'stopAudio') {
    playNothing(turn);
    return;
  }
  const bytes = Buffer.from(sent.data.audioData.data, 'base64').length;
  streaming.playsUntil = (streaming.playsUntil ?? turn.now) + lengthOfPcm(bytes, streaming.sampleRate);
}

export function playNothing({ call: { connection } }: Turn): void {
  if (connection?.streaming !== undefined) connection.streaming.playsUntil = null;
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
