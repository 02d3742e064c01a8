import type { Prompt } from '../core/interaction/acts';
import type { ChatProvider } from '../core/config/entry-point-source';
import type { TenantId } from '../core/lib/ids';
import type { SipHeader } from '../core/lib/sip-headers';
import type { Attachment } from './message-store';

/** How sending ended. `retryable` failures may be tried again with the same key. */
export type SendResult =
  | {
      readonly kind: 'sent';
      readonly providerId: string;
      /** Mail only: the Message-ID by which answers name it. */
      readonly internetMessageId?: string;
    }
  | { readonly kind: 'failed'; readonly code: SendFailure; readonly retryable: boolean };

/** Why a message did not go. `unknownOutcome`: it may have gone all the same. */
export type SendFailure =
  | 'unreachable'
  | 'blocked'
  | 'optedOut'
  | 'tooLarge'
  | 'throttled'
  | 'rejected'
  /** Our address may not send as the other one that it is to answer as. */
  | 'sendAsDenied'
  /** They ended the chat themselves: nobody reads it any more. */
  | 'customerLeft'
  | 'unknownOutcome';

/** A message for the customer. */
export interface CustomerMessage {
  /** The same for every repeat: the provider's idempotency key is made of it where it has one; else it is carried as metadata. */
  readonly key: string;
  readonly ourAddress: string;
  /** Mail: the address it leaves as, where that is another than ours. Its answers are asked back to ours all the same. */
  readonly sendAs?: string;
  readonly customerAddress: string;
  /** The provider's name of the thread or call (`Facts.externalRef`). */
  readonly externalRef: string;
  readonly authorName: string;
  readonly text: string;
  /** Mail that answers nothing: what it is about. */
  readonly subject?: string;
  /** Mail that answers: what it answers, for carriers that quote nothing themselves. */
  readonly quoted?: { readonly from: string; readonly at: number; readonly text: string };
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  /** The stored `replyTo` of the customer's newest message: mail answers in place with it. */
  readonly replyTo: string | null;
  /** Mail: written by a machine, marked Auto-Submitted so that no machine answers it. */
  readonly automatic: boolean;
}

/** A channel that carries messages. */
export interface MessageChannel {
  send(message: CustomerMessage): Promise<SendResult>;
}

/** Texts. */
export interface SmsChannel extends MessageChannel {
  /** Whether the carrier or the provider obey and answer this text of a customer themselves: we do not answer it too. */
  answersItself(text: string): boolean;
}

/** What a customer wrote in a chat, as its carrier says it. */
export interface ChatText {
  /** The same for every delivery of the message, different for every message. */
  readonly sourceId: string;
  readonly threadId: string;
  readonly customerAddress: string;
  readonly customerName: string | null;
  readonly text: string;
  readonly html: string | null;
  /** Files that were put into the chat before. */
  readonly fileIds: readonly string[];
  readonly sentAt: number;
}

/** Chat: the customer's side of a new thread. */
export interface ChatThreads {
  /** Makes a thread and a customer who may only write and read in it. `key` makes a repeat answer the same thread. `busy`: the provider has too much to do now. */
  start(request: {
    readonly provider: ChatProvider;
    readonly tenantId: TenantId;
    readonly key: string;
    readonly customerName: string;
    readonly topic: string;
  }): Promise<ChatConnection | 'busy'>;
  /** The customer can write no more in it. */
  close(threadId: string, customerAddress: string): Promise<void>;
  /**
   * What everybody wrote in it from one instant until another, the oldest first, as events would say it: of a carrier whose events
   * overtake each other or get lost. Null where each word is stored as it is written. Rejects when it cannot be read now.
   */
  writtenBetween(threadId: string, from: number, until: number): Promise<readonly ChatText[] | null>;
  /** Who carries this thread: its words are written and read where they stand. */
  carrierOf(threadId: string): ChatProvider;
  /** When the customer's page last gave a sign of life; null when it never did. */
  seenAt(threadId: string): Promise<number | null>;
}

/**
 * What a browser needs to chat: for ACS, its endpoint, a thread and a token of scope chat.join.limited, and a pass to what our
 * API does beside the words; for Switchboard's own chat the token is that pass.
 */
export type ChatConnection =
  | (Connected & { readonly provider: 'acs'; readonly endpoint: string; readonly pass: string })
  | (Connected & { readonly provider: 'switchboard' });

interface Connected {
  readonly threadId: string;
  readonly userId: string;
  readonly token: string;
  readonly tokenExpiresAt: number;
}

/** How a request about a call ended. `gone`: the call is over, nothing is left to do. */
export type CallResult =
  | { readonly kind: 'done'; readonly ref: string | null }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly retryable: boolean; readonly detail: string };

/** Says which step of ours a callback answers; comes back with it (`operationContext`). */
export interface CallStep {
  readonly callRef: string;
  /** The same for every repeat of the step. */
  readonly key: string;
  /** Comes back with every callback of this step. */
  readonly context: string;
}

/** What was recorded; `gone` when nobody keeps it any more. */
export type RecordingFile =
  | { readonly kind: 'file'; readonly content: Uint8Array; readonly contentType: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly detail: string };

