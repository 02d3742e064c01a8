import type { InteractionCommand } from '../../core/interaction/commands';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';

/** What an agent does with an interaction of theirs, beside answering and finishing it. */
export type AgentVerb = Extract<InteractionCommand['type'], 'connect' | 'hold' | 'unhold' | 'park'>;

export function handleInteraction(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  type: AgentVerb,
): Promise<Changed> {
  return changeInteraction(deps, ref, () => ({ type, at: deps.clock.now(), agentId }));
}

/** Loads what an agent asks for; what is not theirs is not there, so that ids tell nothing. */
export async function interactionOfAgent(deps: Deps, ref: InteractionRef, agentId: AgentId) {
  const stored = await deps.interactions.load(ref);
  const isTheirs = stored?.interaction.segments.some((segment) => segment.agentId === agentId) ?? false;
  const isOffered = stored?.interaction.phase.name === 'alerting' && stored.interaction.phase.agentId === agentId;
  if (stored === undefined || (!isTheirs && !isOffered))
    throw new FlowError('notFound', 'There is no such interaction.');
  return stored;
}
