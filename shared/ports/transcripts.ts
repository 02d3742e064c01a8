import type { InteractionRef } from '../core/lib/ids';

/** Something that was said in a call, as speech recognition understood it. */
export interface Utterance {
  /** The same for every repeat of it. */
  readonly key: string;
  readonly speaker: Speaker;
  readonly text: string;
  /** When it had been said, by our clock: the platform's own counts are of no known origin. */
  readonly saidAt: number;
  readonly lengthMs: number;
}

/** `other`: somebody whom an agent brought in. */
export type Speaker =
  | { readonly kind: 'customer' }
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'other' };

/** What was said in calls. It lies beside the interaction and never collides with lifecycle writes. */
export interface Transcripts {
  /** Keeps it once. */
  append(ref: InteractionRef, utterance: Utterance): Promise<'kept' | 'repeated'>;
  /** What was said first comes first. */
  of(ref: InteractionRef): Promise<readonly Utterance[]>;
  /** Deletes all that was said. */
  remove(ref: InteractionRef): Promise<void>;
}
