import { CHANNELS } from '../lib/channel';
import type { Agent, Visit } from './state';
import type { AgentId, Availability, Channel, QueueId, Requirement, SkillId } from './types';

/** Why an agent is not offered a visit; the first that holds, in this order. */
export type Obstacle =
  | { readonly kind: 'notNamed' }
  | { readonly kind: 'notInQueue'; readonly queueId: QueueId }
  | { readonly kind: 'unavailable'; readonly availability: Availability['kind'] }
  | { readonly kind: 'notTheirChannel'; readonly channel: Channel }
  | { readonly kind: 'noRoom'; readonly usedUnits: number; readonly totalUnits: number }
  | {
      readonly kind: 'lacksSkill';
      readonly skillId: SkillId;
      readonly atLeast: number;
      /** Null: does not have it at all. */
      readonly has: number | null;
    }
  | { readonly kind: 'coolingDown'; readonly untilAt: number };

/** Whether the agent has room for one more of the channel: units, the channel's own limit, and what needs a whole agent. */
export function hasRoom(agent: Agent, channel: Channel): boolean {
  const { totalUnits, channels } = agent.profile.capacity;
  const own = channels[channel];
  if (own === undefined || agent.held[channel] >= own.max) return false;
  if (agent.usedUnits + own.units > totalUnits) return false;
  return !holdsAnything(agent) || !(own.exclusive || holdsExclusive(agent));
}

export const holdsAnything = (agent: Agent): boolean => agent.offerIds.size + agent.assignmentIds.size > 0;

const holdsExclusive = ({ held, profile }: Agent): boolean =>
  CHANNELS.some((channel) => held[channel] > 0 && profile.capacity.channels[channel]?.exclusive === true);

/** The first requirement that the agent does not meet. */
export const lackOf = (agent: Agent, requirements: readonly Requirement[]): Requirement | undefined =>
  requirements.find(({ skillId, atLeast }) => (proficiency(agent, skillId) ?? Number.NEGATIVE_INFINITY) < atLeast);

/** Object.hasOwn, because a skill may be named as something that every object has. */
const proficiency = ({ profile }: Agent, skillId: SkillId): number | null =>
  Object.hasOwn(profile.skills, skillId) ? (profile.skills[skillId] ?? null) : null;

/** Whether the step in force lets the agent have the visit at all: a step that names agents asks for no queue. */
function membershipObstacle(agent: Agent, visit: Visit): Obstacle | null {
  const only = visit.steps[visit.step]?.onlyAgentIds ?? null;
  if (only !== null) return only.includes(agent.agentId) ? null : { kind: 'notNamed' };
  const { queueId } = visit;
  return agent.profile.queueIds.includes(queueId) ? null : { kind: 'notInQueue', queueId };
}

function roomObstacle(agent: Agent, { channel }: Visit): Obstacle | null {
  const { capacity } = agent.profile;
  if (capacity.channels[channel] === undefined) return { kind: 'notTheirChannel', channel };
  if (hasRoom(agent, channel)) return null;
  return { kind: 'noRoom', usedUnits: agent.usedUnits, totalUnits: capacity.totalUnits };
}

function skillObstacle(agent: Agent, visit: Visit): Obstacle | null {
  const lack = lackOf(agent, visit.steps[visit.step]?.requirements ?? []);
  return lack === undefined ? null : { kind: 'lacksSkill', ...lack, has: proficiency(agent, lack.skillId) };
}

function coolDownObstacle(agentId: AgentId, { coolDowns }: Visit): Obstacle | null {
  const untilAt = coolDowns.get(agentId);
  return untilAt === undefined ? null : { kind: 'coolingDown', untilAt };
}

/** What keeps the visit from the agent; null when it can be offered to them now. Time plays no part: entries end cool-downs. */
export function obstacle(agent: Agent, visit: Visit): Obstacle | null {
  const { kind } = agent.availability;
  return (
    membershipObstacle(agent, visit) ??
    (kind === 'ready' ? null : { kind: 'unavailable', availability: kind }) ??
    roomObstacle(agent, visit) ??
    skillObstacle(agent, visit) ??
    coolDownObstacle(agent.agentId, visit)
  );
}
