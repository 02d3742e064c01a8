import { noteDelay } from './due';
import { delaysOverAt } from './preference';
import type { ShardState } from './state';
import type { AgentId, VisitId } from './types';
import { mayOffer } from './waiting';

/** It has waited long enough to be shown to further agents. */
export function endDelay(state: ShardState, visitId: VisitId): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  visit.delaysOver = delaysOverAt(visit.plan, visit.waitingSinceAt, state.at);
  lookAgain(state, visitId);
  noteDelay(state, visit);
}

/** The agent who missed it may be offered it again. */
export function endCoolDown(state: ShardState, visitId: VisitId, agentId: AgentId): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  const coolDowns = new Map(visit.coolDowns);
  coolDowns.delete(agentId);
  visit.coolDowns = coolDowns;
  lookAgain(state, visitId);
}

/** Somebody may have it now who could not before. */
function lookAgain(state: ShardState, visitId: VisitId): void {
  const line = state.index.lineByVisit.get(visitId);
  if (line !== undefined) mayOffer(state.index, line);
}
