import { z } from 'zod';
import { connectionsOf, idOf, isLive } from './connections';
import { FRAME_MS, frameBytes, lengthOfPcm, soundOf } from './speech';
import type { Leg, MediaStreaming } from './state';
import type { Turn } from './turn';

/** Streaming that runs, and by whose socket. */
interface Running {
  readonly connectionId: string;
  readonly streaming: MediaStreaming;
}

function running({ call }: Turn): Running[] {
  return connectionsOf(call).flatMap((connection) => {
    const { streaming } = connection;
    if (!isLive(connection) || streaming === undefined || streaming.subscription === null) return [];
    return [{ connectionId: idOf(call, connection), streaming }];
  });
}

/** Somebody says something: how it sounds goes out, and a frame of the silence after it. Who is on hold or muted is not heard. */
export function streamSpeech(turn: Turn, leg: Leg, words: string): void {
  if (!leg.muted && leg.hold === null) for (const to of running(turn)) streamTo(turn, to, leg, words);
}

function streamTo(turn: Turn, { connectionId, streaming }: Running, leg: Leg, words: string): void {
  const { sampleRate, channels } = streaming;
  const sound = soundOf(words, { sampleRate, perCharacterMs: turn.durations.perCharacterMs });
  [...sound, Buffer.alloc(frameBytes(sampleRate))].forEach((pcm, index) => {
    const audioData = {
      timestamp: new Date(turn.now + index * FRAME_MS).toISOString(),
      ...(channels === 'unmixed' && { participantRawID: leg.rawId }),
      data: pcm.toString('base64'),
      silent: index === sound.length,
    };
    turn.frames.push({ stream: 'audio', connectionId, body: { kind: 'AudioData', audioData } });
  });
}

/** Somebody presses a key. */
export function streamKey(turn: Turn, key: string): void {
  for (const { connectionId, streaming } of running(turn))
    if (streaming.hasTones)
      turn.frames.push({ stream: 'audio', connectionId, body: { kind: 'DtmfData', dtmfData: { data: key } } });
}

/** As the SDK's `createOutboundAudioData` and `createOutboundStopAudioData` write it. */
const sentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audioData'), audioData: z.object({ data: z.base64() }) }),
  z.object({ kind: z.literal('stopAudio') }),
]);

/** What the app sends into the call is heard after what it sent before. What is not understood is nothing. */
export function hearApp(turn: Turn, message: string): void {
  const streaming = running(turn).find(({ connectionId }) => connectionId === turn.via)?.streaming;
  const sent = sentSchema.safeParse(parsed(message));
  if (streaming?.isBidirectional !== true || !sent.success) return;
  if (sent.data.kind === 'stopAudio') {
    playNothing(streaming);
    return;
  }
  const bytes = Buffer.from(sent.data.audioData.data, 'base64').length;
  streaming.playsUntil = (streaming.playsUntil ?? turn.now) + lengthOfPcm(bytes, streaming.sampleRate);
}

export function playNothing(streaming: MediaStreaming | undefined): void {
  if (streaming !== undefined) streaming.playsUntil = null;
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
