import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import { agentView, type AgentView } from '../../core/routing/agent-view';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import type { Freshness } from '../lib/look-twice';

/** What the shard knows of an agent: their state, what is offered to them, what they hold. */
export async function agentWork(
  deps: Deps,
  tenantId: TenantId,
  agentId: AgentId,
  how: Freshness = 'replica',
): Promise<AgentView> {
  const agent = await agentOf(deps, tenantId, agentId);
  if (agent === undefined) throw new FlowError('notFound', 'There is no such agent.');
  const shard = { tenantId, shardId: shardIdOf(agent.shardId) };
  return deps.shards.ask(shard, (state) => agentView(state, agentId), how);
}
