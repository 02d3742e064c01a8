import type { Signal } from '../core/interaction/acts';
import type { Phase } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';

/** What an orchestration begins with. It looks when nothing is told before `checkAt`; null looks at once. */
export interface Begun extends InteractionRef {
  readonly checkAt: number | null;
}

/** What an orchestration is told, and by when something else must have happened. */
export interface Told {
  readonly signal: Signal;
  readonly stage: Phase['name'];
  readonly checkAt: number;
}

/** The durable owner of each interaction. */
export interface Orchestrations {
  /** Starting one that runs is nothing. */
  start(begun: Begun): Promise<void>;
  /** Telling one that is over is nothing. */
  tell(ref: InteractionRef, told: Told): Promise<void>;
}

/** What an orchestration does after looking: end, or look again at that instant unless told something before. */
export type Settled =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly stage: string; readonly checkAt: number };
