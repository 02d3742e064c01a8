import { CHANNELS } from '../lib/channel';
import { holdsFor, proficiencyIn } from './expression';
import type { Obstacle } from './obstacle';
import type { Agent, Visit } from './state';
import type { AgentId, Channel, ChoiceRule, Requirement, RoutingStep } from './types';

/** Where the profile does not say: a supervisor may give an agent what is not their channel, and a version may take a channel away. */
const STANDS_ALONE: ReadonlySet<Channel> = new Set(['voice']);

/**
 * Whether the agent has room for one more of the channel: units, the channel's own limit, and what needs a whole agent. What it may
 * interrupt does not count.
 */
export function hasRoom(agent: Agent, channel: Channel): boolean {
  const { totalUnits, channels } = agent.profile.capacity;
  const own = channels[channel];
  if (own === undefined || agent.held[channel] >= own.max) return false;
  let usedUnits = 0;
  for (const other of CHANNELS) {
    if (agent.held[other] === 0) continue;
    const beside = channels[other];
    if (beside?.interruptedBy?.includes(channel) === true) continue;
    if (own.exclusive || (beside?.exclusive ?? STANDS_ALONE.has(other))) return false;
    usedUnits += agent.heldUnits[other];
  }
  return usedUnits + own.units <= totalUnits;
}

/** Ready, and Teams has nothing against it. */
export const isAvailable = ({ availability, veto }: Agent): boolean =>
  availability.kind === 'ready' && veto === undefined;

/** Whether they look at an offer, are at work or wrap up. */
export const holdsAnything = (agent: Agent): boolean => agent.offerIds.size + agent.assignmentIds.size > 0;

/** The first requirement that the agent does not meet. */
export const lackOf = (agent: Agent, requirements: readonly Requirement[]): Requirement | undefined =>
  requirements.find(
    ({ skillId, atLeast }) => (proficiencyIn(agent.profile.skills, skillId) ?? Number.NEGATIVE_INFINITY) < atLeast,
  );

/** Whether the agent is one that the step means. */
export const meets = ({ agentId, profile }: Agent, where: RoutingStep['where']): boolean =>
  where === undefined || holdsFor(where, { agentId, skills: profile.skills });

/** In force once every step was left out and the visit is about to depart: nobody. */
const NOBODY: RoutingStep = { requirements: [], onlyAgentIds: [], timeoutMs: null };

/** The step by which the visit is offered now. */
export const stepInForce = ({ steps, step }: Pick<Visit, 'steps' | 'step'>): RoutingStep => steps[step] ?? NOBODY;

/** How an agent is chosen for the visit now. */
export const choiceOf = (visit: Pick<Visit, 'steps' | 'step' | 'plan'>): ChoiceRule =>
  stepInForce(visit).choice ?? visit.plan.choice;

/** Whether the step in force lets the agent have the visit at all: a step that names agents asks for no queue. */
function membershipObstacle(agent: Agent, visit: Visit): Obstacle | null {
  const { onlyAgentIds, queueIds } = stepInForce(visit);
  if (onlyAgentIds !== null) return onlyAgentIds.includes(agent.agentId) ? null : { kind: 'notNamed' };
  const { queueId } = visit;
  const isMember =
    queueIds === undefined
      ? agent.profile.queueIds.includes(queueId)
      : queueIds.some((other) => agent.profile.queueIds.includes(other));
  return isMember ? null : { kind: 'notInQueue', queueId };
}

function roomObstacle(agent: Agent, { channel }: Visit): Obstacle | null {
  const { capacity } = agent.profile;
  if (capacity.channels[channel] === undefined) return { kind: 'notTheirChannel', channel };
  if (hasRoom(agent, channel)) return null;
  return { kind: 'noRoom', usedUnits: agent.usedUnits, totalUnits: capacity.totalUnits };
}

function skillObstacle(agent: Agent, visit: Visit): Obstacle | null {
  const lack = lackOf(agent, visit.need);
  if (lack === undefined) return meets(agent, stepInForce(visit).where) ? null : { kind: 'notMeant' };
  const { skillId, atLeast } = lack;
  return { kind: 'lacksSkill', skillId, atLeast, has: proficiencyIn(agent.profile.skills, skillId) };
}

const vetoObstacle = ({ veto }: Agent): Obstacle | null =>
  veto === undefined ? null : { kind: 'vetoed', cause: veto.cause };

function lookingObstacle(agent: Agent, { offerIds }: Visit): Obstacle | null {
  for (const offerId of offerIds) if (agent.offerIds.has(offerId)) return { kind: 'looksAlready' };
  return null;
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
    vetoObstacle(agent) ??
    lookingObstacle(agent, visit) ??
    roomObstacle(agent, visit) ??
    skillObstacle(agent, visit) ??
    coolDownObstacle(agent.agentId, visit)
  );
}
