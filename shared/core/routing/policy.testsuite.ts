import type { AgentRecord, Snapshot, VisitRecord } from './snapshot';

/** The policy once more, word for word and slow: from a snapshot, by looking at every pair. */
export function expectedOffer(taken: Snapshot): { readonly visitId: string; readonly agentId: string } | undefined {
  const waiting = taken.visits
    .filter((one) => one.offerId === null)
    .sort((a, b) => a.priority - b.priority || a.dueAt - b.dueAt || a.seq - b.seq);
  for (const one of waiting) {
    const [first, ...others] = taken.agents.filter((agent) => mayHave(taken, one, agent)).sort(byIdle(taken));
    if (first === undefined) continue;
    const preferred = [first, ...others].find((agent) => agent.agentId === one.preferredAgentId);
    return { visitId: one.visitId, agentId: (preferred ?? first).agentId };
  }
  return undefined;
}

/** All that an agent holds. */
export const heldBy = (taken: Snapshot, agentId: string) =>
  [...taken.offers, ...taken.assignments].filter((one) => one.agentId === agentId);

const byIdle = (taken: Snapshot) => (a: AgentRecord, b: AgentRecord) =>
  Math.sign(heldBy(taken, a.agentId).length) - Math.sign(heldBy(taken, b.agentId).length) || a.idleSeq - b.idleSeq;

function mayHave(taken: Snapshot, one: VisitRecord, { agentId: id, availability, profile: own }: AgentRecord): boolean {
  const asked = one.steps[one.step];
  if (asked === undefined || availability.kind !== 'ready') return false;
  if (!(asked.onlyAgentIds?.includes(id) ?? own.queueIds.includes(one.queueId))) return false;
  if (asked.requirements.some(({ skillId, atLeast }) => (own.skills[skillId] ?? 0) < atLeast)) return false;
  if (one.coolDowns.some(([cooling]) => cooling === id)) return false;
  const held = heldBy(taken, id);
  const can = own.capacity.channels[one.channel];
  if (can === undefined || held.filter(({ channel }) => channel === one.channel).length >= can.max) return false;
  if (held.length > 0 && (can.exclusive || held.some(({ channel }) => channel === 'voice'))) return false;
  return held.reduce((sum, { units }) => sum + units, can.units) <= own.capacity.totalUnits;
}
