import { departingOf } from './departure';
import { isAvailable } from './eligibility';
import { firstOf, popFrom, pushTo, siftWhenLong } from './heap';
import { delayEndOf } from './preference';
import type { Due, ShardState, Visit } from './state';
import type { AgentId } from './types';

/** Notes when the visit expires and when its step ends, as far as they do. */
export function noteVisit(state: ShardState, visit: Visit): void {
  if (visit.expiresAt !== null) note(state, { at: visit.expiresAt, kind: 'visitExpiry', id: visit.visitId });
  if (visit.moreAt !== null) note(state, { at: visit.moreAt, kind: 'moreOffers', id: visit.visitId });
  noteDelay(state, visit);
  noteStep(state, visit);
}

/** The visit is shown to further agents then. */
export function noteDelay(state: ShardState, visit: Visit): void {
  const at = delayEndOf(visit);
  if (at !== undefined) note(state, { at, kind: 'delayEnd', id: visit.visitId });
}

/** What follows from the step in force: the next one, less that is asked, or the end of the visit. */
export function noteStep(state: ShardState, visit: Visit): void {
  const { visitId: id, stepUntilAt, relaxAt } = visit;
  if (hasNextStep(visit) && stepUntilAt !== null) note(state, { at: stepUntilAt, kind: 'stepEnd', id });
  if (relaxAt !== null) note(state, { at: relaxAt, kind: 'relaxation', id });
  noteDeparture(state, visit);
}

/** Not of one that an agent looks at: it is theirs until they have answered. */
export function noteDeparture(state: ShardState, visit: Visit): void {
  const at = departureOf(visit);
  if (at !== undefined) note(state, { at, kind: 'departure', id: visit.visitId });
}

const departureOf = (visit: Visit | undefined): number | undefined =>
  visit === undefined || visit.offerIds.length > 0 ? undefined : departingOf(visit)?.at;

const hasNextStep = ({ steps, step }: Visit): boolean => step + 1 < steps.length;

/** Notes one thing that will be due. */
export function note(state: ShardState, due: Pick<Due, 'at' | 'kind' | 'id'> & Partial<Due>): void {
  const heap = state.index.due;
  pushTo(heap, { agentId: '', seq: 0, ...due });
  // Most of what is noted is settled long before its time, and some times are days away.
  siftWhenLong(heap, (item) => newTimeOf(state, item) !== undefined);
}

/** The first thing that will be due; undefined when nothing ever will. Drops notes of what has been settled. */
export function firstDue(state: ShardState): Due | undefined {
  const heap = state.index.due;
  for (;;) {
    const due = firstOf(heap);
    if (due === undefined) return undefined;
    const at = newTimeOf(state, due);
    if (at === due.at) return due;
    popFrom(heap);
    if (at !== undefined) pushTo(heap, { ...due, at });
  }
}

/** When the thing is due as the state says now; undefined when it is settled. Only a lease moves: a heartbeat notes nothing. */
function newTimeOf(state: ShardState, due: Due): number | undefined {
  if (due.kind === 'leaseEnd') return leaseEnd(state, due);
  return timeOf(state, due) === due.at ? due.at : undefined;
}

function leaseEnd(state: ShardState, { id, seq }: Due): number | undefined {
  const agent = state.agents.get(id);
  return agent?.signedInSeq === seq ? (agent.leaseUntilAt ?? undefined) : undefined;
}

const stepEnd = (visit: Visit | undefined): number | null =>
  visit !== undefined && hasNextStep(visit) ? visit.stepUntilAt : null;

function timeOf(state: ShardState, { kind, id, agentId }: Due): number | null | undefined {
  switch (kind) {
    case 'visitExpiry':
      return state.visits.get(id)?.expiresAt;
    case 'stepEnd':
      return stepEnd(state.visits.get(id));
    case 'departure':
      return departureOf(state.visits.get(id));
    case 'delayEnd':
      return delayEndOf(state.visits.get(id));
    case 'relaxation':
      return state.visits.get(id)?.relaxAt;
    case 'moreOffers':
      return state.visits.get(id)?.moreAt;
    case 'coolDownEnd':
      return state.visits.get(id)?.coolDowns.get(agentId);
    case 'offerDeadline':
      return state.offers.get(id)?.deadlineAt;
    case 'wrapUpEnd':
      return state.assignments.get(id)?.wrapUpUntilAt;
    case 'roomEnd':
      return state.assignments.get(id)?.roomUntilAt;
    case 'leaseEnd':
      return state.agents.get(id)?.leaseUntilAt;
    case 'vetoEnd':
      return state.agents.get(id)?.veto?.untilAt;
  }
}

/** Something that is still there and must not be: of an agent who went, or an offer of a visit that is over. */
export type Leftover =
  | { readonly kind: 'orphan'; readonly offerId: string }
  | { readonly kind: 'offer'; readonly offerId: string }
  | { readonly kind: 'wrapUp'; readonly assignmentId: string }
  | { readonly kind: 'text'; readonly assignmentId: string };

/** The first such thing; undefined when there is none. */
export function firstLeftover(state: ShardState): Leftover | undefined {
  const { leaving, orphans } = state.index;
  for (const offerId of orphans) {
    if (state.offers.has(offerId)) return { kind: 'orphan', offerId };
    orphans.delete(offerId);
  }
  for (const agentId of leaving) {
    const leftover = leftoverOf(state, agentId);
    if (leftover !== undefined) return leftover;
    leaving.delete(agentId);
  }
  return undefined;
}

/** Offers of whoever is not Ready, or whom Teams says to be elsewhere; of who signed out also what they hold, but a call, whose people talk on. */
export function leftoverOf(state: ShardState, agentId: AgentId): Leftover | undefined {
  const agent = state.agents.get(agentId);
  if (agent === undefined || isAvailable(agent)) return undefined;
  for (const offerId of agent.offerIds) return { kind: 'offer', offerId };
  if (agent.availability.kind !== 'signedOut') return undefined;
  for (const assignmentId of agent.assignmentIds) {
    const assignment = state.assignments.get(assignmentId);
    if (assignment === undefined) continue;
    if (assignment.wrapUpUntilAt !== null) return { kind: 'wrapUp', assignmentId };
    if (assignment.channel !== 'voice') return { kind: 'text', assignmentId };
  }
  return undefined;
}
