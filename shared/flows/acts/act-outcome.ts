import type { CallResult } from '../../ports/channels';
import type { StoredInteraction } from '../../ports/interaction-store';

/** What became of an act. `refs` are kept with the interaction; `next` is done once the outcome is recorded. */
export type ActOutcome =
  | { readonly kind: 'done'; readonly refs?: Readonly<Record<string, string>>; readonly next?: () => Promise<unknown> }
  /**
   * Done, and followed at once by a change of the interaction, whose write records it; null when nothing changed. After a
   * crash before that write it is done again.
   */
  | { readonly kind: 'carried'; readonly change: (known: StoredInteraction) => Promise<StoredInteraction | null> }
  /** Not now: tried again after a while, by whoever finds it. */
  | { readonly kind: 'later'; readonly why: string; readonly notBefore?: number };

/** Done, with nothing to keep and nothing to follow. */
export const DONE: ActOutcome = { kind: 'done' };

/** A call that is gone needs nothing more; a failure that may pass is tried again, another one is over. */
export function fromCall(
  result: CallResult,
  refKey: string | null,
  next?: { gone?: () => Promise<unknown>; failed?: () => Promise<unknown> },
): ActOutcome {
  switch (result.kind) {
    case 'done':
      return refKey === null || result.ref === null ? DONE : { kind: 'done', refs: { [refKey]: result.ref } };
    case 'gone':
      return next?.gone ? { kind: 'done', next: next.gone } : DONE;
    case 'failed':
      if (result.retryable) return { kind: 'later', why: result.detail };
      return next?.failed ? { kind: 'done', next: next.failed } : DONE;
  }
}
