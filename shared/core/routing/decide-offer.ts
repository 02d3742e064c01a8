import type { RequeuedAct, RescindAct } from './acts';
import type { Accept, Decline, Delivered } from './commands';
import type { RoutingConfig } from './config';
import { refuse, rulesOf, step, UNCHANGED, type Circumstances, type Decision, type NewAct } from './decision';
import { rescind } from './decide-visit';
import { recall } from './memory';
import type { EndedOffer, Offer, ShardState } from './state';
import type { AgentId, MissCause, OfferId } from './types';

/** What comes when half of the time to answer is over (its bearer died, Teams was slow) counts as none that an agent could ignore. */
export function decideDelivered(state: ShardState, { offerId }: Delivered, { now, config }: Circumstances): Decision {
  const offer = liveOffer(state, offerId, now);
  if ('kind' in offer) return offer;
  const isLate = (offer.deadlineAt - now) * 2 <= rulesOf(config, offer.queueId).offerDeadlineMs[offer.channel];
  return offer.isDelivered || isLate ? UNCHANGED : step({ kind: 'deliveryNoted' });
}

/** Who accepts an offer that is still theirs has the visit: the offer becomes the assignment. */
export function decideAccept(state: ShardState, { offerId, agentId }: Accept, { now }: Circumstances): Decision {
  const offer = offerOfAgent(state, offerId, agentId, now);
  if ('kind' in offer) return offer;
  const { interactionId, visitId, queueId, channel } = offer;
  return step(
    { kind: 'accepted', assignmentId: offerId, interactionId, visitId },
    { kind: 'assigned', assignmentId: offerId, offerId, interactionId, visitId, agentId, queueId, channel },
  );
}

/** The agent does not want it: it waits again, and comes back to them after a cool-down. */
export function decideDecline(state: ShardState, command: Decline, circumstances: Circumstances): Decision {
  const { offerId, agentId, cause } = command;
  const offer = offerOfAgent(state, offerId, agentId, circumstances.now);
  return 'kind' in offer ? offer : step({ kind: 'declined' }, requeue(state, offer, cause, circumstances));
}

/** The deadline passed. Only an offer that reached the agent counts against them. */
export function lapse(state: ShardState, offer: Offer, circumstances: Circumstances): Decision {
  const { offerId, agentId } = offer;
  const outcome = { kind: 'offerLapsed', offerId } as const;
  if (!offer.isDelivered) return step(outcome, requeue(state, offer, 'unreachable', circumstances));
  const told = { kind: 'agentNotResponding', agentId, offerId } as const;
  return step(outcome, requeue(state, offer, 'ignored', circumstances), told);
}

/** The agent became unavailable: nobody's miss, and no cool-down when they are back. */
export const withdraw = (offer: Offer): Decision =>
  step(
    { kind: 'offerWithdrawn', offerId: offer.offerId },
    rescind(offer, 'agentGone'),
    requeued(offer, 'agentGone', null),
  );

/** The visit is over: another agent won it, or it ended. Nobody's miss. */
export function withdrawOrphan(state: ShardState, offer: Offer): Decision {
  const outcome = { kind: 'offerWithdrawn', offerId: offer.offerId } as const;
  // Whoever took the visit by hand is told by the assignment.
  return hasVisit(state, offer) ? step(outcome) : step(outcome, rescind(offer, orphanedBy(state, offer)));
}

const hasVisit = (state: ShardState, { agentId, visitId }: Offer): boolean =>
  [...(state.agents.get(agentId)?.assignmentIds ?? [])].some((id) => state.assignments.get(id)?.visitId === visitId);

function orphanedBy(state: ShardState, { visitId }: Offer): RescindAct['reason'] {
  const how = recall(state.endedVisits, visitId);
  if (how === 'answered') return 'acceptedElsewhere';
  return how === 'expired' || how === 'overflowed' ? 'expired' : 'cancelled';
}

const requeue = (state: ShardState, offer: Offer, cause: MissCause, { now, config }: Circumstances): NewAct =>
  requeued(offer, cause, now + restMs(state, offer, cause, config));

/** The cool-down by cause, or the longer rest of an agent who has missed this visit often enough. */
function restMs(
  state: ShardState,
  { visitId, agentId, queueId }: Offer,
  cause: MissCause,
  config: RoutingConfig,
): number {
  const coolDownMs = rulesOf(config, queueId).coolDownMs[cause];
  const visit = state.visits.get(visitId);
  const limit = visit?.plan.declineLimit ?? null;
  if (limit === null || (cause !== 'declined' && cause !== 'ignored')) return coolDownMs;
  const misses = (visit?.misses.get(agentId) ?? 0) + 1;
  return misses < limit.times ? coolDownMs : Math.max(coolDownMs, limit.restMs);
}

const requeued = (
  { offerId, interactionId, visitId, agentId }: Offer,
  cause: RequeuedAct['cause'],
  coolDownUntilAt: number | null,
): NewAct => ({ kind: 'requeued', offerId, interactionId, visitId, agentId, cause, coolDownUntilAt });

function offerOfAgent(state: ShardState, offerId: OfferId, agentId: AgentId, now: number): Offer | Decision {
  const owner = state.offers.get(offerId)?.agentId ?? recall(state.endedOffers, offerId)?.agentId;
  if (owner !== undefined && owner !== agentId) return refuse({ kind: 'notYourOffer' });
  return liveOffer(state, offerId, now);
}

/** The offer while it may be answered, else the refusal that says what became of it. */
function liveOffer(state: ShardState, offerId: OfferId, now: number): Offer | Decision {
  const offer = state.offers.get(offerId);
  // One that is past its deadline, or whose visit is over, may still be there: a submission ends only so many due things.
  if (offer !== undefined && !state.visits.has(offer.visitId)) return refuseOrphan(state, offer);
  if (offer !== undefined) return offer.deadlineAt > now ? offer : refuse({ kind: 'offerExpired' });
  const ended = recall(state.endedOffers, offerId);
  return ended === undefined ? refuse({ kind: 'unknownOffer' }) : refuseEnded(offerId, ended);
}

const refuseOrphan = (state: ShardState, offer: Offer): Decision =>
  refuse({ kind: orphanedBy(state, offer) === 'acceptedElsewhere' ? 'acceptedElsewhere' : 'offerCancelled' });

function refuseEnded(offerId: OfferId, { end }: EndedOffer): Decision {
  switch (end) {
    case 'accepted':
      return refuse({ kind: 'alreadyAccepted', assignmentId: offerId });
    case 'declined':
      return refuse({ kind: 'alreadyDeclined' });
    case 'expired':
      return refuse({ kind: 'offerExpired' });
    case 'cancelled':
      return refuse({ kind: 'offerCancelled' });
    case 'acceptedElsewhere':
      return refuse({ kind: 'acceptedElsewhere' });
  }
}
