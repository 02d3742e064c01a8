import type { AgentRecord, Snapshot, VisitRecord } from './snapshot-shape';
import type { Expression } from './types';

/** What the policy looks at. */
type Seen = Pick<Snapshot, 'agents' | 'visits' | 'offers' | 'assignments'>;

/** The policy once more, word for word and slow: from a snapshot, by looking at every pair. */
export function expectedOffer(taken: Seen): { readonly visitId: string; readonly agentId: string } | undefined {
  const waiting = taken.visits.filter((one) => one.offerIds.length < one.allowed).sort(order);
  for (const one of waiting) {
    const [first, ...others] = taken.agents
      .filter((agent) => mayBeOffered(taken, waiting, one, agent))
      .sort(byRule(taken, one));
    if (first === undefined) continue;
    const preferred = [first, ...others].find((agent) => agent.agentId === one.preferredAgentId);
    return { visitId: one.visitId, agentId: (preferred ?? first).agentId };
  }
  return undefined;
}

/** Whether somebody waits, whom no agent looks at, and more wait ahead of them than their queue takes. */
export const standsTooFarBack = (taken: Seen): boolean => {
  const waiting = taken.visits.filter((one) => one.overflowing === null && one.offerIds.length < one.allowed);
  return waiting.some((one) => {
    const ahead = waiting.filter((other) => other.queueId === one.queueId && order(other, one) < 0).length;
    const rules = one.offerIds.length > 0 ? [] : one.plan.overflow;
    return rules.some(({ when }) => when.kind === 'waiting' && ahead >= when.atLeast);
  });
};

const order = (a: VisitRecord, b: VisitRecord): number => a.priority - b.priority || a.dueAt - b.dueAt || a.seq - b.seq;

/** All that an agent holds. */
export const heldBy = (taken: Seen, agentId: string) =>
  [...taken.offers, ...taken.assignments].filter((one) => one.agentId === agentId);

/** Of it what takes room: wrap-up may have given it back. */
export const roomTaken = (taken: Seen, agentId: string) =>
  heldBy(taken, agentId).filter((one) => !('isHoldingRoom' in one) || one.isHoldingRoom);

/** Whom they hold now and did not before: who takes what they are offered holds nobody new. */
export const addedTo = (before: Seen, after: Seen, agentId: string) => {
  const had = new Set(heldBy(before, agentId).map(({ visitId }) => visitId));
  return roomTaken(after, agentId).filter(({ visitId }) => !had.has(visitId));
};

const usedBy = (taken: Seen, agentId: string) => roomTaken(taken, agentId).reduce((sum, { units }) => sum + units, 0);

const byRule = (taken: Seen, one: VisitRecord) => (a: AgentRecord, b: AgentRecord) =>
  figure(taken, one, a) - figure(taken, one, b) ||
  Math.sign(heldBy(taken, a.agentId).length) - Math.sign(heldBy(taken, b.agentId).length) ||
  a.idleSeq - b.idleSeq;

function figure(taken: Seen, { plan, need, steps, step }: VisitRecord, agent: AgentRecord): number {
  const choice = steps[step]?.choice ?? plan.choice;
  if (choice === 'roundRobin') return agent.offeredSeq;
  if (choice === 'fewestContacts') return agent.contacts;
  if (choice === 'leastLoaded') return usedBy(taken, agent.agentId) / agent.profile.capacity.totalUnits;
  if (choice === 'longestIdle') return 0;
  const asked = [...need, ...steps.flatMap(({ requirements }) => requirements)].map(({ skillId }) => skillId);
  const where = JSON.stringify(steps[step]?.where ?? '').match(/(?<="skillId":")[^"]+/gu) ?? [];
  return -[...new Set([...asked, ...where])].reduce((sum, skillId) => sum + (agent.profile.skills[skillId] ?? 0), 0);
}

/** They may have it, it has waited long enough for them, and nobody whom they prefer waits for them. */
function mayBeOffered(taken: Seen, waiting: readonly VisitRecord[], one: VisitRecord, agent: AgentRecord): boolean {
  if (!mayHave(taken, one, agent) || isEarly(one, agent)) return false;
  if (preference(one, agent) === undefined) return true;
  return !waiting.some(
    (other) =>
      agent.profile.queueIds.includes(other.queueId) &&
      levelOf(other, agent) < levelOf(one, agent) &&
      mayHave(taken, other, agent) &&
      !isEarly(other, agent),
  );
}

const levelOf = ({ queueId }: VisitRecord, { profile }: AgentRecord): number =>
  profile.preferences?.[queueId]?.level ?? 1;

/** Of steps that ask for the agents of the queue. */
function preference({ queueId, steps, step }: VisitRecord, { profile }: AgentRecord) {
  if (!profile.queueIds.includes(queueId) || steps[step]?.onlyAgentIds !== null) return undefined;
  return profile.preferences?.[queueId];
}

function isEarly(one: VisitRecord, agent: AgentRecord): boolean {
  const afterMs = preference(one, agent)?.afterMs ?? 0;
  return (one.plan.delaysMs ?? []).slice(one.delaysOver).some((delayMs) => delayMs <= afterMs);
}

function mayHave(taken: Seen, one: VisitRecord, agent: AgentRecord): boolean {
  const { agentId: id, availability, veto, profile: own } = agent;
  const asked = one.steps[one.step];
  if (asked === undefined || availability.kind !== 'ready' || veto !== undefined) return false;
  const queueIds = asked.queueIds ?? [one.queueId];
  if (!(asked.onlyAgentIds?.includes(id) ?? queueIds.some((queueId) => own.queueIds.includes(queueId)))) return false;
  if (one.need.some(({ skillId, atLeast }) => (own.skills[skillId] ?? 0) < atLeast)) return false;
  if (asked.where !== undefined && !isMeant(asked.where, id, own.skills)) return false;
  if (one.coolDowns.some(([cooling]) => cooling === id)) return false;
  if (taken.offers.some(({ visitId, agentId }) => visitId === one.visitId && agentId === id)) return false;
  return hasRoom(taken, one, id, own);
}

function hasRoom(taken: Seen, { channel }: VisitRecord, id: string, own: AgentRecord['profile']): boolean {
  const held = roomTaken(taken, id);
  const can = own.capacity.channels[channel];
  if (can === undefined || held.filter((one) => one.channel === channel).length >= can.max) return false;
  const staying = held.filter((one) => own.capacity.channels[one.channel]?.interruptedBy?.includes(channel) !== true);
  if (staying.length > 0 && (can.exclusive || staying.some((one) => standsAlone(own, one.channel)))) return false;
  return staying.reduce((sum, { units }) => sum + units, can.units) <= own.capacity.totalUnits;
}

/** A call does so at an agent who has no calls any more, too. */
export const standsAlone = ({ capacity }: AgentRecord['profile'], channel: VisitRecord['channel']): boolean =>
  capacity.channels[channel]?.exclusive ?? channel === 'voice';

function isMeant(where: Expression, id: string, skills: Readonly<Record<string, number>>): boolean {
  switch (where.kind) {
    case 'all':
      return where.of.every((part) => isMeant(part, id, skills));
    case 'any':
      return where.of.some((part) => isMeant(part, id, skills));
    case 'not':
      return !isMeant(where.of, id, skills);
    case 'agents':
      return where.agentIds.includes(id);
    case 'skill':
      // The only comparison that the schedules make.
      return (skills[where.skillId] ?? 0) > where.level;
  }
}
