import type { AgentStateView } from '../../shared/contracts/http/agents';
import type { Deps } from '../../shared/flows/lib/deps';
import { agentWork } from '../../shared/flows/agents/agent-work';
import { heartbeat, setAgentState } from '../../shared/flows/agents/set-agent-state';
import { agentOperation, type AgentCaller } from '../operations';

/** An agent's own state: asked, set, kept alive. */
export function registerAgentState(): void {
  agentOperation('getAgentState', ({ deps }, caller) => agentStateView(deps, caller));
  agentOperation('setAgentState', async ({ deps }, caller, { body }) => {
    await setAgentState(deps, caller.tenantId, caller.agentId, body);
    return agentStateView(deps, caller);
  });
  agentOperation('heartbeat', async ({ deps }, { tenantId, agentId }) => {
    const outcome = await heartbeat(deps, tenantId, agentId);
    return { leaseUntilAt: outcome.kind === 'leaseRenewed' ? outcome.leaseUntilAt : null };
  });
}

/** An agent's state as the API shows it. */
export async function agentStateView(deps: Deps, { tenantId, agentId, agent }: AgentCaller): Promise<AgentStateView> {
  const { availability, leaseUntilAt } = await agentWork(deps, tenantId, agentId);
  const shown = availability.kind === 'notReady' ? availability : { kind: availability.kind };
  return { agentId, name: agent.name, tenantId, availability: shown, leaseUntilAt };
}
