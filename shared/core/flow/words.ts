import type { Channel } from '../lib/channel';

/** A text that is there in every channel and language of its flow; read it with `textFor`. */
export type CompiledText = ReadonlyMap<Channel, ReadonlyMap<string, string>>;

/** A skill with the least proficiency (1 to 10) an agent must have in it. */
export interface Requirement {
  readonly skillId: string;
  readonly minProficiency: number;
  /** Given up so long after the customer began to wait; absent: it holds on. */
  readonly forMs?: number;
}

/** What a waiting customer hears or reads, by channel and language. */
export interface CompiledTreatment {
  readonly music: string | null;
  readonly comfort: CompiledText;
  /** Null: as the channel does by default (callers every 30 s, written channels once). */
  readonly everyMs: number | null;
  readonly position: CompiledText | null;
  readonly wait: CompiledText | null;
  /** In place of `wait` for one minute; null: the same. */
  readonly waitOfOne: CompiledText | null;
}

/** What a caller hears instead of the read text: SSML, or a file by its URL or beside our own music. */
export type Spoken =
  | { readonly kind: 'ssml'; readonly ssml: string }
  | { readonly kind: 'audio'; readonly file: string };

/** {@link Spoken} in each language; null: the text is read. */
export type CompiledSpoken = ReadonlyMap<string, Spoken> | null;
