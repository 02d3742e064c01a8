import type { SipHeader } from '../lib/sip-headers';
import type { Channel } from '../lib/channel';
import type { Expression } from './expression';
import type { CaptureNode, CollectNode, GatherNode, LanguageNode, MenuNode, SurveyNode } from './nodes-ask';
import type { FlowCloseReason } from './source';
import type { CompiledSpoken, CompiledText, CompiledTreatment, Requirement } from './words';

export interface SayNode {
  readonly kind: 'say';
  readonly text: CompiledText;
  readonly spoken: CompiledSpoken;
  readonly next: string;
}

export interface LookUpNode {
  readonly kind: 'lookUp';
  readonly lookUpId: string;
  readonly found: string;
  readonly notFound: string;
  readonly failed: string;
}

export interface BranchNode {
  readonly kind: 'branch';
  readonly cases: readonly { readonly when: Expression; readonly next: string }[];
  readonly otherwise: string;
}

export interface ChannelNode {
  readonly kind: 'channel';
  readonly ways: ReadonlyMap<Channel, string>;
}

export interface MessageNode {
  readonly kind: 'message';
  readonly from: string;
  readonly text: ReadonlyMap<string, string>;
  readonly next: string;
}

export interface HoursNode {
  readonly kind: 'hours';
  readonly hoursId: string;
  readonly open: string;
  readonly closed: string;
}

export interface SetNode {
  readonly kind: 'set';
  readonly language: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly next: string;
}

export interface AssistantNode {
  readonly kind: 'assistant';
  readonly assistantId: string;
  readonly text: CompiledText;
  readonly routes: ReadonlyMap<string, string>;
  readonly turns: number;
  /** Null: as the channel does by default. */
  readonly timeoutMs: number | null;
  readonly answered: string;
  readonly person: string;
}

export interface QueueNode {
  readonly kind: 'queue';
  readonly queueId: string;
  /** The queue's own opening hours; null when it is always open. */
  readonly hoursId: string | null;
  readonly priority: number;
  readonly requirements: readonly Requirement[];
  readonly treatment: CompiledTreatment;
  readonly deadlineMs: number;
  /** Key → where a waiting caller who presses it goes. */
  readonly keys: ReadonlyMap<string, string>;
  /** Of calls to numbers that an agent asks about the customer. */
  readonly headers: readonly SipHeader[];
  readonly whenTooLong: string;
  /** Null: the customer waits until it opens. */
  readonly whenClosed: string | null;
  /** Null: the customer waits until somebody signs in. */
  readonly whenNobodySignedIn: string | null;
}

/** What a flow needs to know of a queue that work is put into without the customer. */
export interface WorkQueue {
  readonly queueId: string;
  readonly priority: number;
  readonly requirements: readonly Requirement[];
}

export interface CallbackNode extends WorkQueue {
  readonly kind: 'callback';
  /** The variable with the number; null: the caller's own. */
  readonly number: string | null;
  /** The variable that says when; null: as soon as it is their turn. */
  readonly at: string | null;
  readonly text: CompiledText;
  readonly cannot: string;
}

export interface VoicemailNode extends WorkQueue {
  readonly kind: 'voicemail';
  readonly text: CompiledText;
  readonly thanks: CompiledText;
  readonly longestMs: number;
  readonly failed: string;
}

export interface TransferNode {
  readonly kind: 'transfer';
  readonly to: string;
  /** Their values have variables in braces. */
  readonly headers: readonly SipHeader[];
  readonly failed: string;
}

export interface CloseNode {
  readonly kind: 'close';
  readonly reason: FlowCloseReason;
  readonly text: CompiledText;
  readonly spoken: CompiledSpoken;
  readonly form: 'offlineForm' | null;
}

/** A node whose every reference is known to lead somewhere. */
export type FlowNode =
  | SayNode
  | MenuNode
  | HoursNode
  | SetNode
  | AssistantNode
  | QueueNode
  | CloseNode
  | GatherNode
  | CaptureNode
  | CollectNode
  | LanguageNode
  | SurveyNode
  | LookUpNode
  | BranchNode
  | ChannelNode
  | MessageNode
  | CallbackNode
  | VoicemailNode
  | TransferNode;

/** The end of a sub-flow. */
export interface ReturnNode {
  readonly kind: 'return';
  readonly exit: string;
}

/** A node before the flows it goes into have been put in its place. */
export type UnlinkedNode = FlowNode | ReturnNode | SubFlowCall;

/** A sub-flow gone into, and where each of its returns leads. */
export interface SubFlowCall {
  readonly kind: 'subFlow';
  readonly flow: CompiledSubFlow;
  readonly exits: ReadonlyMap<string, string>;
}

/** A flow that others go into: it returns, and cannot be run alone. */
export interface CompiledSubFlow {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly languages: readonly string[];
  readonly takes: readonly string[];
  /** Variables that it sets. */
  readonly sets: ReadonlySet<string>;
  readonly returns: ReadonlySet<string>;
  readonly start: string;
  readonly nodes: ReadonlyMap<string, FlowNode | ReturnNode>;
}