/** `gone`: it has ended. `unknown`: nobody could say. */
export type RecordingState = 'running' | 'paused' | 'gone' | 'unknown';

/**
 * Who is brought into a call: a person of the organisation's directory, where they take calls, a telephone, or a Teams auto
 * attendant or call queue. `from` is our
 * address in the call: who carries it knows it by that.
 */
export type Callee =
  | { readonly teamsUserId: string; readonly entraTenantId: string; readonly from: string }
  /** `callerId` is what they see. */
  | { readonly number: string; readonly from: string; readonly callerId: string | null }
  | { readonly resourceAccountId: string; readonly from: string };

/** Both sides of a call, before anybody was brought in. */
export interface CallSides {
  readonly customer: string;
  readonly ours: string;
}

/** What whoever is rung sees of a call; a number gets the headers, a person of the directory the words. */
export interface CallAbout {
  readonly topic: string;
  readonly details: string;
  readonly headers: readonly SipHeader[];
}

/** A number that a call goes to. */
export interface TransferTarget {
  readonly to: string;
  readonly callerId: string | null;
  readonly headers: readonly SipHeader[];
}

/** Where what is said in a call may be sent as text, once that is asked for, and in which language it is understood at first. */
export interface TranscriptTarget {
  readonly url: string;
  readonly language: string;
}

/** A channel that carries a call. Every method answers at once; what becomes of it arrives as a callback. */
export interface CallChannel {
  /** Answers; `ref` is the call reference for all later steps. */
  answer(request: {
    readonly key: string;
    readonly incomingCallContext: string;
    readonly callbackUrl: string;
    /** Null: nobody takes what is said. It cannot be asked for later. */
    readonly transcript: TranscriptTarget | null;
  }): Promise<CallResult>;
  /** Turns down a call that rings and is for nobody here. */
  reject(request: { readonly incomingCallContext: string }): Promise<CallResult>;
  /** Says texts and, if the prompt gathers, listens for digits or words. Stops what played before. */
  prompt(step: CallStep, customer: string, prompt: Prompt): Promise<CallResult>;
  /** Plays a piece of music once, or says a text, to the waiting customer. Its end is called back. */
  treat(
    step: CallStep,
    customer: string,
    piece:
      | { readonly kind: 'music'; readonly uri: string }
      | { readonly kind: 'say'; readonly text: string; readonly language: string; readonly voice: string | null },
  ): Promise<CallResult>;
  /** Reports every key the customer presses until `stopKeys`, whatever plays. */
  startKeys(step: CallStep, customer: string): Promise<CallResult>;
  stopKeys(step: CallStep, customer: string): Promise<CallResult>;
  /** Records the call from now on; `ref` names the recording in the event that brings its file. Whether it runs is called back. */
  startRecording(step: CallStep, callbackUrl: string, sides: 'mixed' | 'apart'): Promise<CallResult>;
  /** What is said from now on is sent to the target that the call began with. */
  startTranscript(step: CallStep, language: string): Promise<CallResult>;
  stopTranscript(step: CallStep): Promise<CallResult>;
  /** Stops it; its file follows by an event. */
  stopRecording(step: CallStep, recordingRef: string): Promise<CallResult>;
  /** That nothing is recorded any more is called back, and holds from then on. */
  pauseRecording(step: CallStep, recordingRef: string): Promise<CallResult>;
  resumeRecording(step: CallStep, recordingRef: string): Promise<CallResult>;
  /** What the platform says of a recording when it is asked. */
  recordingState(recordingRef: string): Promise<RecordingState>;
  /** The file of a recording, by the address that its event names. */
  recordingFile(location: string): Promise<RecordingFile>;
  /** Calls a customer from one of our numbers; `ref` is the call reference. Whether they answer is called back. */
  dial(request: {
    readonly key: string;
    readonly from: string;
    /** What they see; null where our address is no number. */
    readonly callerId: string | null;
    readonly to: string;
    readonly callbackUrl: string;
    readonly transcript: TranscriptTarget | null;
  }): Promise<CallResult>;
  /** Hands the call to another number, which sees `callerId` and is told `headers`; what becomes of it is called back. */
  transfer(step: CallStep, target: TransferTarget): Promise<CallResult>;
  /** The customer hears music, again and again, and nobody hears the customer. What was played before it ends. */
  hold(step: CallStep, sides: CallSides, musicUri: string): Promise<CallResult>;
  unhold(step: CallStep, sides: CallSides): Promise<CallResult>;
  /** Whether a customer on hold in a call at this address of ours hears nobody who talks meanwhile. */
  holdsApart(ours: string): boolean;
  /** Rings somebody for `timeoutSeconds`. `ref` names the invitation. */
  ring(step: CallStep, callee: Callee, context: CallAbout, timeoutSeconds: number): Promise<CallResult>;
  /** Takes somebody's leg, or the ringing of it, out of the call. */
  remove(step: CallStep, callee: Callee, invitationRef: string | null): Promise<CallResult>;
  hangUp(step: CallStep): Promise<CallResult>;
}
