import type { InteractionRef } from '../core/lib/ids';
import type { Deps } from './lib/deps';
import { relayWaiting } from './relay-messages';
import { messageOf } from '../core/lib/message-of';

/** Whoever holds a claim ends with it; a little later nobody is at it any more. */
const SLACK_MS = 5_000;
/** After a longer outage, older texts would only astonish. */
const LONGEST_LOOK_MS = 24 * 60 * 60_000;

/**
 * Relays what a handler stored and did not relay before it died. An event comes again by itself; a text of an agent, which
 * Teams delivers once, does not. Every claim is looked at once, when it ran out.
 */
export async function sweepMessages(deps: Deps): Promise<void> {
  const to = deps.clock.now() - SLACK_MS;
  const from = Math.max(await deps.messages.sweptTo(), to - LONGEST_LOOK_MS);
  let failed = 0;
  for (const ref of await deps.messages.undelivered(from, to)) failed += (await relay(deps, ref)) ? 0 : 1;
  // Kept last: a crash before it looks at the same claims again, and what is relayed has a delivery.
  if (failed === 0) await deps.messages.putSweptTo(to);
}

/** One that fails must not keep the others waiting. */
async function relay(deps: Deps, ref: InteractionRef): Promise<boolean> {
  try {
    const stored = await deps.interactions.glance(ref);
    if (stored !== undefined) await relayWaiting(deps, stored);
    return true;
  } catch (error) {
    deps.log.error('messages not relayed', {
      interactionId: ref.interactionId,
      why: messageOf(error),
    });
    return false;
  }
}
