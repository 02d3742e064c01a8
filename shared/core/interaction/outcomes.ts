import type { Act, ReleaseCause } from './acts';
import type { InteractionEvent } from './events';
import type { CloseReason, Interaction, QueueVisit, Segment, VisitOutcome } from './state';

/** The one event that ends a queue visit; none for a customer who was handed to an agent by name. */
export function endedVisit(visit: QueueVisit, at: number, outcome: VisitOutcome): InteractionEvent[] {
  const { visitId, queueId, beganAt, targetMs, work } = visit;
  if (visit.onlyAgentId !== undefined) return [];
  const known = work !== 'live' && LIVE.has(outcome) ? work : outcome;
  return [{ type: 'visitEnded', at, visitId, queueId, beganAt, targetMs, outcome: known, work }];
}

/** The visit of a customer who was handed to an agent by name and does not get to them: from now on anyone's of the queue. */
export function forAnyone(visit: QueueVisit): QueueVisit {
  const { onlyAgentId, ...open } = visit;
  return onlyAgentId === undefined ? visit : open;
}

/** Outcomes of somebody who waits: work that was left behind is neither answered nor abandoned. */
const LIVE: ReadonlySet<VisitOutcome> = new Set<VisitOutcome>(['answered', 'abandoned', 'shortAbandoned']);

/** The line of ours that a call to a customer took. */
export const freeLine: Act = { kind: 'freeLine' };

/** Gives back the line that a callback took, if it did. */
export const lineActs = ({ deferred }: Interaction): Act[] =>
  deferred?.kind === 'callback' && deferred.call !== 'none' ? [freeLine] : [];

/** Frees the agent in the shard; `wrapUpMs` of 0 frees at once. */
export const release = (segment: Segment, cause: ReleaseCause, wrapUpMs: number): Act => ({
  kind: 'release',
  assignmentId: segment.assignmentId,
  agentId: segment.agentId,
  shardId: segment.shardId,
  cause,
  wrapUpMs,
});

/** They said goodbye themselves: nobody else's chat is shut, for they read the last words in it and may write again. */
const LEFT: ReadonlySet<CloseReason> = new Set<CloseReason>(['customerLeft', 'abandoned']);

/** What every close does outside. */
export function closingActs(state: Interaction, reason: CloseReason): Act[] {
  const acts: Act[] = [{ kind: 'leaveInbox' }];
  if (state.facts.channel === 'chat' && LEFT.has(reason)) acts.push({ kind: 'closeThread' });
  return [...acts, { kind: 'tell', signal: 'closed' }];
}
