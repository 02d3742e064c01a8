import type { Act } from './acts';
import type { Heap } from './heap';
import type { Memory } from './memory';
import type { Recorded, VisitEnd } from './outcomes';
import type { Departure, DepartureCause, VisitPlan } from './plan';
import type {
  AgentId,
  AgentProfile,
  AssignmentId,
  Availability,
  Channel,
  ExpectedWait,
  Expression,
  InteractionId,
  OfferId,
  QueueId,
  QueueMoves,
  Requirement,
  RoutingStep,
  Veto,
  VisitId,
} from './types';

/** An agent who is signed in, or who is not any more but still holds a call. */
export interface Agent {
  readonly agentId: AgentId;
  availability: Availability;
  /** With what a supervisor made of their queues. */
  profile: AgentProfile;
  /** Absent: nothing. */
  moves?: QueueMoves;
  /** Absent: Teams has nothing against offers. */
  veto?: Veto;
  /** Null when signed out. */
  leaseUntilAt: number | null;
  /** The entry that signed them in. */
  signedInSeq: number;
  /** When they became Ready, took or ended work, whichever was last. */
  idleSinceAt: number;
  /** The entry of that instant: orders those of the same millisecond. */
  idleSeq: number;
  /** The entry that last offered them anything; 0 before. */
  offeredSeq: number;
  /** What they took since they signed in. */
  contacts: number;
  readonly offerIds: Set<OfferId>;
  readonly assignmentIds: Set<AssignmentId>;
  /** Sum over live offers and assignments, as the next two. */
  usedUnits: number;
  readonly held: Record<Channel, number>;
  readonly heldUnits: Record<Channel, number>;
  /** Where the index has them. */
  readonly listing: Listing;
}

/** A queue visit that has not ended: it waits, or is offered. Most have no cool-down and no miss: such maps are shared, and copied to change. */
export interface Visit {
  readonly visitId: VisitId;
  readonly interactionId: InteractionId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  /** What the enqueue brought; with the plan it makes the steps. */
  readonly brought: readonly RoutingStep[];
  /** The rule of the queue that it was said to match, whether this version of the queue has it or not. Null: none. */
  readonly rule: string | null;
  plan: VisitPlan;
  /** What is asked beside the steps. */
  asks: readonly Requirement[];
  steps: readonly RoutingStep[];
  /** As enqueued; the step in force may have another. */
  readonly ownPriority: number;
  priority: number;
  readonly waitingSinceAt: number;
  readonly targetMs: number;
  dueAt: number;
  readonly preferredAgentId: AgentId | null;
  readonly expiresAt: number | null;
  /** The entry that enqueued it: orders visits that are due at the same time. */
  readonly seq: number;
  readonly enteredAt: number;
  /** The number of steps when every one was left out: then it departs. */
  step: number;
  stepSinceAt: number;
  /** When the next step begins, or it departs. Null: never. */
  stepUntilAt: number | null;
  /** What is asked of an agent now: of the asks and of the step in force what has not been given up. */
  need: readonly Requirement[];
  /** When less is asked. Null: never in this step. */
  relaxAt: number | null;
  /** When its queue closes, where that ends the visit. Null: it does not. */
  closesAt: number | null;
  /** The wait that was to be expected when it entered; null where nothing was known, or somebody was free. */
  promised: ExpectedWait | null;
  /** How many of the plan's delays are over. */
  delaysOver: number;
  /** The overflow rule that held as it entered: it departs at once. */
  overflowing: number | null;
  /** The live offers, oldest first. */
  offerIds: readonly OfferId[];
  /** How many offers may be live at once now. */
  allowed: number;
  /** When one more may be. Null: never. */
  moreAt: number | null;
  /** Until when an agent is not offered this visit again. Ended by an entry, never by time alone. */
  coolDowns: ReadonlyMap<AgentId, number>;
  /** How often an agent declined or ignored it. */
  misses: ReadonlyMap<AgentId, number>;
}

/** When a visit leaves its queue without an agent, where to, and which rule says so. */
export interface Departing {
  readonly at: number;
  readonly to: Departure;
  readonly because: DepartureCause;
}

/** A live offer. */
export interface Offer {
  readonly offerId: OfferId;
  readonly visitId: VisitId;
  readonly interactionId: InteractionId;
  readonly agentId: AgentId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  readonly units: number;
  readonly deadlineAt: number;
  isDelivered: boolean;
}

/** An accepted offer whose agent is not free of it yet. */
export interface Assignment {
  readonly assignmentId: AssignmentId;
  readonly visitId: VisitId;
  readonly interactionId: InteractionId;
  readonly agentId: AgentId;
  readonly queueId: QueueId;
  readonly channel: Channel;
  readonly units: number;
  /** Null: the agent is at work on it, not wrapping up. */
  wrapUpUntilAt: number | null;
  /** Whether it takes its units: wrap-up may give them back before it ends. */
  isHoldingRoom: boolean;
  /** When wrap-up gives the units back. Null: when it ends. */
  roomUntilAt: number | null;
  /** Given by hand without regard to capacity, skills or availability. */
  readonly isForced: boolean;
}

/** How an offer ended, and whose it was: what a late answer to it is told. */
export interface EndedOffer {
  readonly agentId: AgentId;
  readonly end: 'accepted' | 'declined' | 'expired' | 'cancelled' | 'acceptedElsewhere';
}

/** An act that no entry marked done. */
export interface OpenAct {
  readonly act: Act;
  /** When it was decided. */
  readonly at: number;
}

