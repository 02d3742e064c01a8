import type { Interaction } from '../../core/interaction/state';
import type { Deps } from './deps';
import { lineOf } from './line-of';

/** From now on a text on its line opens a new interaction, which knows who handled this one. */
export async function leaveLine(
  { inbox, clock }: Pick<Deps, 'inbox' | 'clock'>,
  { facts, phase, segments }: Interaction,
): Promise<void> {
  const closedAt = phase.name === 'closed' ? phase.closedAt : clock.now();
  await inbox.leave(lineOf(facts), facts.interactionId, { agentId: segments.at(-1)?.agentId ?? null, closedAt });
}

/** Whether nobody would answer a text to it any more: the agent who still writes notes talks with no customer. */
export const isOverForCustomer = ({ phase }: Interaction): boolean => phase.name === 'ended' || phase.name === 'closed';
