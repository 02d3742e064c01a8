import { NO_PROFILE } from '../../core/routing/profile';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { agentsAfter } from './agents-after';
import { submitToShard } from './submit-to-shard';

/**
 * A shard takes a version of its tenant's configuration: first every agent whom it knows, then its number, in its own
 * journal, so that its decisions can be replayed. In this order a process that dies in between leaves it undone, and the
 * next tick does it again; every command is the same then.
 */
export async function takeConfig(deps: Deps, shard: ShardRef, version: number): Promise<void> {
  const { config } = await deps.configs.at(shard.tenantId, version);
  const agents = await deps.shards.ask(shard, (state) => agentsAfter(state, config, shard.shardId));
  for (const { agentId, profile } of agents) {
    const commandId = `profile-${version}-${agentId}`;
    await (profile === null
      ? submitToShard(deps, shard, {
          name: 'agentState',
          commandId,
          agentId,
          set: { kind: 'signedOut' },
          profile: NO_PROFILE,
        })
      : submitToShard(deps, shard, { name: 'agentProfile', commandId, agentId, profile }));
  }
  await submitToShard(deps, shard, { name: 'config', commandId: `config-${version}`, version });
}
