import type { Agent } from '../../core/config/compiled';
import { agentIdOf, type AgentId, type TenantId } from '../../core/lib/ids';
import type { Outcome } from '../../core/routing/outcomes';
import type { RequestedAvailability } from '../../core/routing/types';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { knownAgent } from '../lib/known-agent';
import { agentProfileOf } from '../routing/routing-config';
import { isIn, isOnlyIn } from '../routing/only-shard';
import { tellAgentState } from '../live/tell-agent-state';
import { submitToShard } from '../routing/submit-to-shard';
import { takeConfig } from '../routing/take-config';
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
  const { agent, shard } = await knownAgent(deps, tenantId, agentId);
  const outcome = await submitState(deps, shard, agent, { set, by });
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

interface Asked {
  readonly set: RequestedAvailability;
  readonly by: string | null;
}

/** Where a tenant has several shards, only one may have the agent: by the same version of the configuration all round. */
async function submitState(deps: Deps, shard: ShardRef, agent: Agent, { set, by }: Asked): Promise<Outcome> {
  const { config, version } = await deps.configs.live(shard.tenantId);
  const agentId = agentIdOf(agent.id);
  const isAlone = config.shardIds.length === 1 || set.kind === 'signedOut';
  const submit = () =>
    submitToShard(deps, shard, {
      name: 'agentState',
      commandId: deps.ids.next(),
      agentId,
      set,
      profile: agentProfileOf(agent),
      ...(by === null ? {} : { by }),
      ...(isAlone ? {} : { epoch: version }),
    });
  const outcome = isAlone || (await isIn(deps, shard, agentId, version)) ? await submit() : WRONG_SHARD;
  if (outcome.kind !== 'wrongShard') return outcome;
  // The shard has not heard of the version that is live.
  await takeConfig(deps, shard, version);
  const home = { tenantId: shard.tenantId, shardIds: config.shardIds, shardId: shard.shardId, version };
  if (!(await isOnlyIn(deps, home, agentId)))
    throw new FlowError('refused', 'You are in a call that began in another part of the contact centre. End it first.');
  const anew = await submit();
  if (anew.kind === 'wrongShard') throw new FlowError('contended', 'The configuration is changing. Try again.');
  return anew;
}

const WRONG_SHARD: Outcome = { kind: 'wrongShard' };

/** The agent's client is alive. */
export async function heartbeat(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<Outcome> {
  const { shard } = await knownAgent(deps, tenantId, agentId);
  return submitToShard(deps, shard, { name: 'heartbeat', commandId: deps.ids.next(), agentId });
}
