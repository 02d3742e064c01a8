import type { SipHeader } from '../lib/sip-headers';
import type { Channel } from '../lib/channel';
import type { Keys } from './nodes-ask';
import type { Variables } from './text-for';
import type { CompiledTreatment, Requirement, Spoken } from './words';
import type { FlowCloseReason } from './source';

/** What a customer is in the middle of. `turn` grows with every prompt or question, so that late answers are known. */
export interface InFlow {
  readonly nodeId: string;
  readonly channel: Channel;
  readonly language: string;
  readonly turn: number;
  /** What the customer has told so far, and what was looked up. */
  readonly memory: Variables;
  /** Since when they have waited for an agent; null before their first queue. A callback keeps this place. */
  readonly waitingSince: number | null;
}

/** Where an interaction stands in its flow. Plain data: stored in the interaction's snapshot. */
export type FlowPosition =
  | { readonly state: 'notStarted' }
  /** A call hears a prompt to its end. */
  | (InFlow & { readonly state: 'saying' })
  /** A menu was put; `attempt` counts from 1. */
  | (InFlow & { readonly state: 'choosing'; readonly attempt: number })
  /** A question for an answer of its own was put. */
  | (InFlow & { readonly state: 'gathering'; readonly attempt: number })
  /** Keys were asked for that go to another system alone: they are no input of the flow. */
  | (InFlow & { readonly state: 'capturing'; readonly attempt: number })
  /** What was understood was said back. */
  | (InFlow & { readonly state: 'confirming'; readonly attempt: number; readonly value: string })
  /** The question of a survey with this number, from 0, was put. */
  | (InFlow & { readonly state: 'surveying'; readonly question: number; readonly attempt: number })
  /** Another system was asked. */
  | (InFlow & { readonly state: 'lookingUp' })
  /** A text message is on its way. */
  | (InFlow & { readonly state: 'messaging' })
  /** The assistant waits for the customer's words; `answered` when it has just answered something. */
  | (InFlow & { readonly state: 'listening'; readonly exchanges: number; readonly answered: boolean })
  /** The customer waits for the assistant's answer. */
  | (InFlow & { readonly state: 'thinking'; readonly exchanges: number })
  | (InFlow & { readonly state: 'queued'; readonly queueId: string })
  /** The caller hears what the voicemail says, then is recorded. */
  | (InFlow & { readonly state: 'recording' })
  /** The call is being handed to another number. */
  | (InFlow & { readonly state: 'transferring' })
  /** What the caller left is work for an agent now: the flow does nothing more. */
  | { readonly state: 'deferred'; readonly as: 'callback' | 'voicemail' }
  /** The call has gone to another number. */
  | { readonly state: 'transferred' }
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
      /** Variables that are known before anything was asked: both addresses. */
      readonly known: Variables;
      /** What came with their call. */
      readonly headers: readonly SipHeader[];
    }
  /** Keys of a telephone: `0`-`9`, `*`, `#`; more than one where a number was asked for. */
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
  /** Another system answered: `values` are what it says of the variables it was asked for. */
  | { readonly kind: 'lookedUp'; readonly turn: number; readonly found: boolean; readonly values: Variables }
  /** It did not answer in time, or not with what was agreed. */
  | { readonly kind: 'lookUpFailed'; readonly turn: number }
  /** The other system took the keys: what may be known of them, and what it says. */
  | { readonly kind: 'captured'; readonly turn: number; readonly masked: string; readonly values: Variables }
  /** They were too few or too many, or it would not have them. */
  | { readonly kind: 'captureRefused'; readonly turn: number }
  | { readonly kind: 'captureFailed'; readonly turn: number }
  /** Whatever became of the text message. */
  | { readonly kind: 'messageDone'; readonly turn: number }
  /** A waiting caller pressed a key. */
  | { readonly kind: 'keyWhileQueued'; readonly turn: number; readonly digit: string }
  /** The caller's recording is over, and there is something in it. */
  | { readonly kind: 'recorded'; readonly turn: number }
  | { readonly kind: 'recordingFailed'; readonly turn: number }
  | { readonly kind: 'transferDone' | 'transferFailed'; readonly turn: number }
  /** The queue visit ended without an agent. */
  | { readonly kind: 'queueLeft'; readonly turn: number; readonly because: QueueLeftReason }
  /** An agent has the customer, from the queue or by a supervisor's hand. */
  | { readonly kind: 'agentAnswered' };

/** Why a queue visit can end without an agent while the customer is still there. */
export type QueueLeftReason = 'tooLong' | 'closed' | 'nobodySignedIn';

