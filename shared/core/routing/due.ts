import { firstOf, popFrom, pushTo, siftWhenLong } from './heap';
import type { Due, ShardState, Visit } from './state';
import type { AgentId } from './types';

/** Notes when the visit expires and when its step ends, as far as they do. */
export function noteVisit(state: ShardState, visit: Visit): void {
  if (visit.expiresAt !== null) note(state, { at: visit.expiresAt, kind: 'visitExpiry', id: visit.visitId });
  noteStep(state, visit);
}

export function noteStep(state: ShardState, { visitId, stepUntilAt }: Visit): void {
  if (stepUntilAt !== null) note(state, { at: stepUntilAt, kind: 'stepEnd', id: visitId });
}

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

function timeOf(state: ShardState, { kind, id, agentId }: Due): number | null | undefined {
  switch (kind) {
    case 'visitExpiry':
      return state.visits.get(id)?.expiresAt;
    case 'stepEnd':
      return state.visits.get(id)?.stepUntilAt;
    case 'coolDownEnd':
      return state.visits.get(id)?.coolDowns.get(agentId);
    case 'offerDeadline':
      return state.offers.get(id)?.deadlineAt;
    case 'wrapUpEnd':
      return state.assignments.get(id)?.wrapUpUntilAt;
    case 'leaseEnd':
      return state.agents.get(id)?.leaseUntilAt;
  }
}

/** Of an agent who went, something that is still theirs and must not be. */
export type Leftover =
  | { readonly kind: 'offer'; readonly offerId: string }
  | { readonly kind: 'wrapUp'; readonly assignmentId: string }
  | { readonly kind: 'text'; readonly assignmentId: string };

/** The first such thing of any agent; undefined when there is none. */
export function firstLeftover(state: ShardState): Leftover | undefined {
  const { leaving } = state.index;
  for (const agentId of leaving) {
    const leftover = leftoverOf(state, agentId);
    if (leftover !== undefined) return leftover;
    leaving.delete(agentId);
  }
  return undefined;
}

/** Offers of whoever is not Ready; of who signed out also what they hold, but a call, whose people talk on. */
export function leftoverOf(state: ShardState, agentId: AgentId): Leftover | undefined {
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.availability.kind === 'ready') return undefined;
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
