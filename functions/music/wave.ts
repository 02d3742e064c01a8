/** Call Automation plays WAV files of 16 kHz, 16 bit, one channel. */
const RATE = 16_000;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;
const LOUDNESS = 0.12;

/** Chords of a slow progression (C, A minor, F, G), as frequencies in Hz. */
const CHORDS: readonly (readonly number[])[] = [
  [261.63, 329.63, 392.0],
  [220.0, 261.63, 329.63],
  [174.61, 220.0, 261.63],
  [196.0, 246.94, 293.66],
];
const CHORD_SECONDS = 4;
/** Each tone swells and fades, so that one chord flows into the next and the end into the beginning. */
const FADE_SECONDS = 1.5;

/** Once through all chords: repeated without a click by whoever loops it. */
export const ROUND_SECONDS = CHORDS.length * CHORD_SECONDS;

/** Calm music of a length, made here: no recording whose rights somebody would have to hold. Its end fades. */
export function holdMusic(seconds = ROUND_SECONDS): Buffer {
  const samples = Math.round(seconds * RATE);
  const file = Buffer.alloc(HEADER_BYTES + samples * BYTES_PER_SAMPLE);
  writeHeader(file, samples * BYTES_PER_SAMPLE);
  for (let index = 0; index < samples; index += 1) {
    const fade = Math.min(1, (samples - index) / (FADE_SECONDS * RATE));
    const value = fade * sampleAt(index / RATE) * LOUDNESS * 0x7fff;
    file.writeInt16LE(Math.round(value), HEADER_BYTES + index * BYTES_PER_SAMPLE);
  }
  return file;
}

function sampleAt(seconds: number): number {
  const chord = CHORDS[Math.floor(seconds / CHORD_SECONDS) % CHORDS.length] ?? [];
  const within = seconds % CHORD_SECONDS;
  const swell = Math.min(1, within / FADE_SECONDS, (CHORD_SECONDS - within) / FADE_SECONDS);
  const tones = chord.map((frequency) => Math.sin(2 * Math.PI * frequency * within));
  return (swell * tones.reduce((sum, tone) => sum + tone, 0)) / Math.max(1, tones.length);
}

/** The header of a PCM file (RIFF, `fmt `, `data`). */
function writeHeader(file: Buffer, dataBytes: number): void {
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVE', 8, 'ascii');
  file.write('fmt ', 12, 'ascii');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(dataBytes, 40);
}