/** What a flow needs to know of the world at the moment of the input. */
export interface FlowContext {
  /** The present: milliseconds since the epoch. */
  readonly now: number;
  /** Numbers that a callback was asked for and that may not be called. */
  readonly uncallable: ReadonlySet<string>;
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

/** What counts as an answer. */
export type Answers =
  | { readonly kind: 'choices'; readonly options: readonly OfferedOption[] }
  /** A number of keys, where `speech` is true words too. */
  | { readonly kind: 'keys'; readonly keys: Keys; readonly speech: boolean }
  /** Keys that whoever hears them must hand on and forget: report `captured`, `captureRefused` or `captureFailed`. */
  | { readonly kind: 'sealedKeys'; readonly keys: Keys }
  | { readonly kind: 'words' };

/** Words to the customer. `spoken` is how a caller hears them, if not read aloud. */
interface Words {
  readonly turn: number;
  readonly text: string;
  readonly spoken: Spoken | null;
  readonly language: string;
}

/** Work that a caller leaves behind. */
interface LeftWork {
  readonly queueId: string;
  readonly priority: number;
  readonly requirements: readonly Requirement[];
  readonly language: string;
  /** Where its place in the queue counts from; null: from now. */
  readonly waitingSince: number | null;
}

/** What the caller of `step` does for the customer, in order. */
export type FlowEffect =
  /** On a call, report `promptEnded` with this turn; a written text needs no report. */
  | (Words & { readonly kind: 'say' })
  /** Put a question: `text` holds the numbered choices on written channels. Report `digit`, `spoken` or `text`, or `silence`. */
  | (Words & {
      readonly kind: 'gather';
      readonly answers: Answers;
      readonly timeoutMs: number;
      readonly bargeIn: boolean;
    })
  /** Report `assistantAnswered`, `assistantFailed`, or `silence` after `timeoutMs`. */
  | {
      readonly kind: 'askAssistant';
      readonly turn: number;
      readonly assistantId: string;
      readonly text: string;
      readonly language: string;
      readonly timeoutMs: number;
    }
  /** Report `lookedUp`, `lookUpFailed`, or `silence` after `timeoutMs`. */
  | {
      readonly kind: 'lookUp';
      readonly turn: number;
      readonly lookUpId: string;
      readonly variables: Variables;
      readonly timeoutMs: number;
    }
  /** A text to the customer's number. Report `messageDone`, or `silence` after `timeoutMs`. */
  | {
      readonly kind: 'message';
      readonly turn: number;
      readonly from: string;
      readonly text: string;
      readonly timeoutMs: number;
    }
  /** Report `agentAnswered`, `keyWhileQueued`, or `queueLeft` (with `tooLong` at the deadline). */
  | {
      readonly kind: 'enqueue';
      readonly turn: number;
      readonly queueId: string;
      readonly priority: number;
      readonly requirements: readonly Requirement[];
      readonly deadlineMs: number;
      readonly treatment: CompiledTreatment;
      readonly keys: readonly string[];
      readonly language: string;
      /** Since when they wait, in this queue and in those before it. */
      readonly waitingSince: number;
    }
  /** Say the text, hang up, and put the call to `number` into the queue. */
  | (LeftWork & {
      readonly kind: 'callBack';
      readonly number: string;
      /** When they want to be called, in their flow's words; null: as soon as it is their turn. */
      readonly when: string | null;
      readonly text: string;
    })
  /** Say the text, record, and report `recorded` or `recordingFailed`, or `silence` after `timeoutMs`. */
  | (Words & LeftWork & { readonly kind: 'record'; readonly longestMs: number; readonly timeoutMs: number })
  /** What was recorded is work now. */
  | (LeftWork & { readonly kind: 'voicemailLeft' })
  /** Report `transferDone` or `transferFailed`, or `silence` after `timeoutMs`. */
  | {
      readonly kind: 'transfer';
      readonly turn: number;
      readonly to: string;
      readonly headers: readonly SipHeader[];
      readonly timeoutMs: number;
    }
  /** Say the last words, then end the interaction; on a call hang up after them. */
  | (Omit<Words, 'turn'> & {
      readonly kind: 'close';
      readonly reason: FlowCloseReason;
      readonly form: 'offlineForm' | null;
    });

/** Why an input changed nothing. */
export type FlowIdle =
  | 'alreadyStarted'
  | 'notStarted'
  | 'notListening'
  | 'stale'
  /** The queue step lets its customers wait all the same. */
  | 'patient'
  | 'deferred'
  | 'transferred'
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
