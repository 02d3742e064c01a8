import type { InteractionCommand } from '../../core/interaction/commands';
import { liveOffers } from '../../core/interaction/phases';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { loadWhere } from '../lib/load-where';

/** What an agent does with an interaction of theirs, beside answering and finishing it. */
export type AgentVerb = Extract<InteractionCommand['type'], 'connect' | 'hold' | 'unhold' | 'park'>;

/** An agent does something with a customer whom they have. */
export function handleInteraction(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  type: AgentVerb,
): Promise<Changed> {
  return changeAsAgent(deps, ref, agentId, () => ({ type, at: deps.clock.now(), agentId }));
}

/** A change that only an agent of the interaction may ask for. */
export async function changeAsAgent(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  commandFor: (stored: StoredInteraction) => InteractionCommand | null,
): Promise<Changed> {
  const known = await interactionOfAgent(deps, ref, agentId);
  return changeInteraction(deps, ref, commandFor, { known, refs: {} });
}

/** Loads what an agent asks for; what is not theirs is not there, so that ids tell nothing. */
export async function interactionOfAgent(deps: Deps, ref: InteractionRef, agentId: AgentId) {
  const concerns = ({ interaction: { segments, phase } }: StoredInteraction) =>
    [...segments, ...liveOffers(phase)].some((one) => one.agentId === agentId);
  const stored = await loadWhere(deps, ref, concerns);
  if (stored === undefined || !concerns(stored)) throw new FlowError('notFound', 'There is no such interaction.');
  return stored;
}
