import type { Agent, CompiledConfig, Queue } from '../../core/config/compiled';
import type { HoursSchedule } from '../../core/hours/schedule';
import { CHANNELS } from '../../core/lib/channel';
import { DEFAULT_LEASE_MS, DEFAULT_QUEUE_RULES, type QueueRules, type RoutingConfig } from '../../core/routing/config';
import type { AgentProfile } from '../../core/routing/types';
import type { ShardRef } from '../../ports/routing-journal';
import type { LiveConfigs } from '../lib/live-configs';
import { openingOf } from '../lib/local-time';

/** The routing rules of one shard in a version of its tenant's configuration; version 0 asks for the live one. */
export async function routingConfigFor(configs: LiveConfigs, shard: ShardRef, version: number): Promise<RoutingConfig> {
  const { tenantId, shardId } = shard;
  const found = version === 0 ? await configs.live(tenantId) : await configs.at(tenantId, version);
  return routingConfigOf(found.config, shardId, found.version);
}

/** What a shard needs to know of a configuration. */
export function routingConfigOf(config: CompiledConfig, shardId: string, version: number): RoutingConfig {
  const own = [...config.queues.values()].filter((queue) => queue.shardId === shardId);
  return {
    version,
    shardId,
    queues: new Map(own.map((queue) => [queue.id, rulesOf(queue, config.hours.get(queue.hoursId ?? ''))])),
    elsewhere: new Set([...config.queues.values()].filter((queue) => queue.shardId !== shardId).map(({ id }) => id)),
    profiles: new Map(
      [...config.agents.values()]
        .filter((agent) => agent.shardId === shardId)
        .map((agent) => [agent.id, agentProfileOf(agent)]),
    ),
    leaseMs: DEFAULT_LEASE_MS,
  };
}

function rulesOf(queue: Queue, schedule: HoursSchedule | undefined): QueueRules {
  const offerDeadlineMs = { ...DEFAULT_QUEUE_RULES.offerDeadlineMs };
  for (const channel of CHANNELS) {
    const own = queue.channels.get(channel);
    if (own !== undefined) offerDeadlineMs[channel] = own.offerDeadlineMs;
  }
  const { plan, coolDownMs, wrapUpBlocksMs, whenChanged } = queue;
  const opening = schedule === undefined ? null : openingOf(schedule);
  const rulePlans = new Map(queue.rules.map((rule) => [rule.id, rule.plan]));
  return { plan, rulePlans, coolDownMs, wrapUpBlocksMs, whenChanged, offerDeadlineMs, opening };
}

/** What a shard needs to know of an agent. */
export const agentProfileOf = (agent: Agent): AgentProfile => ({
  queueIds: agent.queueIds,
  ...(agent.preferences.size === 0 ? {} : { preferences: Object.fromEntries(agent.preferences) }),
  skills: Object.fromEntries(agent.skills),
  capacity: agent.capacity,
});
