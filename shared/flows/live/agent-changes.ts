import type { InteractionChange } from '../../contracts/events/live-feed';
import { liveOffers } from '../../core/interaction/phases';
import type { Interaction } from '../../core/interaction/state';
import { agentIdOf, type AgentId, type InteractionRef } from '../../core/lib/ids';
import type { Offer } from '../../core/routing/state';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { MessageWithDelivery } from '../../ports/message-store';
import { agentWork } from '../agents/agent-work';
import type { Deps } from '../lib/deps';

/** What one agent has to be told of an interaction. */
export interface AgentChange {
  readonly agentId: AgentId;
  readonly ref: InteractionRef;
  readonly stored: SeenInteraction;
  readonly offer: Readonly<Offer> | null;
  /** Whether it is in their hands; notes to be written count. */
  readonly isHeld: boolean;
  readonly messages: readonly MessageWithDelivery[];
}

/** Who has to be told what of a change: agents it is offered to or with, and those whom it has just left. */
export async function agentChanges(deps: Deps, change: InteractionChange): Promise<readonly AgentChange[]> {
  const { ref } = change;
  const stored =
    change.interaction === null ? await deps.interactions.glance(ref) : { interaction: change.interaction };
  if (stored === undefined) return [];
  const alerted = alertedOf(stored.interaction);
  const holders = holdersOf(stored.interaction);
  const agents = [...new Set([...change.agents, ...alerted, ...holders])];
  const messages = await messagesOf(deps, change, holders);
  return Promise.all(
    agents.map(async (agentId) => ({
      ...{ agentId, ref, stored },
      offer: alerted.includes(agentId) ? await offerTo(deps, ref, agentId) : null,
      isHeld: holders.includes(agentId),
      messages: messages(agentId),
    })),
  );
}

/** Agents who look at an offer of it. */
const alertedOf = ({ phase }: Interaction): readonly AgentId[] => liveOffers(phase).map(({ agentId }) => agentId);

/** Agents who have a part in it that is not done. */
export const holdersOf = ({ segments }: Interaction): readonly AgentId[] =>
  segments.filter(({ state }) => state.name !== 'done').map(({ agentId }) => agentIdOf(agentId));

/** Those that changed; all of them for an agent who has just taken it and knows none. */
async function messagesOf(
  deps: Deps,
  { ref, messages, acceptedBy }: InteractionChange,
  holders: readonly AgentId[],
): Promise<(agentId: AgentId) => readonly MessageWithDelivery[]> {
  const isNew = holders.some((agentId) => acceptedBy.includes(agentId));
  const all = isNew ? await deps.messages.list(ref) : [];
  const knowAlready = holders.some((agentId) => !acceptedBy.includes(agentId));
  // The feed brings them along: a list would cost the more the longer the conversation.
  const changed = knowAlready && messages.length > 0 ? await deps.messages.fromFeed(ref, messages) : [];
  return (agentId) => {
    if (!holders.includes(agentId)) return [];
    return acceptedBy.includes(agentId) ? all : changed;
  };
}

/** As the shard knows it, which alone knows until when; null when it is over there already. */
async function offerTo(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<Readonly<Offer> | null> {
  const { offers } = await agentWork(deps, ref.tenantId, agentId);
  return offers.find(({ interactionId }) => interactionId === ref.interactionId) ?? null;
}
