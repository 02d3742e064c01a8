import type { AgentId, AssignmentId, OfferId, ShardId } from '../lib/ids';
import type { Act, FlowTask, LastWords, Prompt } from './acts';
import type {
  AgentLoss,
  ConnectFailure,
  DeferredWork,
  DialFailure,
  HandoverFailure,
  OfferEnd,
  QueueCause,
  Taken,
} from './events';
import type { PartyFailure, PartyTarget } from './party';
import type { CloseReason, Facts, HandoverTarget, QueueVisit, VisitOutcome } from './state';

/** What may be asked of an interaction. `at` is the present, given by the caller. */
export type InteractionCommand =
  | { readonly type: 'open'; readonly at: number; readonly facts: Facts; readonly incomingCallContext: string | null }
  | {
      readonly type: 'moveInFlow';
      readonly at: number;
      readonly position: string;
      readonly memory: Readonly<Record<string, string>>;
      readonly answerBy: number | null;
      readonly prompt: Prompt | null;
      readonly texts: readonly string[];
      readonly task: FlowTask | null;
      /** A voicemail begins, or is over: then these are the last words. */
      readonly recording: 'begin' | LastWords | null;
    }
  | {
      readonly type: 'enqueue';
      readonly at: number;
      readonly visit: QueueVisit;
      readonly cause: QueueCause;
      readonly texts: readonly string[];
    }
  | {
      readonly type: 'presentOffer';
      readonly at: number;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      /** Of the visit that is offered, as the next. */
      readonly visitId: string;
      readonly attempt: number;
      readonly deadlineAt: number;
    }
  | {
      readonly type: 'endOffer';
      readonly at: number;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly end: OfferEnd;
    }
  | {
      readonly type: 'accept';
      readonly at: number;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly visitId: string;
      readonly assignmentId: AssignmentId;
      readonly shardId: ShardId;
      readonly connectWithinMs: number;
      /** Notes of the agent who hands the customer over. */
      readonly senderWrapUpMs: number;
      /** Without an offer: pulled by the agent, or given by a supervisor. */
      readonly taken?: Taken;
    }
  | { readonly type: 'connect'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'failConnect'; readonly at: number; readonly agentId: AgentId; readonly failure: ConnectFailure }
  | { readonly type: 'hold'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'unhold'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'park'; readonly at: number; readonly agentId: AgentId }
  | {
      readonly type: 'pauseRecording';
      readonly at: number;
      readonly agentId: AgentId;
      /** It goes on by itself then. */
      readonly resumeAt: number;
    }
  | { readonly type: 'confirmPause'; readonly at: number; readonly agentId: AgentId }
  /** Null: by itself. */
  | { readonly type: 'resumeRecording'; readonly at: number; readonly agentId: AgentId | null }
  /** There is an online meeting; `invitation` takes its link to the customer. */
  | {
      readonly type: 'beginMeeting';
      readonly at: number;
      readonly agentId: AgentId;
      readonly meetingId: string;
      readonly joinUrl: string;
      readonly untilAt: number;
      readonly invitation: Invitation;
    }
  | { readonly type: 'endMeeting'; readonly at: number; readonly agentId: AgentId }
  /** A message could not be relayed now: whoever comes next must. */
  | { readonly type: 'relayLater'; readonly at: number }
  | { readonly type: 'resume'; readonly at: number; readonly visit: QueueVisit }
  | {
      readonly type: 'loseAgent';
      readonly at: number;
      readonly agentId: AgentId;
      readonly loss: AgentLoss;
      readonly visit: QueueVisit;
      /** They may have ended it in their own way: then there are notes to write. 0: none. */
      readonly wrapUpMs: number;
      /** Who took it from them, where somebody did: an opaque id. */
      readonly by?: string;
    }
  /** The agent hands the customer over. The visit says where to. */
  | {
      readonly type: 'transfer';
      readonly at: number;
      readonly agentId: AgentId;
      readonly to: HandoverTarget;
      readonly visit: QueueVisit;
    }
  /** The queue's shard has the visit on record: the customer waits there. */
  | { readonly type: 'handOver'; readonly at: number; readonly visitId: string; readonly wrapUpMs: number }
  /** The agent asks somebody who is not at work on it. `isBlind`: whoever answers has the customer. */
  | {
      readonly type: 'consult';
      readonly at: number;
      readonly agentId: AgentId;
      readonly partyId: string;
      readonly who: PartyTarget;
      readonly ringMs: number;
      readonly isBlind: boolean;
    }
  /** `who`: whom to take out of the call when they are not awaited any more; null: nobody knows. */
  | {
      readonly type: 'answerParty';
      readonly at: number;
      readonly partyId: string;
      readonly who: PartyTarget | null;
      readonly wrapUpMs: number;
    }
  | { readonly type: 'failParty'; readonly at: number; readonly partyId: string; readonly why: PartyFailure }
  | { readonly type: 'cancelConsult'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'joinParty'; readonly at: number; readonly agentId: AgentId }
  | { readonly type: 'completeConsult'; readonly at: number; readonly agentId: AgentId; readonly wrapUpMs: number }
  /** The customer stays where they are. */
  | {
      readonly type: 'failHandover';
      readonly at: number;
      readonly visitId: string | null;
      readonly why: HandoverFailure;
    }
  /** The visit overflows into the new one. */
  | { readonly type: 'moveVisit'; readonly at: number; readonly visitId: string; readonly visit: QueueVisit }
  /** Nobody has written since `quietSince`: the customer is asked whether they are still there. */
  | {
      readonly type: 'nudge';
      readonly at: number;
      readonly quietSince: number;
      readonly text: string;
      /** The last word is the customer's: the agent is reminded too. */
      readonly agentOwesAnswer: boolean;
    }
  | {
      readonly type: 'leave';
      readonly at: number;
      readonly reason: CloseReason;
      readonly shortAbandonMs: number;
      readonly wrapUpMs: number;
    }
  | {
      readonly type: 'finish';
      readonly at: number;
      readonly agentId: AgentId;
      /** `conversation`: the agent still has their time for notes, and a repeat does not end that too. */
      readonly ends: 'conversation' | 'all';
      readonly code: string | null;
      readonly wrapUpMs: number;
    }
  | { readonly type: 'wrapUpExpired'; readonly at: number; readonly assignmentId: AssignmentId }
  | {
      readonly type: 'end';
      readonly at: number;
      readonly reason: CloseReason;
      readonly words: LastWords;
      readonly shortAbandonMs: number;
      readonly wrapUpMs: number;
    }
  | {
      readonly type: 'defer';
      readonly at: number;
      readonly work: DeferredWork;
      readonly visit: QueueVisit;
      /** When it may be done; 0: as soon as it is its turn. */
      readonly notBefore: number;
      readonly words: LastWords;
    }
  | { readonly type: 'confirmCustomer'; readonly at: number; readonly connectWithinMs: number }
  | {
      readonly type: 'failDial';
      readonly at: number;
      readonly why: DialFailure;
      readonly retryAt: number;
      /** How often they are called in all. */
      readonly attempts: number;
      /** What they are texted when it is given up. */
      readonly lastText: { readonly from: string; readonly to: string; readonly text: string } | null;
    }
  /** A customer leaves their queue by the flow's way, which goes on as `then` says. */
  | {
      readonly type: 'leaveQueue';
      readonly at: number;
      readonly visitId: string;
      readonly outcome: VisitOutcome;
      readonly then: FlowCommand;
    };

/** What takes the link of a meeting to the customer. */
export type Invitation = Extract<Act, { kind: 'sendText' | 'textCustomer' }>;

/** What a step of a flow can lead to. */
export type FlowCommand = Extract<InteractionCommand, { type: 'moveInFlow' | 'enqueue' | 'end' | 'defer' }>;
