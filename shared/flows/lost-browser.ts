import type { ConversationTimings } from '../core/config/compiled';
import { quietFrom, type Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import type { Deps } from './lib/deps';
import { leaveInteraction } from './leave-interaction';

/**
 * When the customer of a chat counts as gone because their page gives no sign of life (design §5); null where nobody would
 * know, or nothing depends on it. Closing a tab is not leaving: they may come back until then.
 */
export async function lostBrowserAt(deps: Deps, { facts, phase }: Interaction): Promise<number | null> {
  if (facts.channel !== 'chat') return null;
  const { config } = await deps.configs.live(facts.tenantId);
  const patienceMs = patienceFor(phase.name, config.conversation.chat);
  if (patienceMs === null) return null;
  const seenAt = await deps.chatThreads.seenAt(facts.externalRef);
  if (seenAt === null) return null;
  return Math.max(seenAt, phase.name === 'active' ? quietFrom(phase) : 0) + patienceMs;
}

function patienceFor(phase: Interaction['phase']['name'], chat: ConversationTimings['chat']): number | null {
  switch (phase) {
    case 'queued':
    case 'alerting':
      return chat.leftWhileQueuedAfterMs;
    case 'active':
      return chat.leftWhileActiveAfterMs;
    case 'arriving':
    case 'selfService':
    case 'connecting':
    case 'parked':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return null;
  }
}

/** Ends a chat whose customer has gone silently. Answers when to look again; null when that is over or nobody would know. */
export async function leaveLostBrowser(
  deps: Deps,
  ref: InteractionRef,
  interaction: Interaction,
): Promise<number | null> {
  const goneAt = await lostBrowserAt(deps, interaction);
  if (goneAt === null || goneAt > deps.clock.now()) return goneAt;
  await leaveInteraction(deps, ref, 'customerLeft');
  return null;
}
