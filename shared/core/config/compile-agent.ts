import type { Located, Report } from './collect';
import { compileCapacity } from './compile-tenant';
import type { Agent, Queue, Skill } from './compiled';
import { lengthOr } from './compile-queue';
import type { AgentQueueSource } from './agent-queue-source';
import type { AgentSource } from './document';
import { NO_PREFERENCE, type Capacity, type Preference } from '../routing/types';
import { queueIdOf, shiftsOf, teamOf, type Team } from './compile-team';
import { shardOf } from './shard-of';

/** What an agent names outside themselves. */
export interface AgentReferences {
  readonly shardIds: readonly string[];
  readonly skills: ReadonlyMap<string, Skill>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly hours: ReadonlyMap<string, unknown>;
  readonly capacity: Capacity;
}

/** An agent in exactly one shard, with the queues of that shard only. */
export function compileAgent(item: Located<AgentSource>, references: AgentReferences, report: Report): Agent {
  const { id, name, entraObjectId, teamsUserId, queues: own = [], capacity } = item.value;
  const shardId = shardOf(item, references.shardIds, report);
  const team = teamOf(item, references.teams, report);
  const queues = [...own, ...teamQueues(team, own)];
  const queueIds = queues.map(queueIdOf);
  if (queueIds.length === 0) report('unknownQueue', item, ['queues'], 'name a queue, or a team that has one');
  queueIds.forEach((queueId, index) => {
    const queue = references.queues.get(queueId);
    const field = index < own.length ? ['queues', index] : ['team'];
    if (queue === undefined) report('unknownQueue', item, field, `there is no queue '${queueId}'`);
    else if (queue.shardId !== shardId) {
      report('otherShard', item, field, `'${queueId}' is in shard '${queue.shardId}', not '${shardId}'`);
    }
  });
  return {
    id,
    name,
    entraObjectId,
    teamsUserId: teamsUserId ?? entraObjectId,
    shardId,
    skills: new Map([...(team?.skills ?? []), ...compileSkills(item, references, report)]),
    queueIds,
    preferences: compilePreferences(queues),
    capacity:
      capacity === undefined ? (team?.capacity ?? references.capacity) : compileCapacity(capacity, item, report),
    shiftIds: shiftsOf(item, references.hours, report) ?? team?.shiftIds ?? null,
  };
}

/** Those that the agent does not name: what an agent says of a queue stands before what the team says. */
function teamQueues(team: Team | null, own: readonly AgentQueueSource[]): readonly AgentQueueSource[] {
  const named = new Set(own.map(queueIdOf));
  return (team?.queues ?? []).filter((one) => !named.has(queueIdOf(one)));
}

function compilePreferences(queues: readonly AgentQueueSource[]): ReadonlyMap<string, Preference> {
  return new Map(
    queues.flatMap((source) => {
      if (typeof source === 'string') return [];
      const { queue, level = NO_PREFERENCE.level, after } = source;
      const afterMs = lengthOr(after, NO_PREFERENCE.afterMs);
      return level === NO_PREFERENCE.level && afterMs === NO_PREFERENCE.afterMs ? [] : [[queue, { level, afterMs }]];
    }),
  );
}

/** One person is one agent: two entries for one person would be offered work beyond their capacity, maybe by two shards. */
export function checkPersons(agents: Iterable<Located<AgentSource>>, report: Report): void {
  const owners = new Map<string, string>();
  for (const item of agents) {
    const { id, entraObjectId } = item.value;
    const owner = owners.get(entraObjectId);
    if (owner === undefined) owners.set(entraObjectId, id);
    else report('duplicateId', item, ['entraObjectId'], `this person is already agent '${owner}'`);
  }
}

function compileSkills(
  item: Located<AgentSource>,
  { skills }: AgentReferences,
  report: Report,
): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  (item.value.skills ?? []).forEach(({ skill, proficiency }, index) => {
    const path = ['skills', index, 'skill'];
    if (!skills.has(skill)) report('unknownSkill', item, path, `there is no skill '${skill}'`);
    if (known.has(skill)) report('duplicateId', item, path, `'${skill}' comes twice`);
    known.set(skill, proficiency);
  });
  return known;
}
