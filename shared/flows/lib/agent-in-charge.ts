import type { Interaction } from '../../core/interaction/state';
import type { AgentId } from '../../core/lib/ids';

/** Who a customer's messages go to now: the agent who talks with them. */
export function agentInCharge(interaction: Interaction): AgentId | null {
  const { phase, segments } = interaction;
  if (phase.name !== 'active') return null;
  const segment = segments[phase.segment];
  return segment?.state.name === 'talking' || segment?.state.name === 'onHold' ? segment.agentId : null;
}
