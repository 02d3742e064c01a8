import type { Act, ReleaseCause } from './acts';
import { decided, type Decision } from './decision';
import type { InteractionEvent } from './events';
import { hasCall, type CloseReason, type Interaction, type QueueVisit, type Segment, type VisitOutcome } from './state';

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

/** The visit without what the agent before said about it: it has been read. */
export function withoutNote(visit: QueueVisit): QueueVisit {
  const { handedOver, ...bare } = visit;
  return handedOver === undefined ? visit : bare;
}

/** The line of ours that a call to a customer took. */
export const freeLine: Act = { kind: 'freeLine' };

/** Gives back the line that a callback took, if it did. */
export const lineActs = ({ deferred }: Interaction): Act[] =>
  deferred?.kind === 'callback' && deferred.call !== 'none' ? [freeLine] : [];

/** Beside the agent's notes, in the caller's language. */
export const surveyActs = (state: Interaction, segment: Segment | undefined): Act[] =>
  hasCall(state) && segment !== undefined ? [{ kind: 'askSurvey', language: segment.visit.language }] : [];

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

/** Whether the customer of a written conversation has said goodbye themselves. */
export const hasSaidGoodbye = ({ phase }: Interaction): boolean =>
  (phase.name === 'ended' || phase.name === 'closed') && LEFT.has(phase.reason);

/** What every close does outside. */
export function closingActs(state: Interaction, reason: CloseReason): Act[] {
  const acts: Act[] = [{ kind: 'leaveInbox' }];
  if (state.facts.channel === 'chat' && LEFT.has(reason)) acts.push({ kind: 'closeThread' });
  return [...acts, { kind: 'tell', signal: 'closed' }];
}

/** Closes when the customer's side is over and no other segment than that of `agentId` is open. */
export function closeIfDone(
  events: InteractionEvent[],
  acts: Act[],
  state: Interaction,
  at: number,
  agentId: string,
): Decision {
  const others = state.segments.some((segment) => segment.agentId !== agentId && segment.state.name !== 'done');
  const isOver = state.phase.name === 'ended' || events.some(({ type }) => type === 'ended');
  if (others || !isOver) return decided(events, acts);
  const reason = state.phase.name === 'ended' ? state.phase.reason : 'completed';
  return decided([...events, { type: 'closed', at, reason }], [...acts, ...closingActs(state, reason)]);
}
