import type { InteractionRef } from '../../core/lib/ids';

/** How a delivery of an inbound event ended; all of these are acknowledged. */
export type Received =
  | { readonly kind: 'opened' | 'joined' | 'repeated'; readonly ref: InteractionRef }
  | { readonly kind: 'notOurs' }
  /** A call that is nobody's here: it rings no longer. */
  | { readonly kind: 'rejected' }
  /** By a word of our own, outside of any interaction. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'onlyStored'; readonly ref: InteractionRef };
