import type { AgentId, AssignmentId, InteractionId, OfferId, QueueId, ShardId, TenantId, VisitId } from '../lib/ids';
import type { SipHeader } from '../lib/sip-headers';
import type { Party } from './party';

export type MessageChannelKind = 'chat' | 'sms' | 'email';
export type ChannelKind = 'voice' | MessageChannelKind;

/** What an interaction is from its first moment on. */
export interface Facts {
  readonly tenantId: TenantId;
  readonly interactionId: InteractionId;
  readonly channel: ChannelKind;
  /** Which customer: a number in E.164, a mail address, a chat user. Never leaves interactions, inbox and directory. */
  readonly customerAddress: string;
  readonly customerName: string | null;
  /** Which of our addresses they reached. */
  readonly ourAddress: string;
  /** The provider's own name for the thread or call; opaque to all but the adapter of the channel. */
  readonly externalRef: string;
  readonly flowId: string;
  readonly configVersion: number;
  readonly openedAt: number;
  /** The closed interaction that this one continues, and who handled it. */
  readonly continues: { readonly interactionId: InteractionId; readonly agentId: AgentId | null } | null;
  /** What the network that a call came over says of it. Absent: nothing. */
  readonly headers?: readonly SipHeader[];
}

/** One stay in one queue. It ends exactly once, with a `VisitOutcome`. */
export interface QueueVisit {
  readonly visitId: VisitId;
  /** Counts from 0 how often the visit went back to its queue after an accepted call failed to connect. */
  readonly attempt: number;
  readonly queueId: QueueId;
  readonly shardId: ShardId;
  readonly beganAt: number;
  /** Orders the queue; kept over failed offers and lost agents, so it can be earlier than `beganAt`. */
  readonly waitingSince: number;
  readonly targetMs: number;
  readonly priority: number;
  readonly requirements: readonly {
    readonly skillId: string;
    readonly minProficiency: number;
    readonly forMs?: number;
  }[];
  readonly preferredAgentId: AgentId | null;
  /** When the queue step gives up and the flow goes on to its configured end. */
  readonly deadlineAt: number;
  /** The position in the flow while waiting: where it goes on when the deadline passes. */
  readonly position: string;
  /** The customer's language: announcements while waiting are in it. */
  readonly language: string;
  /** What waits: the customer, or work they left behind. Only customers count in a queue's figures. */
  readonly work: 'live' | Deferred['kind'];
  /** Handed to this agent by name: that is no stay in a queue, and counts in none. */
  readonly onlyAgentId?: AgentId;
  /** From whom it comes, where an agent handed it over. */
  readonly handedOver?: HandedOver;
}

/** What goes with a customer whom an agent hands over. */
export interface HandedOver {
  readonly by: AgentId;
  /** For whoever gets the customer; never in a journal. */
  readonly note: string | null;
}

/** To whom a customer is handed over: a queue at once, or an agent once they accept. */
export type HandoverTarget = { readonly kind: 'queue' } | { readonly kind: 'agent'; readonly agentId: AgentId };

/** A customer who is being handed over: they are the sender's until the receiver is on record. */
export interface Handover {
  readonly to: HandoverTarget;
  readonly visit: QueueVisit;
  /** What the named agent looks at. */
  readonly offer: LiveOffer | null;
}

/** Work that a caller left behind. `call` is that of ours to them. */
export type Deferred =
  | { readonly kind: 'voicemail' }
  | {
      readonly kind: 'callback';
      readonly number: string;
      /** How often they were called. */
      readonly attempts: number;
      readonly call: 'none' | 'dialling' | 'confirmed';
      /** The agent who wants to call them, once. Absent: they asked for it. */
      readonly by?: AgentId;
    };

/** An online meeting of the agent with the customer, beside the channel by which they came. */
export interface Meeting {
  readonly meetingId: string;
  readonly agentId: AgentId;
  /** Whoever has it may come. */
  readonly joinUrl: string;
  /** Nobody says who is in it: silence elsewhere means nothing before. */
  readonly untilAt: number;
}

/** How a visit to a queue ended. */
export type VisitOutcome =
  | 'answered'
  | 'abandoned'
  | 'shortAbandoned'
  | 'callback'
  | 'voicemail'
  | 'overflowed'
  | 'transferredOut'
  | 'expired';

/** Why an interaction is over. */
export type CloseReason =
  | 'completed'
  | 'customerLeft'
  | 'abandoned'
  | 'optedOut'
  | 'idle'
  | 'agentEnded'
  | 'noAgent'
  | 'closedHours'
  | 'queueDeadline'
  | 'flowEnded'
  | 'channelFailed'
  | 'transferred'
  | 'callbackGivenUp'
  | 'notReached';