/**
 * How quickly a queue moves while nobody in it can be served at once: the times between the departures of visits. What passes while an
 * agent is free says nothing about the wait of those who come when none is.
 */
export interface Pace {
  /** Since when the present gap counts; null while none does. */
  sinceAt: number | null;
  /** The last gaps, oldest first. */
  readonly gapsMs: number[];
  /** Visits that were answered and had been promised a wait, and those of them whose wait was within the interval. */
  promises: number;
  promisesKept: number;
}

/**
 * The state of a shard. Its owner is whoever submits to it: everything here changes in place (see `shard.ts`), so read it only through
 * the questions that `shard.ts` exports, or between two submissions.
 */
export interface ShardState {
  readonly shardId: string;
  seq: number;
  at: number;
  configVersion: number;
  /** The version that has reached every visit and agent. */
  plannedVersion: number;
  readonly agents: Map<AgentId, Agent>;
  readonly visits: Map<VisitId, Visit>;
  readonly offers: Map<OfferId, Offer>;
  readonly assignments: Map<AssignmentId, Assignment>;
  /** Oldest first. */
  readonly openActs: Map<string, OpenAct>;
  readonly commands: Memory<Recorded>;
  readonly endedVisits: Memory<VisitEnd>;
  readonly endedOffers: Memory<EndedOffer>;
  /** Of queues in which visits have waited. */
  readonly pace: Map<QueueId, Pace>;
  /** Follows from the rest; makes decisions quick. */
  readonly index: Index;
}

/** The visits of one queue that wait for the same kind of agent, in order. */
export interface WaitingLine {
  readonly key: string;
  readonly queue: QueueIndex;
  readonly channel: Channel;
  readonly need: readonly Requirement[];
  readonly where: Expression | undefined;
  readonly onlyAgentIds: readonly AgentId[] | null;
  /** The queues whose agents may have its visits; none where it names agents. */
  readonly served: readonly QueueIndex[];
  readonly visits: Visit[];
  /** Where the frontier has it. Null: known to hold no visit that can be offered. */
  candidacy: Candidacy | null;
}

/** What orders visits. */
export type Place = Pick<Visit, 'priority' | 'dueAt' | 'seq'>;

/** A line that may hold a visit to offer, by the first visit that may be it and the place that it had then: steps may move it later. */
export interface Candidacy extends Readonly<Place> {
  readonly line: WaitingLine;
  readonly visit: Visit;
}

/** What the index knows of one queue. */
export interface QueueIndex {
  readonly queueId: QueueId;
  /** Agents of the queue who are signed in. */
  readonly members: Set<AgentId>;
  /** Agents of the queue who could take one more of some channel now, the one to choose first in front. */
  readonly ready: Agent[];
  /** Those of them who have preferences. */
  readonly choosy: Set<Agent>;
  /** How many visits of it have not ended. */
  live: number;
  /** Of visits in this queue. */
  readonly lines: Map<string, WaitingLine>;
  /** By the key of their plan, in order: visits that wait and whose plan sends them on for what waits ahead of them. */
  readonly crowds: Map<string, Visit[]>;
  /** Lines that agents of this queue may be offered, of this queue and of others. */
  readonly serves: Set<WaitingLine>;
}

/** Where the index has an agent: as they were when it last looked. */
export interface Listing {
  profile: AgentProfile | null;
  isSignedIn: boolean;
  /** Lower is chosen first. */
  rank: number;
  /** The channels of which they could take one more, as bits. */
  open: number;
}

/** What will be due, and for what. Checked against the state when its time comes: most of it has been settled by then. */
export interface Due {
  readonly at: number;
  readonly kind: DueKind;
  /** Of the visit, offer, assignment or agent. */
  readonly id: string;
  /** The agent of a cool-down, else empty. */
  readonly agentId: AgentId;
  /** The sign-in of a lease, else 0. */
  readonly seq: number;
}

/** What falls due in a shard by itself. */
export type DueKind =
  | 'visitExpiry'
  | 'offerDeadline'
  | 'wrapUpEnd'
  | 'leaseEnd'
  | 'coolDownEnd'
  | 'departure'
  | 'stepEnd'
  | 'relaxation'
  | 'moreOffers'
  | 'delayEnd'
  | 'roomEnd'
  | 'vetoEnd';

/** Everything that is looked up instead of searched. It follows from the state and is never stored. */
export interface Index {
  readonly queues: Map<QueueId, QueueIndex>;
  readonly visitByInteraction: Map<InteractionId, VisitId>;
  /** Of visits that wait; one that is offered is in none. */
  readonly lineByVisit: Map<VisitId, WaitingLine>;
  /** Lines whose step names the agent. */
  readonly naming: Map<AgentId, Set<WaitingLine>>;
  readonly frontier: Heap<Candidacy>;
  readonly due: Heap<Due>;
  /** Agents who went while something was still theirs. */
  readonly leaving: Set<AgentId>;
  /** Offers whose visit is over: another agent won, or it ended. */
  readonly orphans: Set<OfferId>;
  /** Visits and agents that a new version of the configuration has not reached yet. */
  readonly unplanned: { readonly visitIds: Set<VisitId>; readonly agentIds: Set<AgentId> };
  /** Queues that somebody signed out of, until it is known whether their visits stay. */
  readonly thinned: Set<QueueId>;
  /** Queues in which somebody may have come to stand too far back, until it is known whether their visits stay. */
  readonly crowded: Set<QueueId>;
}
