import { z } from 'zod';
import { isLive } from './connections';
import { FRAME_MS, frameBytes, lengthOfPcm, soundOf } from './speech';
import type { Leg } from './state';
import type { Turn } from './turn';

/** The streaming of a call while it runs. */
function running({ call }: Turn) {
  const streaming = isLive(call.connection) ? call.connection.streaming : undefined;
  return streaming === undefined || streaming.subscription === null ? undefined : streaming;
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
