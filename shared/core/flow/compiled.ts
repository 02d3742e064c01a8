import type { Channel } from '../lib/channel';
import type { FlowCloseReason } from './source';

/** A text that is there in every channel and language of its flow; read it with `textFor`. */
export type CompiledText = ReadonlyMap<Channel, ReadonlyMap<string, string>>;

/** A skill with the least proficiency (1 to 10) an agent must have in it. */
export interface Requirement {
  readonly skillId: string;
  readonly minProficiency: number;
  /** Given up so long after the customer began to wait; absent: it holds on. */
  readonly forMs?: number;
}

/** One choice of a menu. `words` are folded by `foldText` and hold every label too. */
export interface CompiledOption {
  readonly digit: string;
  readonly label: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  readonly next: string;
}

/** What a waiting customer hears or reads, by channel and language. */
export interface CompiledTreatment {
  readonly music: string | null;
  readonly comfort: CompiledText;
  /** Null: as the channel does by default (callers every 30 s, written channels once). */
  readonly everyMs: number | null;
  readonly position: CompiledText | null;
  readonly wait: CompiledText | null;
}

export interface SayNode {
  readonly kind: 'say';
  readonly text: CompiledText;
  readonly next: string;
}

export interface MenuNode {
  readonly kind: 'menu';
  readonly text: CompiledText;
  readonly retryText: CompiledText;
  readonly options: readonly CompiledOption[];
  /** Null: as the channel does by default. */
  readonly timeoutMs: number | null;
  readonly attempts: number;
  readonly otherwise: string;
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
  readonly whenTooLong: string;
  /** Null: the customer waits until it opens. */
  readonly whenClosed: string | null;
  /** Null: the customer waits until somebody signs in. */
  readonly whenNobodySignedIn: string | null;
}

export interface CloseNode {
  readonly kind: 'close';
  readonly reason: FlowCloseReason;
  readonly text: CompiledText;
  readonly form: 'offlineForm' | null;
}

/** A node whose every reference is known to lead somewhere. Kinds that are not built yet never compile. */
export type FlowNode = SayNode | MenuNode | HoursNode | SetNode | AssistantNode | QueueNode | CloseNode;

/** A node with its name. */
export interface PlacedNode {
  readonly id: string;
  readonly node: FlowNode;
}

/** A flow that `step` can run: every path of it ends, also for a customer who never does anything. */
export interface CompiledFlow {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly languages: readonly [string, ...string[]];
  readonly start: PlacedNode;
  readonly nodes: ReadonlyMap<string, FlowNode>;
}

/** What a flow names outside itself. */
export interface FlowReferences {
  readonly languages: readonly string[];
  readonly skills: ReadonlySet<string>;
  readonly hours: ReadonlySet<string>;
  readonly queues: ReadonlyMap<
    string,
    {
      readonly channels: ReadonlySet<Channel>;
      readonly hoursId: string | null;
      readonly maxWaitMs: number;
      readonly priority: number;
      readonly requirements: readonly Requirement[];
    }
  >;
  /** Assistant id → the routes its answers can name. */
  readonly assistants: ReadonlyMap<string, { readonly routes: ReadonlySet<string> }>;
}

/** Every way a flow can be refused. */
export type FlowErrorCode =
  | 'unknownNode'
  | 'unknownQueue'
  | 'unknownSkill'
  | 'unknownHours'
  | 'unknownAssistant'
  | 'unknownLanguage'
  | 'routeMissing'
  | 'queueLacksChannel'
  | 'deadEnd'
  | 'unreachable'
  | 'endlessLoop'
  | 'notBuiltYet'
  | 'textMissing'
  | 'placeholderMissing'
  | 'duplicateChoice'
  | 'formNeedsChat'
  | 'callsCannotWait';

/** One reason why a flow was refused; `path` leads from the flow's document to the field. */
export interface FlowError {
  readonly code: FlowErrorCode;
  readonly path: readonly (string | number)[];
  readonly message: string;
}
