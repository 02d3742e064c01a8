import type { Obstacle } from './obstacle';
import type { DepartureCause, VisitPlan } from './plan';
import type {
  AgentId,
  AgentProfile,
  AssignmentId,
  InteractionId,
  OfferId,
  QueueId,
  QueueMoves,
  Veto,
  VisitId,
} from './types';

/** `pulled`: the agent chose it. `assigned`: a supervisor did, within the rules. `forced`: a supervisor did, whatever the rules say. */
export type TakenHow = 'pulled' | 'assigned' | 'forced';

/** How a visit ended, as the shard knows it. */
export type VisitEnd = 'answered' | 'cancelled' | 'expired' | 'overflowed';

/** What the configuration made of a visit as it entered. Absent: the usual plan. */
interface PlanMade {
  readonly plan?: VisitPlan;
  readonly closesAt?: number;
  /** The overflow rule that held as it entered. */
  readonly overflowing?: number;
  /** Until when `missedBy` is spared. */
  readonly coolDownUntilAt?: number;
}

/** The outcome of a step that changed something: journaled, and the answer to the same command ever after. */
export type Recorded =
  | ({ readonly kind: 'enqueued'; readonly seq: number; readonly step: number } & PlanMade)
  | { readonly kind: 'cancelled' }
  /** The visit was not known: a later enqueue of it (events come in any order) ends at once. */
  | { readonly kind: 'cancelledAhead' }
  | { readonly kind: 'agentStateSet'; readonly leaseUntilAt: number }
  | { readonly kind: 'agentMoved'; readonly profile: AgentProfile; readonly moves: QueueMoves }
  | { readonly kind: 'leaseRenewed'; readonly leaseUntilAt: number }
  | { readonly kind: 'deliveryNoted' }
  | { readonly kind: 'presenceNoted'; readonly veto: Veto | null }
  /** Presence was not read for as long as the veto lasts. */
  | { readonly kind: 'vetoEnded'; readonly agentId: AgentId }
  | {
      readonly kind: 'accepted';
      readonly assignmentId: AssignmentId;
      readonly interactionId: InteractionId;
      readonly visitId: VisitId;
    }
  | { readonly kind: 'declined' }
  /** `roomUntilAt`: when the units are given back, where that is before wrap-up ends. */
  | { readonly kind: 'released'; readonly wrapUpUntilAt: number | null; readonly roomUntilAt?: number }
  | { readonly kind: 'roomFreed'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'completed' }
  | { readonly kind: 'configTaken' }
  | { readonly kind: 'offered'; readonly offerId: OfferId }
  | { readonly kind: 'offerLapsed'; readonly offerId: OfferId }
  /** The agent became unavailable while the offer was live. */
  | { readonly kind: 'offerWithdrawn'; readonly offerId: OfferId }
  | { readonly kind: 'visitExpired'; readonly visitId: VisitId }
  | { readonly kind: 'stepEntered'; readonly visitId: VisitId; readonly step: number }
  /** A requirement was given up. */
  | { readonly kind: 'relaxed'; readonly visitId: VisitId }
  /** Further agents of its queue may be shown it. */
  | { readonly kind: 'delayOver'; readonly visitId: VisitId }
  /** One more agent may see it. */
  | { readonly kind: 'offersWidened'; readonly visitId: VisitId }
  /** It goes back to its flow, or to another queue. */
  | {
      readonly kind: 'visitDeparted';
      readonly visitId: VisitId;
      readonly because: DepartureCause;
      /** What `waiting` or `expectedWait` compared, of one that waited: visits ahead of it, or milliseconds still to be waited. */
      readonly figure?: number;
    }
  | { readonly kind: 'coolDownEnded'; readonly visitId: VisitId; readonly agentId: AgentId }
  | { readonly kind: 'leaseExpired'; readonly agentId: AgentId }
  | { readonly kind: 'wrapUpTimedOut'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'assignmentLost'; readonly assignmentId: AssignmentId }
  /** Without an offer: the agent took it, or somebody gave it to them. */
  | {
      readonly kind: 'taken';
      readonly assignmentId: AssignmentId;
      readonly interactionId: InteractionId;
      readonly visitId: VisitId;
      readonly how: TakenHow;
    }
  /** The new version of the configuration reached a waiting visit, an agent, and then everybody. */
  | {
      readonly kind: 'replanned';
      readonly visitId: VisitId;
      readonly plan: VisitPlan;
      readonly step: number;
      readonly stepSinceAt: number;
      readonly closesAt: number | null;
    }
  /** The new version has the agent no more, or in another shard: they are signed out here. */
  | { readonly kind: 'agentLetGo'; readonly agentId: AgentId }
  | { readonly kind: 'agentReprofiled'; readonly agentId: AgentId; readonly profile: AgentProfile }
  | { readonly kind: 'configApplied' }
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
  /** By hand: what keeps the visit from the agent. */
  | { readonly kind: 'notForAgent'; readonly obstacle: Obstacle }
  /** A transfer: the queue is closed, and the customer has not moved. */
  | { readonly kind: 'queueClosed'; readonly queueId: QueueId }
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
  /** Of another shard by the version in force, as the configuration or the agent is: look it up and find the right one. */
  | { readonly kind: 'wrongShard' }
  /** The entry would exceed ENTRY_LIMIT_BYTES. */
  | { readonly kind: 'tooLarge' };

/** The answer of `match` and `tick`: how many entries they made. */
export interface Settled {
  readonly kind: 'settled';
  readonly entries: number;
}

export type Outcome = Recorded | Refused | Settled;
