import type { AgentId, AssignmentId, OfferId, ShardId } from '../lib/ids';
import type { ConnectFailure, OfferEnd } from './events';
import type { Spoken } from '../flow/words';
import type { SipHeader } from '../lib/sip-headers';
import type { PartyTarget } from './party';
import type { HandoverTarget, QueueVisit } from './state';

/** What a caller hears next; `gather` listens for an answer after it. */
export interface Prompt {
  readonly say: readonly string[];
  /** Heard instead of the read texts. */
  readonly spoken: Spoken | null;
  /** The voice that reads; null: the service's own for the language. */
  readonly voice: string | null;
  readonly language: string;
  /** The flow's own count of prompts: comes back with the answer, so that a late one is known. */
  readonly turn: number;
  readonly gather: Gather | null;
  /**
   * What the answer is for: the flow, another system alone, the end of a voicemail, or that somebody whom we called is no
   * machine.
   */
  readonly purpose: 'flow' | 'capture' | 'voicemail' | 'confirm';
}

/** What counts as an answer to a prompt, and for how long its beginning is waited for. */
export type Gather = {
  readonly timeoutMs: number;
  /** Whether the answer may come before the prompt was heard to its end. */
  readonly bargeIn: boolean;
} & (
  | { readonly kind: 'choices'; readonly digits: readonly string[]; readonly words: readonly string[] }
  | {
      readonly kind: 'keys';
      readonly max: number;
      readonly endKey: '#' | '*' | null;
      readonly betweenMs: number;
      /** Words count too. */
      readonly speech: boolean;
    }
  | { readonly kind: 'words' }
);

/** Something that a flow waits for; `turn` comes back with what became of it. */
export type FlowTask =
  | {
      readonly kind: 'assistant';
      readonly turn: number;
      readonly assistantId: string;
      readonly text: string;
      readonly language: string;
    }
  | {
      readonly kind: 'lookUp';
      readonly turn: number;
      readonly lookUpId: string;
      readonly variables: Readonly<Record<string, string>>;
    }
  /** A text to the customer's number from one of our entry points. */
  | { readonly kind: 'message'; readonly turn: number; readonly from: string; readonly text: string }
  /** The call goes to another number. */
  | {
      readonly kind: 'transfer';
      readonly turn: number;
      readonly to: string;
      /** Absent in acts that release 0.1.0 listed. */
      readonly headers?: readonly SipHeader[];
    };

/** What an assistant is asked. */
export type AssistantQuestion = Extract<FlowTask, { kind: 'assistant' }>;

/** How an agent's hold on an interaction ends in the shard. */
export type ReleaseCause =
  | 'finished'
  | 'parked'
  | 'transferred'
  | 'takenBack'
  | 'returned'
  | 'agentGone'
  | 'notReached'
  | ConnectFailure;

/**
 * Something to do towards the outside. It is listed in the same write as the events that ask for it, claimed before it
 * is done and marked after; a repeat completes only what is not done. Its id is `<seq of its event>/<n>`.
 */
