import type { Agent } from '../../core/config/compiled';
import { shardIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import type { Outcome } from '../../core/routing/outcomes';
import type { RequestedAvailability } from '../../core/routing/types';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { agentOf } from '../lib/live-configs';
import { agentProfileOf } from '../routing/routing-config';
import { tellAgentState } from '../live/tell-agent-state';
import { submitToShard } from '../routing/submit-to-shard';
import { messageOf } from '../../core/lib/message-of';

/** Signs an agent in, changes their state, or signs them out. The event that follows wakes the assignment of waiting work. */
export async function setAgentState(
  deps: Deps,
  tenantId: TenantId,
  agentId: AgentId,
  set: RequestedAvailability,
  /** Who says so, where it is not the agent: an opaque id. */
  by: string | null = null,
): Promise<Outcome> {
  const agent = await knownAgent(deps, tenantId, agentId);
  const shard = { tenantId, shardId: shardIdOf(agent.shardId) };
  const commandId = deps.ids.next();
  const outcome = await submitToShard(deps, shard, {
    name: 'agentState',
    commandId,
    agentId,
    set,
    profile: agentProfileOf(agent),
    ...(by === null ? {} : { by }),
  });
  try {
    await deps.events.publish({ type: 'Switchboard.AgentStateChanged', tenantId, shardId: shard.shardId, agentId });
  } catch (error) {
    // The tick finds what this event would have woken.
    deps.log.warn('agent state event not published', {
      agentId,
      why: messageOf(error),
    });
  }
  await tellAgentState(deps, tenantId, agentId);
  return outcome;
}

/** The agent's client is alive. */
export async function heartbeat(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<Outcome> {
  const agent = await knownAgent(deps, tenantId, agentId);
  const shard = { tenantId, shardId: shardIdOf(agent.shardId) };
  return submitToShard(deps, shard, { name: 'heartbeat', commandId: deps.ids.next(), agentId });
}

async function knownAgent(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<Agent> {
  const agent = await agentOf(deps, tenantId, agentId);
  if (agent === undefined) throw new FlowError('notFound', 'There is no such agent.');
  return agent;
}
