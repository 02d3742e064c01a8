import type { Enqueue } from './commands';
import { note, noteStep, noteVisit } from './due';
import type { Entry } from './entries';
import { remember } from './memory';
import type { VisitEnd } from './outcomes';
import type { ShardState, Visit } from './state';
import type { AgentId, RoutingStep, VisitId } from './types';
import { mayOffer, stopWaiting, wait } from './waiting';

export function addVisit(state: ShardState, { seq, at }: Entry, command: Enqueue): void {
  const { visitId, interactionId, queueId, channel, steps, priority, waitingSinceAt, targetMs } = command;
  const { preferredAgentId, expiresAt } = command;
  holdVisit(state, {
    visitId,
    interactionId,
    queueId,
    channel,
    steps,
    priority,
    waitingSinceAt,
    targetMs,
    dueAt: waitingSinceAt + targetMs,
    preferredAgentId,
    expiresAt,
    seq,
    step: 0,
    stepUntilAt: endOfStep(steps, 0, at),
    offerId: null,
    coolDowns: new Map(),
  });
}

/** Takes a live visit into the state and the index. */
export function holdVisit(state: ShardState, visit: Visit): void {
  state.visits.set(visit.visitId, visit);
  state.index.visitByInteraction.set(visit.interactionId, visit.visitId);
  if (visit.offerId === null) wait(state.index, visit);
  noteVisit(state, visit);
  for (const [agentId, at] of visit.coolDowns) note(state, { at, kind: 'coolDownEnd', id: visit.visitId, agentId });
}

/** Every visit ends once, and how is remembered. */
export function endVisit(state: ShardState, visitId: VisitId, how: VisitEnd): void {
  remember(state.endedVisits, visitId, how);
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  stopWaiting(state.index, visit);
  state.visits.delete(visitId);
  state.index.visitByInteraction.delete(visit.interactionId);
}

/** Its offer failed: it waits on in its old place. */
export function waitAgain(state: ShardState, visitId: VisitId, agentId: AgentId, coolDownUntilAt: number | null): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  visit.offerId = null;
  if (coolDownUntilAt !== null) {
    visit.coolDowns.set(agentId, coolDownUntilAt);
    note(state, { at: coolDownUntilAt, kind: 'coolDownEnd', id: visitId, agentId });
  }
  wait(state.index, visit);
}

/** The next step counts from the end of the one before, however late that was noticed. */
export function enterStep(state: ShardState, visitId: VisitId, step: number): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  const from = visit.stepUntilAt ?? state.at;
  const isWaiting = visit.offerId === null;
  stopWaiting(state.index, visit);
  visit.step = step;
  visit.stepUntilAt = endOfStep(visit.steps, step, from);
  if (isWaiting) wait(state.index, visit);
  noteStep(state, visit);
}

/** Null when there is no step behind it. */
function endOfStep(steps: readonly RoutingStep[], step: number, from: number): number | null {
  const timeoutMs = steps[step]?.timeoutMs ?? null;
  return timeoutMs === null || step + 1 >= steps.length ? null : from + timeoutMs;
}

export function endCoolDown(state: ShardState, visitId: VisitId, agentId: AgentId): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  visit.coolDowns.delete(agentId);
  const line = state.index.lineByVisit.get(visitId);
  if (line !== undefined) mayOffer(state.index, line);
}