export type Act =
  | { readonly kind: 'startOrchestration' }
  | { readonly kind: 'answerCall'; readonly incomingCallContext: string }
  | { readonly kind: 'prompt'; readonly prompt: Prompt }
  /** `by`: an agent's words; absent: our own. */
  | { readonly kind: 'sendText'; readonly text: string; readonly by?: AgentId }
  | { readonly kind: 'flowTask'; readonly task: FlowTask }
  /** Not before `notBefore`; 0 is at once. `missedBy`: the agent to whom the accepted call did not get, who is not asked again at once. */
  | {
      readonly kind: 'enqueue';
      readonly visit: QueueVisit;
      readonly notBefore: number;
      readonly missedBy?: { readonly agentId: AgentId; readonly failure: ConnectFailure };
    }
  /** Asks the receiver to take the customer, who stays with the sender until it has answered. */
  | { readonly kind: 'askHandover'; readonly to: HandoverTarget; readonly visit: QueueVisit }
  | { readonly kind: 'startTreatment'; readonly visit: QueueVisit }
  | { readonly kind: 'cancelVisit'; readonly visit: QueueVisit; readonly reason: string }
  | {
      readonly kind: 'presentOffer';
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly shardId: ShardId;
      readonly deadlineAt: number;
    }
  | {
      readonly kind: 'withdrawOffer';
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly end: OfferEnd | 'accepted';
    }
  | { readonly kind: 'startRecording' }
  | { readonly kind: 'stopRecording' }
  | { readonly kind: 'pauseRecording'; readonly agentId: AgentId; readonly from: number }
  /** Asks the platform whether the pause that began at `from` holds, if it has not said so by `notBefore`. */
  | { readonly kind: 'checkPause'; readonly notBefore: number; readonly from: number }
  /** Not before `notBefore`, and then only the pause that began at `from`; both are 0 for whichever lasts, at once. */
  | { readonly kind: 'resumeRecording'; readonly notBefore: number; readonly from: number }
  /** Calls a customer who asked for it. */
  | { readonly kind: 'dialCustomer'; readonly agentId: AgentId; readonly attempt: number }
  | { readonly kind: 'freeLine' }
  /** The keys of a caller who waits no more mean nothing any more. */
  | { readonly kind: 'stopKeys' }
  /** A text to a number, whatever the channel of the interaction. */
  | { readonly kind: 'textCustomer'; readonly from: string; readonly to: string; readonly text: string }
  /** How it was, is asked of a caller who talked with an agent: if the tenant asks. */
  | { readonly kind: 'askSurvey'; readonly language: string }
  | { readonly kind: 'ringAgent'; readonly agentId: AgentId; readonly assignmentId: AssignmentId }
  | { readonly kind: 'bridge'; readonly agentId: AgentId }
  | { readonly kind: 'removeAgent'; readonly agentId: AgentId }
  | { readonly kind: 'ringParty'; readonly partyId: string; readonly who: PartyTarget; readonly ringMs: number }
  | { readonly kind: 'removeParty'; readonly partyId: string; readonly who: PartyTarget }
  | { readonly kind: 'holdCustomer' }
  | { readonly kind: 'unholdCustomer' }
  /** The last words on a call; the hang-up follows when they were heard. */
  | { readonly kind: 'farewell'; readonly words: LastWords }
  /** Not before `notBefore`, so that last words can be heard; 0 is at once. `call` is 0 for the customer's own, n for our nth to them. */
  | { readonly kind: 'hangUp'; readonly notBefore: number; readonly call: number }
  | { readonly kind: 'relayWaiting'; readonly agentId: AgentId }
  | {
      readonly kind: 'release';
      readonly assignmentId: AssignmentId;
      readonly agentId: AgentId;
      readonly shardId: ShardId;
      readonly cause: ReleaseCause;
      readonly wrapUpMs: number;
    }
  | {
      readonly kind: 'completeWrapUp';
      readonly assignmentId: AssignmentId;
      readonly agentId: AgentId;
      readonly shardId: ShardId;
    }
  | { readonly kind: 'showAgent'; readonly agentId: AgentId; readonly what: AgentNotice }
  | { readonly kind: 'tell'; readonly signal: Signal }
  | { readonly kind: 'leaveInbox' }
  | { readonly kind: 'closeThread' };

/** What a caller hears before the line is hung up. */
export interface LastWords {
  readonly texts: readonly string[];
  readonly spoken: Spoken | null;
  readonly voice: string | null;
  readonly language: string;
}

/** A line in the agent's Teams chat about an interaction of theirs. */
export type AgentNotice =
  | 'customerLeft'
  | 'customerWaits'
  | 'connected'
  | 'connectFailed'
  | 'callLost'
  | 'takenBack'
  | 'handoverAsked'
  | 'handedOver'
  | 'handoverFailed'
  | 'consultAnswered'
  | 'consultFailed'
  | 'partyLeft'
  | 'parked'
  | 'wrapUp'
  | 'closed'
  | 'optedOut'
  | 'customerNotReached'
  | 'noLine'
  | 'notReached'
  | 'noLineNow'
  | 'mayAsk'
  | 'recordingOn'
  | 'meetingBegan';

/** What the orchestration of an interaction is told; everything else stays out of its history. */
export type Signal = 'menuDone' | 'assigned' | 'connected' | 'throttled' | 'ended' | 'closed';

/** Acts that begin something for the customer: none of them is done once the interaction is closed. */
const BEGINNING: ReadonlySet<Act['kind']> = new Set<Act['kind']>([
  'startOrchestration',
  'answerCall',
  'prompt',
  'flowTask',
  'enqueue',
  'askHandover',
  'startTreatment',
  'presentOffer',
  'dialCustomer',
  'startRecording',
  'ringAgent',
  'ringParty',
  'bridge',
  'holdCustomer',
  'unholdCustomer',
  'relayWaiting',
]);

/** Nothing is ever started for a closed interaction (design, fact 4). */
export const beginsSomething = (act: Act): boolean => BEGINNING.has(act.kind);

/** Acts on stores and engines of our own: they are repeated for as long as it takes, never given up. */
const OWN: ReadonlySet<Act['kind']> = new Set<Act['kind']>([
  'startOrchestration',
  'enqueue',
  'askHandover',
  'cancelVisit',
  'release',
  'completeWrapUp',
  'tell',
  'leaveInbox',
  'relayWaiting',
  'freeLine',
]);

export const isNeverGivenUp = (act: Act): boolean => OWN.has(act.kind);
