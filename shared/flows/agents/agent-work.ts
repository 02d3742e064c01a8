import type { AgentId, TenantId } from '../../core/lib/ids';
import { agentView, type AgentView } from '../../core/routing/agent-view';
import type { Deps } from '../lib/deps';
import { knownAgent } from '../lib/known-agent';
import type { Freshness } from '../lib/look-twice';

/** What the shard knows of an agent: their state, what is offered to them, what they hold. */
export async function agentWork(
  deps: Deps,
  tenantId: TenantId,
  agentId: AgentId,
  how: Freshness = 'replica',
): Promise<AgentView> {
  const { shard } = await knownAgent(deps, tenantId, agentId);
  return deps.shards.ask(shard, (state) => agentView(state, agentId), how);
}
