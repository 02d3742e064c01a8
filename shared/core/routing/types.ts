/**
 * The nouns of routing. Ids are opaque strings that other parts make (never personal data); instants are milliseconds since the
 * epoch and lengths milliseconds. Absent values are null, not missing, so that a journal entry reads the same before and after JSON.
 */

export type InteractionId = string;
/** One stay of an interaction in one queue. A transfer or a return from Parked is a new visit. */
export type VisitId = string;
export type QueueId = string;
export type AgentId = string;
export type SkillId = string;
/** Made by the shard: `<shardId>-<seq>`. Safe in a URL when the shard's id is. */
export type OfferId = string;
/** Made by the shard: the id of the offer that was accepted. One accepted offer, one assignment. */
export type AssignmentId = string;

export type Channel = 'voice' | 'chat' | 'sms' | 'email';

/** The agent must have the skill with at least this proficiency. 1 is the lowest, and what an agent without a graded skill has. */
export interface Requirement {
  readonly skillId: SkillId;
  readonly atLeast: number;
  /** Given up after so long: in a step since the step began, beside the steps since the visit did. Absent: it holds on. */
  readonly forMs?: number;
}

/** How a proficiency is compared; an agent without the skill has 0 of it. */
export type Comparison = '>=' | '>' | '<=' | '<' | '=' | '!=';

/** What is asked of an agent, where requirements that must all hold do not say it. */
export type Expression =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'skill'; readonly skillId: SkillId; readonly is: Comparison; readonly level: number }
  | { readonly kind: 'agents'; readonly agentIds: readonly AgentId[] };

/** A step is left out when, as it begins, there is nobody who meets it and is so. `free` is Ready with room for one more. */
export type SkipIf = 'nobodySignedIn' | 'nobodyReady' | 'nobodyFree';

/**
 * Who may be offered a visit, for how long. Steps are tried in order while the visit keeps its place: a step relaxes the one before.
 * What later versions added is absent where it says nothing, so that entries written before read as they did.
 */
export interface RoutingStep {
  readonly requirements: readonly Requirement[];
  /** Only these agents (a preferred agent with a window is a first step that names one). Null: any agent of the queue. */
  readonly onlyAgentIds: readonly AgentId[] | null;
  /** Length of the step. Null on the last step; a null earlier makes the steps behind it unreachable. */
  readonly timeoutMs: number | null;
  readonly where?: Expression;
  /** The queues whose agents may have it; absent: the visit's own. */
  readonly queueIds?: readonly QueueId[];
  /** The visit's priority while the step is in force; absent: its own. */
  readonly priority?: number;
  /** How much earlier the visit is due while the step is in force; absent: as its queue says. */
  readonly headStartMs?: number;
  /** How an agent is chosen while the step is in force; absent: as its queue says. */
  readonly choice?: ChoiceRule;
  readonly skipIf?: SkipIf;
}

/** What an agent can hold of one channel. */
export interface ChannelCapacity {
  /** Units that one interaction of this channel takes of the agent's total. */
  readonly units: number;
  /** Most interactions of this channel at once. */
  readonly max: number;
  /** True: needs the whole agent. It is not offered beside anything, and nothing is offered beside it, but for what may interrupt. */
  readonly exclusive: boolean;
  /** Channels that are offered to an agent who holds this one as if they did not hold it: it waits meanwhile. Absent: none. */
  readonly interruptedBy?: readonly Channel[];
}

/** Weighted units over channels. An offer takes its units from the moment it is made. */
export interface Capacity {
  readonly totalUnits: number;
  /** A channel that is not listed is not offered to the agent. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelCapacity>>>;
}

/** How an agent stands to one of their queues. */
export interface Preference {
  /** 1 is first: while a visit of a queue of a lower level waits that the agent could be offered, they are not offered one of this. */
  readonly level: number;
  /** A visit is not shown to the agent before it has waited so long. */
  readonly afterMs: number;
}

/** What holds for a queue of which a profile says nothing. */
export const NO_PREFERENCE: Preference = { level: 1, afterMs: 0 };

/** What an agent is, as their sign-in says. */
export interface AgentProfile {
  readonly queueIds: readonly QueueId[];
  /** Of queues that are not like the others. Absent: none. */
  readonly preferences?: Readonly<Record<QueueId, Preference>>;
  /** Proficiency by skill. */
  readonly skills: Readonly<Record<SkillId, number>>;
  readonly capacity: Capacity;
}

/** What a supervisor made of an agent's queues for as long as they are signed in. */
export interface QueueMoves {
  readonly joined: readonly QueueId[];
  readonly left: readonly QueueId[];
}

/** What an agent asks for. */
export type RequestedAvailability =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notReady'; readonly reason: string }
  | { readonly kind: 'signedOut' };

/**
 * What an agent is at the moment. `notResponding`: ignored an offer that had reached them; only setting Ready (or Not ready) again
 * ends it. `signedOut` stays in the state only while the agent still holds something.
 */
export type Availability =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notReady'; readonly reason: string }
  | { readonly kind: 'notResponding'; readonly offerId: OfferId }
  /** `isSilent`: they did not sign out, their lease ran out. */
  | { readonly kind: 'signedOut'; readonly isSilent?: true };

/** What keeps an agent from offers though they are Ready, as their Teams presence says. */
export const VETO_CAUSES = ['inACall', 'doNotDisturb', 'offline'] as const;

/** See {@link VETO_CAUSES}. */
export type VetoCause = (typeof VETO_CAUSES)[number];

/** Presence is asked again and again: a veto that is not said again ends by itself, so that an outage of Teams empties no floor. */
export interface Veto {
  readonly cause: VetoCause;
  readonly untilAt: number;
}

/** Why an agent did not take an offer. `unreachable`: the offer never reached them, which is not their fault. */
export type MissCause = 'declined' | 'busy' | 'ignored' | 'unreachable';

/**
 * How an agent is chosen among those eligible; the longest idle is first wherever a rule ties.
 * - `longestIdle`: who holds nothing first, then who became Ready, took or ended work longest ago.
 * - `roundRobin`: who was last offered anything longest ago.
 * - `leastLoaded`: who uses the smallest part of their units.
 * - `bestSkilled`: whose proficiencies in the skills asked for add up to the most.
 * - `fewestContacts`: who took the fewest since they signed in.
 */
export type ChoiceRule = (typeof CHOICE_RULES)[number];

export const CHOICE_RULES = ['longestIdle', 'roundRobin', 'leastLoaded', 'bestSkilled', 'fewestContacts'] as const;

/** The rule that decided one offer. */
export type DecidingRule = ChoiceRule | 'preferredAgent';

/** How long a visit will wait on, as the last departures of its queue say. Eight of ten such intervals hold the wait that comes. */
export interface ExpectedWait {
  /** 1 is next. */
  readonly position: number;
  readonly expectedMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}
