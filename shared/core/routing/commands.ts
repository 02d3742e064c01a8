import type {
  AgentId,
  AgentProfile,
  AssignmentId,
  Channel,
  InteractionId,
  MissCause,
  OfferId,
  QueueId,
  RequestedAvailability,
  RoutingStep,
  VetoCause,
  VisitId,
} from './types';

/**
 * Who submits a command names it: the same id again gets the recorded answer and changes nothing (the last 5,000 are remembered;
 * beyond that the commands are idempotent by the ids they name, but for what is set of an agent: it is set again). Ticks, matches and heartbeats are not remembered: a repeat of one
 * does what a new one would, which is no harm. Ids are at most ID_LIMIT_BYTES.
 */
interface Identified {
  readonly commandId: string;
}

/** The customer begins to wait. Submitted again until `enqueued` or `alreadyEnqueued` answers. */
export interface Enqueue extends Identified {
  readonly name: 'enqueue';
  readonly interactionId: InteractionId;
  readonly visitId: VisitId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  /** At least one. Queued with `[{ requirements, onlyAgentIds: null, timeoutMs: null }]` when nothing is to be relaxed. */
  readonly steps: readonly RoutingStep[];
  /** 0 is first. Beats due time absolutely. */
  readonly priority: number;
  /** Start of the wait that orders it; earlier than now for a re-queue, a transfer or a callback that keeps its place. */
  readonly waitingSinceAt: number;
  /** The queue's target for this channel: waiting since + target = due, by which channels compare fairly. */
  readonly targetMs: number;
  /** Chosen first when eligible at the moment of choice; nobody waits for them (a step that names them does that). */
  readonly preferredAgentId: AgentId | null;
  /** The rule of the queue that matches what is known of the customer, judged by whoever knows it. Absent: none does. */
  readonly rule?: string;
  /** The longest wait, as an instant. Then the visit ends with an `expired` act. Null: no limit. */
  readonly expiresAt: number | null;
  /**
   * The agent who had accepted it in the visit before and did not get to it: a call that was declined in Teams comes back as a new visit
   * and must not ring the same agent again at once.
   */
  readonly missedBy?: { readonly agentId: AgentId; readonly cause: MissCause };
  /** A transfer: refused with `queueClosed` when the queue is closed now, before the customer has moved. */
  readonly onlyIfOpen?: true;
}

/** The visit ends without an agent: the customer left, chose a callback, or was moved elsewhere. */
export interface Cancel extends Identified {
  readonly name: 'cancel';
  readonly visitId: VisitId;
  readonly reason: string;
}

/** Signs the agent in, changes their state or profile, or signs them out. Also renews their lease. */
export interface SetAgentState extends Identified {
  readonly name: 'agentState';
  readonly agentId: AgentId;
  readonly set: RequestedAvailability;
  readonly profile: AgentProfile;
  /** Who said so, where it was not the agent: an opaque id. */
  readonly by?: string;
  /**
   * Only while the shard decides by this version of the configuration: whoever signs an agent in has seen to it that by this version, or a
   * later one, no other shard has them. Absent: the tenant has one shard.
   */
  readonly epoch?: number;
}

/**
 * A supervisor takes an agent into queues and out of others. It holds until the agent signs out, over new versions of the configuration
 * too; what they are offered already stays.
 */
export interface MoveAgent extends Identified {
  readonly name: 'moveAgent';
  readonly agentId: AgentId;
  readonly joins: readonly QueueId[];
  readonly leaves: readonly QueueId[];
  /** Who says so: an opaque id. */
  readonly by: string;
}

/** The agent's client is alive. */
export interface Heartbeat extends Identified {
  readonly name: 'heartbeat';
  readonly agentId: AgentId;
}

/** What an agent's presence in Teams says of offers. Null: nothing against them. Submitted as often as presence is read. */
export interface NotePresence extends Identified {
  readonly name: 'presence';
  readonly agentId: AgentId;
  readonly veto: VetoCause | null;
}

/** The offer's card, or the ringing of the agent's phone, reached the agent. Only then may ignoring it count against them. */
export interface Delivered extends Identified {
  readonly name: 'delivered';
  readonly offerId: OfferId;
}

export interface Accept extends Identified {
  readonly name: 'accept';
  readonly offerId: OfferId;
  readonly agentId: AgentId;
}

/** The agent does not take it, or (`unreachable`) it could not be brought to them. `ignored` is concluded by the shard alone. */
export interface Decline extends Identified {
  readonly name: 'decline';
  readonly offerId: OfferId;
  readonly agentId: AgentId;
  readonly cause: Exclude<MissCause, 'ignored'>;
}

/** The agent takes a visit that waits, without being offered it. Within the rules: their queues, skills and room. */
export interface Pull extends Identified {
  readonly name: 'pull';
  readonly agentId: AgentId;
  readonly visitId: VisitId;
}

/**
 * A supervisor gives a visit to an agent. `isForced`: whatever their queues, skills, capacity and availability say, as long as they are
 * signed in; the assignment is flagged.
 */
export interface Assign extends Identified {
  readonly name: 'assign';
  readonly agentId: AgentId;
  readonly visitId: VisitId;
  /** Who says so: an opaque id. */
  readonly by: string;
  readonly isForced: boolean;
}

/** The agent's work on the interaction ended (it closed, parked, moved on). */
export interface Release extends Identified {
  readonly name: 'release';
  readonly assignmentId: AssignmentId;
  /** Wrap-up holds the units until `complete` or for this long. Null: no wrap-up, the units are free at once. */
  readonly wrapUpMs: number | null;
}

/** Wrap-up is done. */
export interface Complete extends Identified {
  readonly name: 'complete';
  readonly assignmentId: AssignmentId;
}

/** The shard takes a configuration version. Decided with that very version. An older one than the present is `unchanged`. */
export interface TakeConfig extends Identified {
  readonly name: 'config';
  readonly version: number;
}

/** Make the offers that can be made. What `Switchboard.WorkQueued` and agent state events trigger. */
export interface Match extends Identified {
  readonly name: 'match';
}

/** Time passes: ends what is due, then does what `match` does. An old time does no harm. */
export interface Tick extends Identified {
  readonly name: 'tick';
}

export type Command =
  | Enqueue
  | Cancel
  | SetAgentState
  | MoveAgent
  | Heartbeat
  | NotePresence
  | Delivered
  | Accept
  | Decline
  | Pull
  | Assign
  | Release
  | Complete
  | TakeConfig
  | Match
  | Tick;
