import type { InteractionCommand } from '../core/interaction/commands';
import { forAnyone } from '../core/interaction/outcomes';
import type { Interaction } from '../core/interaction/state';
import type { VisitId } from '../core/lib/ids';

/**
 * A parked interaction's customer wrote: a new queue visit that waits from now on. Within `backToLastAgentForMs` it is for the agent they
 * talked with first, later for anyone.
 */
export function resumeVisit(
  interaction: Interaction,
  visitId: VisitId,
  at: number,
  backToLastAgentForMs: number,
): InteractionCommand | null {
  const { phase } = interaction;
  if (phase.name !== 'parked') return null;
  const { visit: before, lastAgentId, parkedAt } = phase;
  const { handedOver: _, ...own } = forAnyone(before);
  const visit = {
    ...own,
    visitId,
    attempt: 0,
    beganAt: at,
    waitingSince: at,
    preferredAgentId: at - parkedAt <= backToLastAgentForMs ? lastAgentId : null,
    deadlineAt: at + (before.deadlineAt - before.beganAt),
  };
  return { type: 'resume', at, visit };
}
