import type { RequeuedAct } from './acts';
import type { Accept, Decline, Delivered } from './commands';
import { refuse, rulesOf, step, UNCHANGED, type Circumstances, type Decision, type NewAct } from './decision';
import { rescind } from './decide-visit';
import { recall } from './memory';
import type { EndedOffer, Offer, ShardState } from './state';
import type { AgentId, MissCause, OfferId } from './types';

export function decideDelivered(state: ShardState, { offerId }: Delivered, { now }: Circumstances): Decision {
  const offer = liveOffer(state, offerId, now);
  if ('kind' in offer) return offer;
  return offer.isDelivered ? UNCHANGED : step({ kind: 'deliveryNoted' });
}

export function decideAccept(state: ShardState, { offerId, agentId }: Accept, { now }: Circumstances): Decision {
  const offer = offerOfAgent(state, offerId, agentId, now);
  if ('kind' in offer) return offer;
  const { interactionId, visitId, queueId, channel } = offer;
  return step(
    { kind: 'accepted', assignmentId: offerId, interactionId, visitId },
    { kind: 'assigned', assignmentId: offerId, offerId, interactionId, visitId, agentId, queueId, channel },
  );
}

export function decideDecline(state: ShardState, command: Decline, circumstances: Circumstances): Decision {
  const { offerId, agentId, cause } = command;
  const offer = offerOfAgent(state, offerId, agentId, circumstances.now);
  return 'kind' in offer ? offer : step({ kind: 'declined' }, requeue(offer, cause, circumstances));
}

/** The deadline passed. Only an offer that reached the agent counts against them. */
export function lapse(offer: Offer, circumstances: Circumstances): Decision {
  const { offerId, agentId } = offer;
  const outcome = { kind: 'offerLapsed', offerId } as const;
  if (!offer.isDelivered) return step(outcome, requeue(offer, 'unreachable', circumstances));
  return step(outcome, requeue(offer, 'ignored', circumstances), { kind: 'agentNotResponding', agentId, offerId });
}

/** The agent became unavailable: nobody's miss, and no cool-down when they are back. */
export const withdraw = (offer: Offer): Decision =>
  step(
    { kind: 'offerWithdrawn', offerId: offer.offerId },
    rescind(offer, 'agentGone'),
    requeued(offer, 'agentGone', null),
  );

const requeue = (offer: Offer, cause: MissCause, { now, config }: Circumstances): NewAct =>
  requeued(offer, cause, now + rulesOf(config, offer.queueId).coolDownMs[cause]);

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
  // One that is past its deadline may still be there: a submission ends only so many due things.
  if (offer !== undefined) return offer.deadlineAt > now ? offer : refuse({ kind: 'offerExpired' });
  const ended = recall(state.endedOffers, offerId);
  return ended === undefined ? refuse({ kind: 'unknownOffer' }) : refuseEnded(offerId, ended);
}

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
  }
}
