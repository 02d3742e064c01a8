import type { InteractionCommand } from '../core/interaction/commands';
import type { Interaction } from '../core/interaction/state';
import type { VisitId } from '../core/lib/ids';

/** A customer who writes again within this goes back to the agent they talked with; later to anyone (design §5). */
const BACK_TO_LAST_AGENT_MS = 10 * 60_000;

/** A parked interaction's customer wrote: a new queue visit that waits from now on, for the last agent first. */
export function resumeVisit(interaction: Interaction, visitId: VisitId, at: number): InteractionCommand | null {
  const { phase } = interaction;
  if (phase.name !== 'parked') return null;
  const { visit: before, lastAgentId, parkedAt } = phase;
  const visit = {
    ...before,
    visitId,
    attempt: 0,
    beganAt: at,
    waitingSince: at,
    preferredAgentId: at - parkedAt <= BACK_TO_LAST_AGENT_MS ? lastAgentId : null,
    deadlineAt: at + (before.deadlineAt - before.beganAt),
  };
  return { type: 'resume', at, visit };
}
