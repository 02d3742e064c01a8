import type { Deps } from './lib/deps';
import { settleInteraction } from './settle-interaction';
import { messageOf } from '../core/lib/message-of';

/** A little after a claim runs out: whoever listed the acts is not at them any more. */
const UNDONE_FOR_MS = 35_000;
/** What a sweep does not reach, the next one does: oldest first. */
const AT_ONCE = 50;

/** Does again what is undone in interactions whose handler died and whose orchestration did not see to it. */
export async function sweepInteractions(deps: Deps): Promise<void> {
  const refs = await deps.interactions.withOpenActs(deps.clock.now() - UNDONE_FOR_MS, AT_ONCE);
  for (const ref of refs) {
    try {
      await settleInteraction(deps, ref);
    } catch (error) {
      // One that cannot be settled must not keep the others waiting.
      deps.log.error('interaction not settled', {
        interactionId: ref.interactionId,
        why: messageOf(error),
      });
    }
  }
}
