import type { AgentId, AssignmentId, OfferId, ShardId } from '../lib/ids';
import type { ConnectFailure, OfferEnd } from './events';
import type { QueueVisit } from './state';

/** What a caller hears next; `gather` listens for digits or words after it. Texts only: the channel owns voices. */
export interface Prompt {
  readonly say: readonly string[];
  readonly language: string;
  /** The flow's own count of prompts: comes back with the answer, so that a late one is known. */
  readonly turn: number;
  readonly gather: {
    readonly digits: readonly string[];
    readonly words: readonly string[];
    readonly timeoutMs: number;
  } | null;
}

/** What an assistant is asked; `turn` comes back with its answer. */
export interface AssistantQuestion {
  readonly assistantId: string;
  readonly text: string;
  readonly language: string;
  readonly turn: number;
}

/** How an agent's hold on an interaction ends in the shard. */
export type ReleaseCause = 'finished' | 'parked' | 'returned' | 'agentGone' | ConnectFailure;

/**
 * Something to do towards the outside. It is listed in the same write as the events that ask for it, claimed before it
 * is done and marked after; a repeat completes only what is not done. Its id is `<seq of its event>/<n>`.
 */
export type Act =
  | { readonly kind: 'startOrchestration' }
  | { readonly kind: 'answerCall'; readonly incomingCallContext: string }
  | { readonly kind: 'prompt'; readonly prompt: Prompt }
  | { readonly kind: 'sendText'; readonly text: string }
  | { readonly kind: 'askAssistant'; readonly question: AssistantQuestion }
  /** `missedBy`: the agent to whom the accepted call did not get, who is not asked again at once. */
  | {
      readonly kind: 'enqueue';
      readonly visit: QueueVisit;
      readonly missedBy?: { readonly agentId: AgentId; readonly failure: ConnectFailure };
    }
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
  | { readonly kind: 'ringAgent'; readonly agentId: AgentId; readonly assignmentId: AssignmentId }
  | { readonly kind: 'bridge'; readonly agentId: AgentId }
  | { readonly kind: 'removeAgent'; readonly agentId: AgentId }
  | { readonly kind: 'holdCustomer' }
  | { readonly kind: 'unholdCustomer' }
  /** The last words on a call; the hang-up follows when they were heard. */
  | { readonly kind: 'farewell'; readonly texts: readonly string[]; readonly language: string }
  /** Not before `notBefore`, so that last words can be heard; 0 is at once. */
  | { readonly kind: 'hangUp'; readonly notBefore: number }
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

/** A line in the agent's Teams chat about an interaction of theirs. */
export type AgentNotice =
  | 'customerLeft'
  | 'customerWaits'
  | 'connected'
  | 'connectFailed'
  | 'callLost'
  | 'parked'
  | 'wrapUp'
  | 'closed'
  | 'optedOut';

/** What the orchestration of an interaction is told; everything else stays out of its history. */
export type Signal = 'menuDone' | 'assigned' | 'ended' | 'closed';

/** Acts that begin something for the customer: none of them is done once the interaction is closed. */
const BEGINNING: ReadonlySet<Act['kind']> = new Set<Act['kind']>([
  'startOrchestration',
  'answerCall',
  'prompt',
  'askAssistant',
  'enqueue',
  'startTreatment',
  'presentOffer',
  'ringAgent',
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
  'cancelVisit',
  'release',
  'completeWrapUp',
  'tell',
  'leaveInbox',
  'relayWaiting',
]);

export const isNeverGivenUp = (act: Act): boolean => OWN.has(act.kind);
