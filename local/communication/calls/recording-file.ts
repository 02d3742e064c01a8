import type { Recording } from './recording-state';
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

/** Undefined while it goes on. */
export function filesOf(call: Call, recording: Recording): RecordingFiles | undefined {
  const { startedAt, stoppedAt } = recording;
  if (stoppedAt === null) return undefined;
  const channels = recording.channelType === 'unmixed' ? 2 : 1;
  return { lengthMs: stoppedAt - startedAt, channels, metadata: metadataOf(call, recording, channels) };
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
    participants: call.legs
      .filter(({ joinedAt }) => joinedAt !== null)
      .map(({ rawId }, channel) => ({ participantId: rawId, ...(channels > 1 && { channel }) })),
  };
}

/** A WAV file (PCM, 16 kHz, 16 bit) of silence, as long as the recording up to a minute; two channels of it when each side is apart. */
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
