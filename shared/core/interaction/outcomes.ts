import type { Act, ReleaseCause } from './acts';
import type { InteractionEvent } from './events';
import type { CloseReason, Interaction, QueueVisit, Segment, VisitOutcome } from './state';

/** The one event that ends a queue visit. */
export const endedVisit = (visit: QueueVisit, at: number, outcome: VisitOutcome): InteractionEvent => ({
  type: 'visitEnded',
  at,
  visitId: visit.visitId,
  queueId: visit.queueId,
  beganAt: visit.beganAt,
  targetMs: visit.targetMs,
  outcome: visit.work !== 'live' && LIVE.has(outcome) ? visit.work : outcome,
  work: visit.work,
});

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
