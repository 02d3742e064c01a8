import type { Agent, CompiledConfig } from '../../shared/core/config/compiled';
import { DEFAULT_QUEUE_RULES, type QueueRules, type RoutingConfig } from '../../shared/core/routing/config';
import { USUAL_PLAN } from '../../shared/core/routing/plan';
import { rulesOfLaws } from '../../shared/core/routing/law-plans.testsuite';
import { movingProfiles } from '../../shared/core/routing/law-people.testsuite';
import { configOf } from '../../shared/core/routing/shard-laws.testsuite';
import type { AgentProfile } from '../../shared/core/routing/types';

/**
 * Two shards. Eve and her queue move from one to the other with every version of the configuration; everybody else stays, though what
 * some are changes with it too.
 */
export const SHARD_IDS = ['s1', 's2'] as const;

export type ShardName = (typeof SHARD_IDS)[number];

const moving = (version: number): ShardName => (version % 2 === 1 ? 's1' : 's2');

export const homeOfAgent = (agentId: string, version: number): ShardName =>
  agentId === 'eve' ? moving(version) : agentId === 'fay' ? 's2' : 's1';

export const homeOfQueue = (queueId: string, version: number): ShardName =>
  queueId === 'hop' ? moving(version) : queueId === 'desk' || queueId === 'lobby' ? 's2' : 's1';

const QUEUE_IDS = ['sales', 'care', 'vip', 'hop', 'desk', 'lobby'];

const clerk = (queueIds: readonly string[]): AgentProfile => ({
  queueIds,
  skills: { french: 3 },
  capacity: {
    totalUnits: 3,
    channels: {
      voice: { units: 1, max: 1, exclusive: true },
      chat: { units: 1, max: 2, exclusive: false },
      sms: { units: 1, max: 2, exclusive: false },
      email: { units: 2, max: 1, exclusive: false },
    },
  },
});

const profilesOf = (version: number): ReadonlyMap<string, AgentProfile> =>
  new Map([...Object.entries(movingProfiles(version)), ['eve', clerk(['hop'])], ['fay', clerk(['desk', 'lobby'])]]);

/** As every instance compiles it; the same version is the same object. */
export interface Company {
  readonly routing: Readonly<Record<ShardName, RoutingConfig>>;
  readonly compiled: CompiledConfig;
}

const companies = new Map<number, Company>();

export function companyOf(version: number): Company {
  const known = companies.get(version);
  if (known !== undefined) return known;
  const made = {
    routing: { s1: routingOf('s1', version), s2: routingOf('s2', version) },
    compiled: compiledOf(version),
  };
  companies.set(version, made);
  return made;
}

/** In the lobby a version changes the place of everybody who waits and nothing else. */
function rulesOf(queueId: string, version: number): QueueRules {
  if (queueId !== 'lobby') return rulesOfLaws(queueId, version);
  const headStartMs = (version % 3) * 20_000;
  return { ...DEFAULT_QUEUE_RULES, plan: { ...USUAL_PLAN, key: `${headStartMs}`, headStartMs } };
}

function routingOf(shardId: ShardName, version: number): RoutingConfig {
  const queueIds = QUEUE_IDS.filter((queueId) => homeOfQueue(queueId, version) === shardId);
  return {
    ...configOf(version),
    shardId,
    queues: new Map(queueIds.map((queueId) => [queueId, rulesOf(queueId, version)])),
    elsewhere: new Set(QUEUE_IDS.filter((queueId) => !queueIds.includes(queueId))),
    profiles: new Map([...profilesOf(version)].filter(([agentId]) => homeOfAgent(agentId, version) === shardId)),
  };
}

/** Only what the flows of routing read of a configuration. */
function compiledOf(version: number): CompiledConfig {
  const agents = [...profilesOf(version)].map(([id, { queueIds, preferences = {}, skills, capacity }]) => {
    const agent = {
      id,
      shardId: homeOfAgent(id, version),
      queueIds,
      preferences: new Map(Object.entries(preferences)),
      skills: new Map(Object.entries(skills)),
      capacity,
    };
    return [id, agent as unknown as Agent] as const;
  });
  return { shardIds: SHARD_IDS, agents: new Map(agents) } as unknown as CompiledConfig;
}