/** An offer that an agent looks at. */
export interface LiveOffer {
  readonly offerId: OfferId;
  readonly agentId: AgentId;
}

/** Where the customer is. Names follow the life of an interaction in docs/architecture.md. */
export type Phase =
  | { readonly name: 'arriving' }
  | {
      readonly name: 'selfService';
      readonly position: string;
      readonly memory: Readonly<Record<string, string>>;
      /** When silence counts as an answer; null while nothing is asked. */
      readonly answerBy: number | null;
    }
  | { readonly name: 'queued'; readonly visit: QueueVisit }
  | {
      readonly name: 'alerting';
      readonly visit: QueueVisit;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      /** Offers beside that one, where the queue shows a customer to several agents at once. */
      readonly others?: readonly LiveOffer[];
    }
  | { readonly name: 'connecting'; readonly visit: QueueVisit; readonly segment: number; readonly deadlineAt: number }
  | {
      readonly name: 'active';
      readonly segment: number;
      readonly lastActivityAt: number;
      /** When the customer was last asked whether they are still there. */
      readonly nudgedAt: number | null;
      /** Absent: they stay. */
      readonly handover?: Handover;
      /** Whom the agent brought into the call. Absent: nobody. */
      readonly parties?: readonly Party[];
      /** Absent: they write, or telephone. */
      readonly meeting?: Meeting;
    }
  /** The agent left the customer with those whom they had brought in, who are no agents at work on it. */
  | { readonly name: 'handedOn'; readonly since: number; readonly parties: readonly Party[] }
  | { readonly name: 'parked'; readonly lastAgentId: AgentId; readonly parkedAt: number; readonly visit: QueueVisit }
  | { readonly name: 'ended'; readonly reason: CloseReason; readonly endedAt: number }
  | { readonly name: 'closed'; readonly reason: CloseReason; readonly closedAt: number };

export type SegmentState =
  | { readonly name: 'connecting' }
  | { readonly name: 'talking' }
  | { readonly name: 'onHold' }
  /** The customer hears music while the agent asks somebody else. */
  | { readonly name: 'consulting' }
  | { readonly name: 'wrappingUp'; readonly since: number; readonly deadlineAt: number }
  | { readonly name: 'done'; readonly code: string | null };

/** One agent's involvement, from the accepted offer to the end of its wrap-up. */
export interface Segment {
  readonly agentId: AgentId;
  readonly assignmentId: AssignmentId;
  readonly offerId: OfferId;
  readonly shardId: ShardId;
  /** The queue visit that it came from: where the customer goes back to if the agent is lost. */
  readonly visit: QueueVisit;
  readonly acceptedAt: number;
  readonly state: SegmentState;
}

export interface Interaction {
  readonly facts: Facts;
  /** Number of events folded in. */
  readonly seq: number;
  readonly phase: Phase;
  readonly segments: readonly Segment[];
  /** Null while the customer is there. */
  readonly deferred: Deferred | null;
}

/** Who is at the other end: whoever called, or the number that was called back. */
export const customerOnLine = ({ facts, deferred }: Interaction): string =>
  deferred?.kind === 'callback' ? deferred.number : facts.customerAddress;

/** Those who are in the call beside the customer and the agent, or are rung to be. */
export const partiesOf = ({ phase }: Interaction): readonly Party[] =>
  phase.name === 'active' || phase.name === 'handedOn' ? (phase.parties ?? []) : [];

/** From when on silence counts: those who meet need not write. */
export const quietFrom = ({ lastActivityAt, meeting }: Extract<Phase, { name: 'active' }>): number =>
  Math.max(lastActivityAt, meeting?.untilAt ?? 0);

/** Whether there is a line to the customer, or is going to be one. */
export const hasCall = ({ facts, deferred }: Interaction): boolean =>
  facts.channel === 'voice' && (deferred === null || (deferred.kind === 'callback' && deferred.call !== 'none'));

/** True while the customer of a callback is being called and has not said that they are there. */
export const isDialling = ({ deferred }: Interaction): boolean =>
  deferred?.kind === 'callback' && deferred.call === 'dialling';

/** Which call the interaction is about now: 0 is the customer's own, n our nth to them. */
export const callNumber = ({ deferred }: Interaction): number =>
  deferred?.kind === 'callback' ? deferred.attempts : 0;
