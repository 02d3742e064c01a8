/** Speech as it sounds here, where it is text: 16-bit PCM of one channel. */
export interface Sampling {
  /** Samples a second. */
  readonly sampleRate: number;
  /** How long a character lasts. */
  readonly perCharacterMs: number;
}

/** Azure sends fifty frames a second: https://learn.microsoft.com/azure/communication-services/concepts/call-automation/audio-streaming-concept. */
export const FRAME_MS = 20;
const BYTES_A_SAMPLE = 2;
const LOUDNESS = 8_000;
const LOWEST_HZ = 200;
const STEP_HZ = 20;

export const frameBytes = (sampleRate: number): number => (sampleRate * FRAME_MS * BYTES_A_SAMPLE) / 1000;
/** How long so much sound plays. */
export const lengthOfPcm = (bytes: number, sampleRate: number): number => (bytes / BYTES_A_SAMPLE / sampleRate) * 1000;

/** Each character is a tone of its own, so that whoever listens can tell words from others and from silence. The last frame is filled up. */
export function soundOf(words: string, { sampleRate, perCharacterMs }: Sampling): Buffer[] {
  const samples = Array.from(words).flatMap((character) => toneOf(character, { sampleRate, perCharacterMs }));
  const size = frameBytes(sampleRate);
  const count = Math.ceil((samples.length * BYTES_A_SAMPLE) / size);
  const pcm = Buffer.alloc(count * size);
  samples.forEach((sample, index) => pcm.writeInt16LE(sample, index * BYTES_A_SAMPLE));
  return Array.from({ length: count }, (_, index) => pcm.subarray(index * size, (index + 1) * size));
}

function toneOf(character: string, { sampleRate, perCharacterMs }: Sampling): number[] {
  if (/\s/u.test(character)) return Array<number>((sampleRate * perCharacterMs) / 1000).fill(0);
  const hz = LOWEST_HZ + STEP_HZ * ((character.codePointAt(0) ?? 0) % 128);
  return Array.from({ length: Math.round((sampleRate * perCharacterMs) / 1000) }, (_, index) =>
    Math.round(LOUDNESS * Math.sin((2 * Math.PI * hz * (index + 1)) / sampleRate)),
  );
}
