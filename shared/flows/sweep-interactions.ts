import { messageOf } from '../core/lib/message-of';
import type { Due } from '../ports/interaction-store';
import type { Deps } from './lib/deps';
import { dueActs, settleInteraction } from './settle-interaction';

/** Whoever holds a claim ends with it; a little later nobody is at it any more. */
const SLACK_MS = 5_000;

/**
 * Does again what is undone in interactions whose handler died and whose orchestration did not see to it. A claim runs out
 * once, so an interaction is looked at once for each step; what is to be repeated later has a claim of its own.
 */
export async function sweepInteractions(deps: Deps): Promise<void> {
  const to = deps.clock.now() - SLACK_MS;
  let unsettledSince: number | null = null;
  for (const due of await deps.interactions.claimedUntil(await deps.interactions.sweptTo(), to)) {
    if (!(await settled(deps, due))) unsettledSince ??= due.dueAt;
  }
  // Kept last: a crash before it looks at the same claims again, and what is done is done.
  await deps.interactions.putSweptTo(unsettledSince ?? to);
}

/** One that cannot be settled must not keep the others waiting; it is looked at again. */
async function settled(deps: Deps, { ref }: Due): Promise<boolean> {
  try {
    const stored = await deps.interactions.load(ref);
    if (stored === undefined || stored.openActs.length === 0) return true;
    if (dueActs(deps, stored).length > 0) {
      await settleInteraction(deps, ref);
      return true;
    }
    // What was due is done, and what is open is claimed for longer: the snapshot shall say when to look.
    return (await deps.interactions.save({ ...stored, events: [] }, stored.etag)).kind === 'saved';
  } catch (error) {
    deps.log.error('interaction not settled', { interactionId: ref.interactionId, why: messageOf(error) });
    return false;
  }
}
