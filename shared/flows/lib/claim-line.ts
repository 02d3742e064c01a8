import { interactionIdOf, type InteractionId } from '../../core/lib/ids';
import type { ClosedOnLine, InboxHead, InboxKey } from '../../ports/inbox';
import type { Deps } from './deps';
import { FlowError } from './flow-error';

export type LineClaim =
  /** A new interaction was named; the caller creates it. */
  | { readonly kind: 'opened'; readonly interactionId: InteractionId; readonly continues: ClosedOnLine | null }
  /** The one that is open on the line. */
  | { readonly kind: 'joined'; readonly interactionId: InteractionId; readonly continues: null }
  /** The event belongs to one that closed. */
  | { readonly kind: 'repeated'; readonly interactionId: InteractionId; readonly continues: null };

export interface LineEvent {
  /** When it was sent, by its own word: the same in every repeat. */
  readonly sentAt: number;
  /** Whether this event is known to an interaction that closed. */
  readonly isRepeat: (interactionId: InteractionId) => Promise<boolean>;
}

/** Clocks of carriers differ from ours by less than this. */
const SKEW_MS = 10 * 60_000;
const ATTEMPTS = 10;

/**
 * Which interaction an event on a line belongs to. Two first texts at the same moment make one interaction: one names
 * it, the other finds it named. A late repeat of a closed one makes none.
 */
export async function claimLine(deps: Deps, key: InboxKey, event: LineEvent): Promise<LineClaim> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const head = await deps.inbox.head(key);
    const repeated = await closedOwner(head, event);
    if (repeated !== undefined) return { kind: 'repeated', interactionId: repeated.interactionId, continues: null };
    if (head?.open) return { kind: 'joined', interactionId: head.open.interactionId, continues: null };
    const interactionId = interactionIdOf(deps.ids.next());
    const fromAt = Math.min(deps.clock.now(), event.sentAt);
    const outcome = await deps.inbox.open(key, { interactionId, fromAt }, head);
    if (outcome === 'opened') return { kind: 'opened', interactionId, continues: head?.recent[0] ?? null };
  }
  throw new FlowError('contended', 'The line is claimed by too many at once.');
}

async function closedOwner(
  head: InboxHead | undefined,
  { sentAt, isRepeat }: LineEvent,
): Promise<ClosedOnLine | undefined> {
  for (const closed of head?.recent ?? []) {
    const inItsTime = sentAt >= closed.fromAt - SKEW_MS && sentAt <= closed.closedAt + SKEW_MS;
    if (inItsTime && (await isRepeat(closed.interactionId))) return closed;
  }
  return undefined;
}
