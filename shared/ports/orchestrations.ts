import type { Signal } from '../core/interaction/acts';
import type { InteractionRef } from '../core/lib/ids';

/** The durable owner of each interaction. */
export interface Orchestrations {
  /** Starting one that runs is nothing. */
  start(ref: InteractionRef): Promise<void>;
  /** Telling one that is over is nothing. */
  tell(ref: InteractionRef, signal: Signal): Promise<void>;
}

/** What an orchestration does after looking: end, or look again at that instant unless told something before. */
export type Settled =
  { readonly kind: 'closed' } | { readonly kind: 'open'; readonly stage: string; readonly checkAt: number };
