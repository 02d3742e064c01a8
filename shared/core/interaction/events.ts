import type { AgentId, AssignmentId, OfferId, QueueId, ShardId } from '../lib/ids';
import type { PartyFailure, PartyTarget } from './party';
import type { CloseReason, Facts, HandoverTarget, QueueVisit, VisitOutcome } from './state';

/** Why an offer ended without this agent taking the interaction. */
export type OfferEnd = 'declined' | 'ignored' | 'unreachable' | 'cancelled' | 'acceptedElsewhere' | 'agentGone';

/** Why an accepted call did not reach its customer. */
export type ConnectFailure = 'notAnswered' | 'declined' | 'notConnected' | 'agentLeft';

/** Why a customer who wanted a call was not reached. `notConfirmed`: a machine answered, or nobody pressed the key. */
export type DialFailure = 'notAnswered' | 'busy' | 'declined' | 'notConfirmed' | 'failed' | 'noLine' | 'notNow';

/** Why an agent was lost in the middle. */
export type AgentLoss = 'signedOut' | 'silent' | 'legFailed' | 'takenBack';

/** Why a customer stayed with the agent who wanted to hand them over. */
export type HandoverFailure = 'closed' | 'declined' | 'notTaken' | 'cancelled' | 'unknownQueue';

/** How an interaction came to an agent without an offer, and who saw to that: what an audit asks. */
export interface Taken {
  readonly how: 'pulled' | 'assigned' | 'forced';
  readonly by: string;
}

/** What happened to an interaction: its timeline. `at` is when, in milliseconds since the epoch. */
export type InteractionEvent =
  | { readonly type: 'opened'; readonly at: number; readonly facts: Facts }
  | {
      readonly type: 'flowMoved';
      readonly at: number;
      readonly position: string;
      readonly memory: Readonly<Record<string, string>>;
      readonly answerBy: number | null;
    }
  | { readonly type: 'queued'; readonly at: number; readonly visit: QueueVisit; readonly cause: QueueCause }
  | { readonly type: 'offerPresented'; readonly at: number; readonly offerId: OfferId; readonly agentId: AgentId }
  | {
      readonly type: 'offerEnded';
      readonly at: number;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly end: OfferEnd;
    }
  | {
      readonly type: 'accepted';
      readonly at: number;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly assignmentId: AssignmentId;
      readonly shardId: ShardId;
      /** Calls only: by when the agent must have pressed Connect. */
      readonly connectBy: number | null;
      readonly taken?: Taken;
    }
  | { readonly type: 'deferred'; readonly at: number; readonly work: DeferredWork }
  | { readonly type: 'dialled'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'customerConfirmed'; readonly at: number; readonly connectBy: number }
  | {
      readonly type: 'dialFailed';
      readonly at: number;
      readonly agentId: AgentId;
      readonly why: DialFailure;
      /** Whether it was an attempt to reach them. */
      readonly counts: boolean;
    }
  | { readonly type: 'connected'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'connectFailed'; readonly at: number; readonly agentId: AgentId; readonly failure: ConnectFailure }
  | { readonly type: 'held'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'unheld'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'nudged'; readonly at: number }
  /** The agent asked that what is said now is kept nowhere; by `resumeBy` it is recorded again, whatever they do. */
  | { readonly type: 'recordingPaused'; readonly at: number; readonly agentId: AgentId; readonly resumeBy: number }
  /** The platform says that nothing is recorded: now the agent may ask. */
  | { readonly type: 'pauseConfirmed'; readonly at: number; readonly agentId: AgentId }
  /** Null: nobody said so, the time was over. */
  | { readonly type: 'recordingResumed'; readonly at: number; readonly agentId: AgentId | null }
  /** An online meeting: a part of the conversation, until the event that ends it. */
  | {
      readonly type: 'meetingBegan';
      readonly at: number;
      readonly agentId: AgentId;
      readonly meetingId: string;
      readonly joinUrl: string;
      readonly untilAt: number;
    }
  | { readonly type: 'meetingEnded'; readonly at: number; readonly agentId: AgentId; readonly meetingId: string }
  | { readonly type: 'parked'; readonly at: number; readonly agentId: AgentId }
  | {
      readonly type: 'agentLost';
      readonly at: number;
      readonly agentId: AgentId;
      readonly loss: AgentLoss;
      /** Until when they may write notes; absent: there is nothing to note. */
      readonly wrapUpBy?: number;
      /** Who took it from them. */
      readonly by?: string;
    }
  | {
      readonly type: 'handoverBegan';
      readonly at: number;
      readonly agentId: AgentId;
      readonly to: HandoverTarget;
      readonly visit: QueueVisit;
    }
  | { readonly type: 'handoverFailed'; readonly at: number; readonly agentId: AgentId; readonly why: HandoverFailure }
  /** Somebody is rung for the agent; the customer hears music. */
  | {
      readonly type: 'consultBegan';
      readonly at: number;
      readonly agentId: AgentId;
      readonly partyId: string;
      readonly who: PartyTarget;
      readonly untilAt: number;
      readonly isBlind: boolean;
    }
  | { readonly type: 'partyAnswered'; readonly at: number; readonly partyId: string }
  | { readonly type: 'partyJoined'; readonly at: number; readonly agentId: AgentId; readonly partyId: string }
  | { readonly type: 'partyGone'; readonly at: number; readonly partyId: string; readonly why: PartyFailure }
  /** The agent left the customer with them. `wrapUpBy`: null where nothing is to be noted. */
  | {
      readonly type: 'handedOn';
      readonly at: number;
      readonly agentId: AgentId;
      readonly partyId: string;
      readonly wrapUpBy: number | null;
    }
  /** The sender has them no more. `wrapUpBy`: null where nothing is to be noted. */
  | { readonly type: 'handedOver'; readonly at: number; readonly agentId: AgentId; readonly wrapUpBy: number | null }
  | {
      readonly type: 'visitEnded';
      readonly at: number;
      readonly visitId: string;
      readonly queueId: QueueId;
      readonly beganAt: number;
      readonly outcome: VisitOutcome;
      readonly work: QueueVisit['work'];
      readonly targetMs: number;
    }
  | { readonly type: 'ended'; readonly at: number; readonly reason: CloseReason; readonly wrapUpBy: number }
  | { readonly type: 'wrappedUp'; readonly at: number; readonly agentId: AgentId; readonly code: string | null }
  | { readonly type: 'closed'; readonly at: number; readonly reason: CloseReason };

export type QueueCause = 'flow' | 'resumed' | 'agentLost' | 'takenBack' | 'transfer' | 'overflow' | 'deferred';

/** What a caller left behind. */
export type DeferredWork =
  | { readonly kind: 'voicemail' }
  /** `by`: the agent who wants to call the number; absent where the customer asked for it. */
  | { readonly kind: 'callback'; readonly number: string; readonly by?: AgentId };
