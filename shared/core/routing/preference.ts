import { isOpen } from './channel-bits';
import { lackOf, meets, obstacle, stepInForce } from './eligibility';
import type { Obstacle } from './obstacle';
import type { VisitPlan } from './plan';
import type { Agent, Index, Visit, WaitingLine } from './state';
import { NO_PREFERENCE, type Preference, type QueueId } from './types';

/** How many of the delays a visit has waited through by then. */
export function delaysOverAt({ delaysMs }: VisitPlan, waitingSinceAt: number, at: number): number {
  if (delaysMs === undefined) return 0;
  return delaysMs.filter((delayMs) => waitingSinceAt + delayMs <= at).length;
}

/** When the visit is shown to further agents; undefined: never again. */
export function delayEndOf(visit: Visit | undefined): number | undefined {
  const nextMs = visit?.plan.delaysMs?.[visit.delaysOver];
  return visit === undefined || nextMs === undefined ? undefined : visit.waitingSinceAt + nextMs;
}

/** What keeps the visit from being offered to the agent by the shard itself; by hand it may be given to them for all they prefer. */
export const obstacleNow = (index: Index, agent: Agent, visit: Visit): Obstacle | null =>
  obstacle(agent, visit) ?? preferenceObstacle(index, agent, visit);

function preferenceObstacle(index: Index, agent: Agent, visit: Visit): Obstacle | null {
  const preference = preferenceFor(agent, visit);
  if (preference === undefined) return null;
  if (isTooEarly(visit, preference)) return { kind: 'tooEarly', afterMs: preference.afterMs };
  const queueId = preferredQueue(index, agent, preference.level);
  return queueId === undefined ? null : { kind: 'prefersQueue', queueId };
}

/** A step that names agents, or invites those of other queues, asks for what nobody prefers. */
function preferenceFor({ profile }: Agent, visit: Visit): Preference | undefined {
  if (profile.preferences === undefined || stepInForce(visit).onlyAgentIds !== null) return undefined;
  return profile.queueIds.includes(visit.queueId) ? preferenceIn(profile.preferences, visit.queueId) : undefined;
}

const preferenceIn = (preferences: Readonly<Record<QueueId, Preference>>, queueId: QueueId): Preference =>
  Object.hasOwn(preferences, queueId) ? (preferences[queueId] ?? NO_PREFERENCE) : NO_PREFERENCE;

/** A delay that the visit's plan does not know, being of another version, is over when the longest shorter one is. */
const isTooEarly = ({ plan, delaysOver }: Visit, { afterMs }: Preference): boolean =>
  (plan.delaysMs?.[delaysOver] ?? Number.POSITIVE_INFINITY) <= afterMs;

/** A queue of a lower level in which somebody waits whom the agent could be offered now. */
function preferredQueue({ queues }: Index, agent: Agent, level: number): QueueId | undefined {
  const { queueIds, preferences = {} } = agent.profile;
  return queueIds.find((queueId) => {
    const own = preferenceIn(preferences, queueId);
    if (own.level >= level) return false;
    for (const line of queues.get(queueId)?.lines.values() ?? []) if (isForAgent(agent, line)) return true;
    return false;
  });
}

function isForAgent(agent: Agent, line: WaitingLine): boolean {
  if (!isOpen(agent, line.channel) || lackOf(agent, line.need) !== undefined || !meets(agent, line.where)) return false;
  return line.visits.some((visit) => {
    const preference = preferenceFor(agent, visit);
    return obstacle(agent, visit) === null && (preference === undefined || !isTooEarly(visit, preference));
  });
}
