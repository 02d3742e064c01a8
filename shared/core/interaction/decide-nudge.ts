import type { Act } from './acts';
import type { InteractionCommand } from './commands';
import { decided, ignored, type Decision } from './decision';
import type { Interaction, Phase } from './state';

type Active = Extract<Phase, { name: 'active' }>;
type Nudge = Extract<InteractionCommand, { type: 'nudge' }>;

/** Asks a customer who has gone quiet whether they are still there: once for each silence. */
export function nudge({ at, quietSince, text, agentOwesAnswer }: Nudge, { phase, segments }: Interaction): Decision {
  if (phase.name !== 'active') return ignored('notTalking');
  if (wasNudgedSince(phase, quietSince)) return ignored('alreadyNudged');
  const agentId = segments[phase.segment]?.agentId;
  const reminder: Act[] =
    agentOwesAnswer && agentId !== undefined ? [{ kind: 'showAgent', agentId, what: 'customerWaits' }] : [];
  return decided([{ type: 'nudged', at }], [{ kind: 'sendText', text }, ...reminder]);
}

/** Whether this silence was broken by a nudge already. */
export const wasNudgedSince = ({ nudgedAt }: Active, quietSince: number): boolean =>
  nudgedAt !== null && nudgedAt > quietSince;
