import type { AgentQueueSource } from './agent-queue-source';
import type { Located, Report } from './collect';
import { compileCapacity } from './compile-tenant';
import type { Capacity } from '../routing/types';
import type { Queue, Skill } from './compiled';
import type { TeamSource } from './team-source';

/** What a team gives its members. */
export interface Team {
  readonly queues: readonly AgentQueueSource[];
  readonly queueIds: readonly string[];
  readonly skills: ReadonlyMap<string, number>;
  /** Null: as everybody. */
  readonly capacity: Capacity | null;
  /** Null: at any time. */
  readonly shiftIds: readonly string[] | null;
}

export interface TeamReferences {
  readonly skills: ReadonlyMap<string, Skill>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly hours: ReadonlyMap<string, unknown>;
}

/** A team whose names lead somewhere; what leads nowhere is reported here, once, and not at every member. */
export function compileTeam(item: Located<TeamSource>, references: TeamReferences, report: Report): Team {
  const { skills, queues, hours } = references;
  const { value } = item;
  value.queues.map(queueIdOf).forEach((queueId, index) => {
    if (!queues.has(queueId)) report('unknownQueue', item, ['queues', index], `there is no queue '${queueId}'`);
  });
  (value.skills ?? []).forEach(({ skill }, index) => {
    if (!skills.has(skill)) report('unknownSkill', item, ['skills', index, 'skill'], `there is no skill '${skill}'`);
  });
  const known = value.queues.filter((one) => queues.has(queueIdOf(one)));
  return {
    queues: known,
    queueIds: known.map(queueIdOf),
    skills: new Map((value.skills ?? []).map(({ skill, proficiency }) => [skill, proficiency])),
    capacity: value.capacity === undefined ? null : compileCapacity(value.capacity, item, report),
    shiftIds: shiftsOf(item, hours, report),
  };
}

/** The hours that somebody is in a shift; null where nothing is said. */
export function shiftsOf(
  item: Located<{ readonly shifts?: readonly string[] | undefined }>,
  hours: ReadonlyMap<string, unknown>,
  report: Report,
): readonly string[] | null {
  const { shifts } = item.value;
  shifts?.forEach((id, index) => {
    if (!hours.has(id)) report('unknownHours', item, ['shifts', index], `there are no hours '${id}'`);
  });
  return shifts ?? null;
}

/** The team that something names; null where it names none. */
export function teamOf(
  item: Located<{ readonly team?: string | undefined }>,
  teams: ReadonlyMap<string, Team>,
  report: Report,
): Team | null {
  const { team: id } = item.value;
  if (id === undefined) return null;
  const team = teams.get(id);
  if (team === undefined) report('unknownTeam', item, ['team'], `there is no team '${id}'`);
  return team ?? null;
}

export const queueIdOf = (source: AgentQueueSource): string => (typeof source === 'string' ? source : source.queue);
