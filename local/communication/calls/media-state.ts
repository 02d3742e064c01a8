import type { RawId } from './identifiers';
import type { Origin } from './origin';

export type Source =
  | { readonly kind: 'text'; readonly text: string; readonly language: string | null }
  | { readonly kind: 'file'; readonly uri: string };

/** What Call Automation does with sound in a call: one at a time for each listener, the others wait. */
export type MediaOperation = Play | Recognize;

/** Sources that are heard one after another. */
export interface Playlist {
  readonly sources: readonly Source[];
  /** Which of them is heard now. */
  index: number;
}

export interface Play {
  readonly kind: 'play';
  readonly origin: Origin;
  /** What is heard now. */
  source: Source;
  /** Absent where there is one source alone. */
  readonly playlist?: Playlist;
  readonly loop: boolean;
  readonly to: 'all' | readonly RawId[];
  started: boolean;
  /** When the source ends; null while it waits, or loops alone. */
  endsAt: number | null;
}

export interface Choice {
  readonly label: string;
  readonly phrases: readonly string[];
  readonly tone: string | null;
}

export interface Recognize {
  readonly kind: 'recognize';
  readonly origin: Origin;
  readonly input: 'dtmf' | 'speech' | 'speechOrDtmf' | 'choices';
  readonly to: readonly RawId[];
  /** What is heard now. */
  prompt: Source | null;
  /** Absent where the prompt is one source alone. */
  readonly playlist?: Playlist;
  readonly interruptPrompt: boolean;
  readonly initialSilenceMs: number;
  readonly interToneMs: number;
  readonly endSilenceMs: number;
  readonly maxTones: number | null;
  readonly stopTones: readonly string[];
  readonly choices: readonly Choice[];
  phase: 'waiting' | 'prompting' | 'listening';
  /** When the prompt ends, or when the listening has lasted too long. */
  endsAt: number | null;
  readonly tones: string[];
  words: string;
}
