import type { Availability } from '../../shared/core/routing/types';
import type { AgentStateView } from '../../shared/contracts/http/agents';
import type { Deps } from '../../shared/flows/lib/deps';
import { agentWork } from '../../shared/flows/agents/agent-work';
import { ownFigures } from '../../shared/flows/agents/own-figures';
import { heartbeat, setAgentState } from '../../shared/flows/agents/set-agent-state';
import { agentOperation, type AgentCaller } from '../operations';

/** An agent's own state: asked, set, kept alive. */
export function registerAgentState(): void {
  agentOperation('getAgentState', ({ deps }, caller) => stateOf(deps, caller));
  agentOperation('setAgentState', async ({ deps }, caller, { body }) => {
    await setAgentState(deps, caller.tenantId, caller.agentId, body);
    return stateOf(deps, caller);
  });
  agentOperation('getOwnFigures', async ({ deps }, { tenantId, agentId }, { query }) => {
    const span = { from: Date.parse(query.from), to: Date.parse(query.to) };
    const figures = await ownFigures(deps, tenantId, agentId, span);
    return { ...figures, offerEnds: { ...figures.offerEnds } };
  });
  agentOperation('heartbeat', async ({ deps }, { tenantId, agentId }) => {
    const outcome = await heartbeat(deps, tenantId, agentId);
    return { leaseUntilAt: outcome.kind === 'leaseRenewed' ? outcome.leaseUntilAt : null };
  });
}

/** The state of an agent as the API shows it. */
export async function stateOf(deps: Deps, { tenantId, agentId, agent }: AgentCaller): Promise<AgentStateView> {
  const { availability, leaseUntilAt } = await agentWork(deps, tenantId, agentId);
  return { agentId, name: agent.name, tenantId, availability: shownAvailability(availability), leaseUntilAt };
}

/** An availability without what only routing asks. */
export const shownAvailability = (availability: Availability): AgentStateView['availability'] =>
  availability.kind === 'notResponding' ? { kind: availability.kind } : availability;
