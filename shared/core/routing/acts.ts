import type { TakenHow } from './outcomes';
import type { DepartureCause } from './plan';
import type {
  AgentId,
  AssignmentId,
  Channel,
  DecidingRule,
  InteractionId,
  MissCause,
  OfferId,
  QueueId,
  VisitId,
} from './types';

/**
 * Something the shell does after the append that says so. Doing it twice must do no harm: `id` (`<seq>/<n>`, unique in the shard)
 * goes along to whoever is told. It is open until a later entry's `doneActs` names it.
 */
interface Identified {
  readonly id: string;
}

interface AboutVisit extends Identified {
  readonly interactionId: InteractionId;
  readonly visitId: VisitId;
  readonly agentId: AgentId;
}

interface AboutAssignment extends Identified {
  readonly assignmentId: AssignmentId;
  readonly interactionId: InteractionId;
  readonly agentId: AgentId;
  readonly channel: Channel;
}

/** Why this agent, in few words; `explain` on the state before the entry gives the long form and the same facts. */
export interface Why {
  readonly rule: DecidingRule;
  readonly configVersion: number;
  /** Which routing step of the visit was in force, from 0. */
  readonly step: number;
  readonly priority: number;
  readonly dueAt: number;
  readonly idleSinceAt: number;
  /** Eligible agents ahead of the chosen one who were cooling down from this visit. */
  readonly passedOver: number;
  /** What the rule compared, of the chosen one. Absent for rules that compare instants only. */
  readonly figure?: number;
}

/** Show the visit to the agent, until the deadline. Its units are taken from now on. */
export interface OfferAct extends AboutVisit {
  readonly kind: 'offer';
  readonly offerId: OfferId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  readonly units: number;
  readonly deadlineAt: number;
  readonly why: Why;
}

/** Why an offer is taken back without its agent having missed it. */
export type RescindReason = 'acceptedElsewhere' | 'cancelled' | 'expired' | 'agentGone';

/** Take the offer back from the agent's screen, telling why. */
export interface RescindAct extends AboutVisit {
  readonly kind: 'rescind';
  readonly offerId: OfferId;
  readonly reason: RescindReason;
}

/** The agent has it: connect, tell the orchestration. */
export interface AssignedAct extends AboutVisit {
  readonly kind: 'assigned';
  readonly assignmentId: AssignmentId;
  /** Without an offer the assignment's own id. */
  readonly offerId: OfferId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  /** Without an offer: how it came to the agent, and by whom. */
  readonly taken?: { readonly how: TakenHow; readonly by: string };
}

/** An offer failed; the visit waits again in its old place. */
export interface RequeuedAct extends AboutVisit {
  readonly kind: 'requeued';
  readonly offerId: OfferId;
  readonly cause: MissCause | 'agentGone';
  /** Until then not offered to this agent again. Null: no cool-down. */
  readonly coolDownUntilAt: number | null;
}

/** Nobody took it: the flow's configured end happens now. */
export interface ExpiredAct extends Identified {
  readonly kind: 'expired';
  readonly interactionId: InteractionId;
  readonly visitId: VisitId;
  readonly queueId: QueueId;
  /** Why its queue let it go. Absent: the longest wait of its flow is over. */
  readonly because?: DepartureCause;
}

/** Nobody took it: it waits in another queue from now on, in a new visit with its old start of wait. */
export interface OverflowedAct extends Identified {
  readonly kind: 'overflowed';
  readonly interactionId: InteractionId;
  readonly visitId: VisitId;
  readonly queueId: QueueId;
  readonly toQueueId: QueueId;
  readonly because: DepartureCause;
}

/** The agent ignored an offer that had reached them: show them why nothing comes until they set Ready. */
export interface AgentNotRespondingAct extends Identified {
  readonly kind: 'agentNotResponding';
  readonly agentId: AgentId;
  readonly offerId: OfferId;
}

/** They are signed out, by themselves or by the shard: tell whoever shows their state. */
export interface AgentSignedOutAct extends Identified {
  readonly kind: 'agentSignedOut';
  readonly agentId: AgentId;
  readonly cause: 'signedOut' | 'leaseExpired' | 'notOfShard';
}

/**
 * The agent is gone and a text interaction was theirs: it is nobody's now. The flow queues it again with its old start of wait, or
 * clears the owner of a parked one. A call is not lost by this (people talk on when a browser dies): it ends by its own leg.
 */
export interface AssignmentLostAct extends AboutAssignment {
  readonly kind: 'assignmentLost';
  /** Why they are gone; absent in entries of earlier versions. */
  readonly cause?: 'signedOut' | 'silent';
}

/** The agent's segment is done. `noWrapUp`: released without one. */
export interface WrapUpEndedAct extends AboutAssignment {
  readonly kind: 'wrapUpEnded';
  readonly cause: 'completed' | 'deadline' | 'agentGone' | 'noWrapUp';
}

/** What the shard wants done outside of it. Each is open until a submission says that it was done. */
export type Act =
  | OfferAct
  | RescindAct
  | AssignedAct
  | RequeuedAct
  | ExpiredAct
  | OverflowedAct
  | AgentNotRespondingAct
  | AgentSignedOutAct
  | AssignmentLostAct
  | WrapUpEndedAct;
