import { MOST_CHANNELS, type Recording } from './recording-state';
import type { RawId } from './identifiers';
import type { Call } from './state';

/** A recording's file and what is told beside it. */
export interface RecordingFiles {
  readonly lengthMs: number;
  readonly channels: number;
  readonly metadata: object;
}

const BYTES_PER_MS = 32;
/** Nobody listens to more silence. */
const LONGEST_MS = 60_000;
const SAMPLE_RATE = 16_000;
const BITS = 16;
const RIFF_HEADER_BYTES = 44;

/** Undefined while it goes on, and where it never began. */
export function filesOf(call: Call, recording: Recording): RecordingFiles | undefined {
  const { startedAt, stoppedAt } = recording;
  if (stoppedAt === null || recording.hasNotBegun) return undefined;
  const people = recordedIn(call, { startedAt, stoppedAt });
  const places = recording.channelType === 'unmixed' ? channelsOf(people, recording.affinity ?? {}) : undefined;
  const channels = places === undefined ? 1 : Math.max(0, ...places.values()) + 1;
  const participants = people.map((participantId) => {
    const channel = places?.get(participantId);
    return { participantId, ...(channel !== undefined && { channel }) };
  });
  const metadata = { ...metadataOf(call, recording, channels), participants };
  return { lengthMs: stoppedAt - startedAt, channels, metadata };
}

/** Who was in the call meanwhile, each once. */
function recordedIn({ legs }: Call, { startedAt, stoppedAt }: { startedAt: number; stoppedAt: number }): RawId[] {
  const present = legs.filter(
    ({ joinedAt, endedAt }) => joinedAt !== null && joinedAt <= stoppedAt && (endedAt ?? stoppedAt) >= startedAt,
  );
  return [...new Set(present.map(({ rawId }) => rawId))];
}

/** Whoever asked for a channel has it, the others those that are free; beyond the fifth nobody has one. */
function channelsOf(people: readonly RawId[], affinity: Readonly<Record<RawId, number>>): Map<RawId, number> {
  const asked = people.flatMap((rawId) => (affinity[rawId] === undefined ? [] : [[rawId, affinity[rawId]] as const]));
  const taken = new Set(asked.map(([, channel]) => channel));
  const free = Array.from({ length: MOST_CHANNELS }, (_, channel) => channel).filter((channel) => !taken.has(channel));
  const others = people.filter((rawId) => affinity[rawId] === undefined).slice(0, free.length);
  return new Map([...asked, ...others.map((rawId, n) => [rawId, free[n] ?? 0] as const)]);
}

/** https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording. */
function metadataOf(call: Call, recording: Recording, channels: number): object {
  const { id, startedAt, stoppedAt, contentType, channelType } = recording;
  return {
    callId: call.id,
    chunkDocumentId: id,
    chunkIndex: 0,
    chunkStartTime: new Date(startedAt).toISOString(),
    chunkDuration: (stoppedAt ?? startedAt) - startedAt,
    pauseResumeIntervals: [],
    recordingInfo: {
      ...{ contentType, channelType, format: 'wav' },
      audioConfiguration: { sampleRate: SAMPLE_RATE, bitRate: SAMPLE_RATE * BITS * channels, channels },
    },
  };
}

/** A WAV file (PCM, 16 kHz, 16 bit) of silence, as long as the recording up to a minute; a channel of it for each where they are apart. */
export function wavOf({ lengthMs, channels }: Pick<RecordingFiles, 'lengthMs' | 'channels'>): Buffer {
  const dataBytes = Math.min(lengthMs, LONGEST_MS) * BYTES_PER_MS * channels;
  const wav = Buffer.alloc(RIFF_HEADER_BYTES + dataBytes);
  wav.writeUInt32LE(dataBytes, 40);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(RIFF_HEADER_BYTES - 8 + dataBytes, 4);
  wav.write('WAVE', 8);
  wav.write('fmt ', 12);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2 * channels, 28);
  wav.writeUInt16LE(2 * channels, 32);
  wav.writeUInt16LE(BITS, 34);
  wav.write('data', 36);
  return wav;
}
