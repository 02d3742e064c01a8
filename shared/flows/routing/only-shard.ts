import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import type { ShardState } from '../../core/routing/shard';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { takeConfig } from './take-config';

/** Where an agent is, by the version that is live. */
interface Home {
  readonly tenantId: TenantId;
  readonly shardIds: readonly string[];
  readonly shardId: string;
  readonly version: number;
}

/**
 * Sees to it that by this version of the configuration, or a later one, no shard but their own has the agent: the others take the version
 * first, which signs the agent out there. An agent is offered work by one shard at a time (I10), whatever instances know when. `false`:
 * another still has them, for a call that began there goes on.
 */
export async function isOnlyIn(deps: Deps, home: Home, agentId: AgentId): Promise<boolean> {
  for (const other of home.shardIds) {
    if (other === home.shardId) continue;
    const shard = { tenantId: home.tenantId, shardId: shardIdOf(other) };
    if ((await deps.shards.ask(shard, ({ plannedVersion }) => plannedVersion)) < home.version)
      await takeConfig(deps, shard, home.version);
    if (!(await deps.shards.ask(shard, (state) => hasLetGo(state, home.version, agentId)))) return false;
  }
  return true;
}

const hasLetGo = ({ plannedVersion, agents }: ShardState, version: number, agentId: AgentId): boolean =>
  plannedVersion >= version && !agents.has(agentId);

/** Whether the shard has the agent, as the version says: then no other has. */
export const isIn = (deps: Deps, shard: ShardRef, agentId: AgentId, version: number): Promise<boolean> =>
  deps.shards.ask(
    shard,
    ({ configVersion, agents }) =>
      configVersion === version && (agents.get(agentId)?.availability.kind ?? 'signedOut') !== 'signedOut',
  );
