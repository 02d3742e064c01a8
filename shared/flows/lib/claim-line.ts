import { interactionIdOf, type InteractionId } from '../../core/lib/ids';
import type { ClosedOnLine, InboxKey } from '../../ports/inbox';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Deps } from './deps';
import { FlowError } from './flow-error';
import { isOverForCustomer } from './leave-line';
import type { RememberedLine } from './line-memory';

/** To which interaction an event belongs. */
export type LineClaim =
  /** A new interaction was named; the caller creates it. */
  | { readonly kind: 'opened'; readonly interactionId: InteractionId; readonly continues: ClosedOnLine | null }
  /** The one that is open on the line. */
  | {
      readonly kind: 'joined';
      readonly interactionId: InteractionId;
      readonly continues: null;
      /** As it was seen just now, if it was. */
      readonly seen: SeenInteraction | null;
    }
  /** The event belongs to one that closed. */
  | { readonly kind: 'repeated'; readonly interactionId: InteractionId; readonly continues: null };

/** Something that came in on a line. */
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
  const joined = await joinRemembered(deps, key, event);
  if (joined !== undefined) return joined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const head = await deps.inbox.head(key);
    const repeated = await closedOwner(head, event);
    if (repeated !== undefined) return { kind: 'repeated', interactionId: repeated.interactionId, continues: null };
    if (head?.open) {
      deps.lines.keep(key, head);
      return { kind: 'joined', interactionId: head.open.interactionId, continues: null, seen: null };
    }
    const interactionId = interactionIdOf(deps.ids.next());
    const fromAt = Math.min(deps.clock.now(), event.sentAt);
    const outcome = await deps.inbox.open(key, { interactionId, fromAt }, head);
    if (outcome === 'opened') deps.lines.keep(key, { open: { interactionId, fromAt }, recent: head?.recent ?? [] });
    if (outcome === 'opened') return { kind: 'opened', interactionId, continues: head?.recent[0] ?? null };
  }
  throw new FlowError('contended', 'The line is claimed by too many at once.');
}

/** An interaction leaves its line when it is over for its customer, and not before: one that is not is what the inbox would name. */
async function joinRemembered(deps: Deps, key: InboxKey, event: LineEvent): Promise<LineClaim | undefined> {
  const line = deps.lines.recall(key);
  if (!line?.open || (await closedOwner(line, event)) !== undefined) return undefined;
  const { interactionId } = line.open;
  const seen = await deps.interactions.glance({ tenantId: key.tenantId, interactionId });
  if (seen === undefined || isOverForCustomer(seen.interaction)) return undefined;
  return { kind: 'joined', interactionId, continues: null, seen };
}

async function closedOwner(
  head: RememberedLine | undefined,
  { sentAt, isRepeat }: LineEvent,
): Promise<ClosedOnLine | undefined> {
  for (const closed of head?.recent ?? []) {
    const inItsTime = sentAt >= closed.fromAt - SKEW_MS && sentAt <= closed.closedAt + SKEW_MS;
    if (inItsTime && (await isRepeat(closed.interactionId))) return closed;
  }
  return undefined;
}
