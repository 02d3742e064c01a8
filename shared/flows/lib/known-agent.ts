import type { Agent } from '../../core/config/compiled';
import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from './deps';
import { FlowError } from './flow-error';
import { agentOf } from './live-configs';

/** An agent, and the shard that they work in. */
export interface KnownAgent {
  readonly agent: Agent;
  readonly shard: ShardRef;
}

/** An agent of the live configuration; whoever is not in it is `notFound`. */
export async function knownAgent(
  deps: Pick<Deps, 'configs'>,
  tenantId: TenantId,
  agentId: AgentId,
): Promise<KnownAgent> {
  const agent = await agentOf(deps, tenantId, agentId);
  if (agent === undefined) throw new FlowError('notFound', 'There is no such agent.');
  return { agent, shard: { tenantId, shardId: shardIdOf(agent.shardId) } };
}
