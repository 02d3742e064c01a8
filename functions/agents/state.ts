import type { AgentStateView } from '../../shared/contracts/http/agents';
import type { Deps } from '../../shared/flows/lib/deps';
import { ownFigures } from '../../shared/flows/agents/own-figures';
import { heartbeat, setAgentState } from '../../shared/flows/agents/set-agent-state';
import { agentStateOf } from '../../shared/flows/live/tell-agent-state';
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
    return figures && { ...figures, offerEnds: { ...figures.offerEnds } };
  });
  agentOperation('heartbeat', async ({ deps }, { tenantId, agentId }) => {
    const outcome = await heartbeat(deps, tenantId, agentId);
    return { leaseUntilAt: outcome.kind === 'leaseRenewed' ? outcome.leaseUntilAt : null };
  });
}

/** The state of an agent as the API shows it. */
export const stateOf = async (
  deps: Deps,
  { tenantId, agentId }: Pick<AgentCaller, 'tenantId' | 'agentId'>,
): Promise<AgentStateView> => (await agentStateOf(deps, tenantId, agentId)).state;
