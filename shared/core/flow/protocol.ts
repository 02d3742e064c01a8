import type { Channel } from '../lib/channel';
import type { CompiledTreatment, Requirement } from './compiled';
import type { FlowCloseReason } from './source';

/** What a customer is in the middle of. `turn` grows with every prompt or question, so that late answers are known. */
interface InFlow {
  readonly nodeId: string;
  readonly channel: Channel;
  readonly language: string;
  readonly turn: number;
}

/** Where an interaction stands in its flow. Plain data: stored in the interaction's snapshot. */
export type FlowPosition =
  | { readonly state: 'notStarted' }
  /** A call hears a prompt to its end. */
  | (InFlow & { readonly state: 'saying' })
  /** A menu was put; `attempt` counts from 1. */
  | (InFlow & { readonly state: 'choosing'; readonly attempt: number })
  /** The assistant waits for the customer's words; `answered` when it has just answered something. */
  | (InFlow & { readonly state: 'listening'; readonly exchanges: number; readonly answered: boolean })
  /** The customer waits for the assistant's answer. */
  | (InFlow & { readonly state: 'thinking'; readonly exchanges: number })
  | (InFlow & { readonly state: 'queued'; readonly queueId: string })
  /** An agent has taken over: the flow does nothing more. */
  | { readonly state: 'withAgent' }
  | { readonly state: 'ended'; readonly reason: FlowCloseReason };

/** What an assistant answers: words, words that want an answer, or the name of a route. */
export type AssistantAnswer =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'route'; readonly route: string };

/** What can happen to a flow. Answers to an effect carry its `turn`, because the platform repeats and is late. */
export type FlowInput =
  /** `firstText` is what a written interaction began with: it may choose from the first menu, or open the assistant. */
  | {
      readonly kind: 'started';
      readonly channel: Channel;
      readonly language: string | null;
      readonly firstText: string | null;
    }
  /** A key of a telephone: `0`-`9`, `*`, `#`. */
  | { readonly kind: 'digit'; readonly turn: number; readonly digit: string }
  /** Words recognized from speech. */
  | { readonly kind: 'spoken'; readonly turn: number; readonly text: string }
  /** Words written: nobody knows to which question. */
  | { readonly kind: 'text'; readonly text: string }
  /** The customer's time for an answer, the assistant's, or that of a prompt whose end was never reported, has passed. */
  | { readonly kind: 'silence'; readonly turn: number }
  /** A prompt was heard to its end, or could not be played: either way the caller goes on. */
  | { readonly kind: 'promptEnded'; readonly turn: number }
  | { readonly kind: 'assistantAnswered'; readonly turn: number; readonly answer: AssistantAnswer }
  | { readonly kind: 'assistantFailed'; readonly turn: number }
  /** The queue visit ended without an agent. */
  | { readonly kind: 'queueLeft'; readonly turn: number; readonly because: QueueLeftReason }
  /** An agent has the customer, from the queue or by a supervisor's hand. */
  | { readonly kind: 'agentAnswered' };

/** Why a queue visit can end without an agent while the customer is still there. */
export type QueueLeftReason = 'tooLong' | 'closed' | 'nobodySignedIn';

/** What a flow needs to know of the world at the moment of the input. */
export interface FlowContext {
  /** Ids of the schedules that are closed at this moment. */
  readonly closedHours: ReadonlySet<string>;
  /** Ids of the queues that nobody is signed in to serve. */
  readonly unstaffedQueues: ReadonlySet<string>;
}

/** One choice that a menu offers, in the customer's language. */
export interface OfferedOption {
  readonly digit: string;
  readonly label: string;
  /** Folded words of every language: phrases for a speech recognizer. */
  readonly words: readonly string[];
}

/** What the caller of `step` does for the customer, in order. */
export type FlowEffect =
  /** On a call, report `promptEnded` with this turn; a written text needs no report. */
  | { readonly kind: 'say'; readonly turn: number; readonly text: string; readonly language: string }
  /** Put the menu: `text` holds the numbered choices on written channels. Report `digit` or `text`, or `silence`. */
  | {
      readonly kind: 'gather';
      readonly turn: number;
      readonly text: string;
      readonly language: string;
      readonly options: readonly OfferedOption[];
      readonly timeoutMs: number;
    }
  /** Say the text, then wait for any words. Report `text` or `silence`. */
  | {
      readonly kind: 'listen';
      readonly turn: number;
      readonly text: string;
      readonly language: string;
      readonly timeoutMs: number;
    }
  /** Report `assistantAnswered`, `assistantFailed`, or `silence` after `timeoutMs`. */
  | {
      readonly kind: 'askAssistant';
      readonly turn: number;
      readonly assistantId: string;
      readonly text: string;
      readonly language: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'setAttributes'; readonly attributes: Readonly<Record<string, string>> }
  /** Report `agentAnswered`, or `queueLeft` (with `tooLong` at the deadline). */
  | {
      readonly kind: 'enqueue';
      readonly turn: number;
      readonly queueId: string;
      readonly priority: number;
      readonly requirements: readonly Requirement[];
      readonly deadlineMs: number;
      readonly treatment: CompiledTreatment;
      readonly language: string;
    }
  /** Say the last words, then end the interaction; on a call hang up after them. */
  | {
      readonly kind: 'close';
      readonly reason: FlowCloseReason;
      readonly text: string;
      readonly language: string;
      readonly form: 'offlineForm' | null;
    };

/** Why an input changed nothing. */
export type FlowIdle =
  | 'alreadyStarted'
  | 'notStarted'
  | 'notListening'
  | 'stale'
  /** The queue step lets its customers wait all the same. */
  | 'patient'
  | 'withAgent'
  | 'ended';

/** What became of an input. `position` is always the one to keep. */
export type FlowStep =
  | { readonly outcome: 'moved'; readonly position: FlowPosition; readonly effects: readonly FlowEffect[] }
  | {
      readonly outcome: 'nothing';
      readonly reason: FlowIdle;
      readonly position: FlowPosition;
      readonly effects: readonly [];
    };
