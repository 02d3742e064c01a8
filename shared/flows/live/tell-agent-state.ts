import type { AgentStateView } from '../../contracts/http/agents';
import type { AgentId, TenantId } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import { agentView } from '../../core/routing/agent-view';
import { lastSeq } from '../../core/routing/shard';
import type { Availability } from '../../core/routing/types';
import type { Deps } from '../lib/deps';
import { knownAgent } from '../lib/known-agent';

/** The state of an agent with the number of the shard's entry that it is as of. */
export interface NumberedState {
  readonly seq: number;
  readonly state: AgentStateView;
}

/** What the shard knows of an agent's state. */
export async function agentStateOf(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<NumberedState> {
  const { agent, shard } = await knownAgent(deps, tenantId, agentId);
  return deps.shards.ask(shard, (state) => {
    const { availability, leaseUntilAt, veto } = agentView(state, agentId);
    const own = { agentId, name: agent.name, tenantId, availability: shownAvailability(availability) };
    return { seq: lastSeq(state), state: { ...own, veto: veto?.cause ?? null, leaseUntilAt } };
  });
}

/** An availability without what only routing asks. */
export const shownAvailability = (availability: Availability): AgentStateView['availability'] =>
  availability.kind === 'notResponding' ? { kind: availability.kind } : availability;

/** Tells the agent's desk the state that they are in. Best effort: a desk that hears nothing loads its snapshot. */
export async function tellAgentState(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<void> {
  if (!deps.live.isThere) return;
  try {
    const { seq, state } = await agentStateOf(deps, tenantId, agentId);
    await deps.live.publish({ kind: 'agent', tenantId, agentId }, [{ kind: 'agentState', seq, state }]);
  } catch (error) {
    deps.log.warn('agent state not published', { agentId, why: messageOf(error) });
  }
}
