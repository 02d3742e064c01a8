import type { Cancel, Enqueue } from './commands';
import { refuse, step, type Circumstances, type Decision, type NewAct } from './decision';
import { recall } from './memory';
import type { Offer, ShardState, Visit } from './state';
import type { RescindReason } from './acts';

export function decideEnqueue(state: ShardState, command: Enqueue, { config }: Circumstances): Decision {
  const { visitId, interactionId, queueId, steps } = command;
  const live = state.visits.get(visitId);
  if (live !== undefined) return refuse({ kind: 'alreadyEnqueued', seq: live.seq, step: live.step });
  const how = recall(state.endedVisits, visitId);
  if (how !== undefined) return refuse({ kind: 'visitEnded', how });
  const other = state.index.visitByInteraction.get(interactionId);
  if (other !== undefined) return refuse({ kind: 'otherVisitLive', visitId: other });
  if (!config.queues.has(queueId)) return refuse({ kind: 'unknownQueue', queueId });
  if (steps.length === 0) return refuse({ kind: 'noSteps' });
  return step({ kind: 'enqueued', seq: state.seq + 1, step: 0 });
}

export function decideCancel(state: ShardState, { visitId }: Cancel): Decision {
  const visit = state.visits.get(visitId);
  if (visit !== undefined) return step({ kind: 'cancelled' }, ...rescindOf(state, visit, 'cancelled'));
  const how = recall(state.endedVisits, visitId);
  return how === undefined ? step({ kind: 'cancelledAhead' }) : refuse({ kind: 'visitEnded', how });
}

/** The longest wait is over. */
export const expire = (state: ShardState, visit: Visit): Decision =>
  step({ kind: 'visitExpired', visitId: visit.visitId }, ...rescindOf(state, visit, 'expired'), {
    kind: 'expired',
    interactionId: visit.interactionId,
    visitId: visit.visitId,
    queueId: visit.queueId,
  });

function rescindOf(state: ShardState, { offerId }: Visit, reason: RescindReason): readonly NewAct[] {
  const offer = offerId === null ? undefined : state.offers.get(offerId);
  return offer === undefined ? [] : [rescind(offer, reason)];
}

export const rescind = ({ offerId, interactionId, visitId, agentId }: Offer, reason: RescindReason): NewAct => ({
  kind: 'rescind',
  offerId,
  interactionId,
  visitId,
  agentId,
  reason,
});
