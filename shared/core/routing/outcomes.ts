import type { AgentId, AssignmentId, InteractionId, OfferId, QueueId, VisitId } from './types';

/** How a visit ended, as the shard knows it. */
export type VisitEnd = 'answered' | 'cancelled' | 'expired';

/** The outcome of a step that changed something: journaled, and the answer to the same command ever after. */
export type Recorded =
  | { readonly kind: 'enqueued'; readonly seq: number; readonly step: number }
  | { readonly kind: 'cancelled' }
  /** The visit was not known: a later enqueue of it (events come in any order) ends at once. */
  | { readonly kind: 'cancelledAhead' }
  | { readonly kind: 'agentStateSet'; readonly leaseUntilAt: number }
  | { readonly kind: 'profileTaken' }
  | { readonly kind: 'leaseRenewed'; readonly leaseUntilAt: number }
  | { readonly kind: 'deliveryNoted' }
  | {
      readonly kind: 'accepted';
      readonly assignmentId: AssignmentId;
      readonly interactionId: InteractionId;
      readonly visitId: VisitId;
    }
  | { readonly kind: 'declined' }
  | { readonly kind: 'released'; readonly wrapUpUntilAt: number | null }
  | { readonly kind: 'completed' }
  | { readonly kind: 'configTaken' }
  | { readonly kind: 'offered'; readonly offerId: OfferId }
  | { readonly kind: 'offerLapsed'; readonly offerId: OfferId }
  /** The agent became unavailable while the offer was live. */
  | { readonly kind: 'offerWithdrawn'; readonly offerId: OfferId }
  | { readonly kind: 'visitExpired'; readonly visitId: VisitId }
  | { readonly kind: 'stepEntered'; readonly visitId: VisitId; readonly step: number }
  | { readonly kind: 'coolDownEnded'; readonly visitId: VisitId; readonly agentId: AgentId }
  | { readonly kind: 'leaseExpired'; readonly agentId: AgentId }
  | { readonly kind: 'wrapUpTimedOut'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'assignmentLost'; readonly assignmentId: AssignmentId }
  /** Nothing but marks of done acts. */
  | { readonly kind: 'marked' };

/** A command that changed nothing: no entry. It may be tried again and may then succeed. */
export type Refused =
  /** It is so already, or there was nothing to do. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'alreadyEnqueued'; readonly seq: number; readonly step: number }
  | { readonly kind: 'visitEnded'; readonly how: VisitEnd }
  /** The interaction already waits by another visit. */
  | { readonly kind: 'otherVisitLive'; readonly visitId: VisitId }
  | { readonly kind: 'unknownVisit' }
  /** Not a queue of this shard in this configuration. */
  | { readonly kind: 'unknownQueue'; readonly queueId: QueueId }
  | { readonly kind: 'noSteps' }
  /** Not signed in. */
  | { readonly kind: 'unknownAgent' }
  /** Never made, or ended too long ago to be remembered. */
  | { readonly kind: 'unknownOffer' }
  | { readonly kind: 'notYourOffer' }
  | { readonly kind: 'alreadyAccepted'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'alreadyDeclined' }
  | { readonly kind: 'acceptedElsewhere' }
  | { readonly kind: 'offerExpired' }
  /** The visit ended without an agent, or the agent had become unavailable. */
  | { readonly kind: 'offerCancelled' }
  /** Never made, or done. */
  | { readonly kind: 'unknownAssignment' }
  | { readonly kind: 'alreadyReleased' }
  /** `complete` before `release`. */
  | { readonly kind: 'stillWorking' }
  /** The state wants this version: look it up and submit again. */
  | { readonly kind: 'wrongConfig'; readonly version: number }
  /** The configuration is of another shard: reload and find the right one. */
  | { readonly kind: 'wrongShard' }
  /** The entry would exceed ENTRY_LIMIT_BYTES. */
  | { readonly kind: 'tooLarge' };

/** The answer of `match` and `tick`: how many entries they made. */
export interface Settled {
  readonly kind: 'settled';
  readonly entries: number;
}

export type Outcome = Recorded | Refused | Settled;
