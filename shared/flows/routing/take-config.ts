import type { CompiledConfig } from '../../core/config/compiled';
import type { ShardState } from '../../core/routing/shard';
import type { AgentId } from '../../core/routing/types';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { submitToShard } from './submit-to-shard';

/**
 * A shard takes a version of its tenant's configuration in its own journal, so that its decisions can be replayed. Agents
 * whom the version has no more are signed out before: a process that dies in between leaves the version untaken, and the
 * next tick does it again.
 */
export async function takeConfig(deps: Deps, shard: ShardRef, version: number): Promise<void> {
  const { config } = await deps.configs.at(shard.tenantId, version);
  const gone = await deps.shards.ask(shard, (state) => agentsGone(state, config, shard.shardId));
  for (const agentId of gone) {
    const commandId = `gone-${version}-${agentId}`;
    const set = { kind: 'signedOut' } as const;
    await submitToShard(deps, shard, { name: 'agentState', commandId, agentId, set, profile: NO_PROFILE });
  }
  await submitToShard(deps, shard, { name: 'config', commandId: `config-${version}`, version });
}

/** Of somebody who is not an agent any more. */
const NO_PROFILE = { queueIds: [], skills: {}, capacity: { totalUnits: 0, channels: {} } };

/** Agents whom the shard knows and a configuration has no more, or in another shard. */
export const agentsGone = (state: ShardState, { agents }: CompiledConfig, shardId: string): readonly AgentId[] =>
  [...state.agents.keys()].filter((agentId) => agents.get(agentId)?.shardId !== shardId);
