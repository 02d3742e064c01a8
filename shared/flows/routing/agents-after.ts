import type { CompiledConfig } from '../../core/config/compiled';
import type { ShardState } from '../../core/routing/shard';
import type { AgentProfile } from '../../core/routing/types';
import { agentProfileOf } from './routing-config';

/** What a configuration makes of an agent whom the shard knows; null for one whom it has no more, or in another shard. */
export interface AgentAfter {
  readonly agentId: string;
  readonly profile: AgentProfile | null;
}

/** Every agent whom the shard knows, as a configuration has them. */
export const agentsAfter = (state: ShardState, config: CompiledConfig, shardId: string): readonly AgentAfter[] =>
  [...state.agents.keys()].map((agentId) => {
    const agent = config.agents.get(agentId);
    return { agentId, profile: agent?.shardId === shardId ? agentProfileOf(agent) : null };
  });
