import type { DurationText, Exit, TextSource } from './source-text';

/** Asks another system; its answer is put into variables as the look-up says. */
export interface LookUpNodeSource {
  readonly kind: 'lookUp';
  readonly lookUp: string;
  readonly found?: Exit;
  readonly notFound?: Exit;
  /** It did not answer in time, or not with what was agreed. */
  readonly failed?: Exit;
}

/** A look-up of who the customer is, by the address they reach us from. */
export interface IdentifyNodeSource {
  readonly kind: 'identify';
  readonly lookUp: string;
  readonly known?: Exit;
  readonly unknown?: Exit;
}

/** The first case whose expression holds. */
export interface BranchNodeSource {
  readonly kind: 'branch';
  readonly cases: readonly { readonly when: string; readonly next?: Exit }[];
  readonly otherwise?: Exit;
}

/** A branch on the channel: one flow for several of them. */
export interface ChannelNodeSource {
  readonly kind: 'channel';
  readonly voice?: Exit;
  readonly chat?: Exit;
  readonly sms?: Exit;
  readonly email?: Exit;
  /** The way of channels that are not named. */
  readonly otherwise?: Exit;
}

/** A text to the customer's telephone from one of our SMS numbers; the flow goes on whatever becomes of it. */
export interface MessageNodeSource {
  readonly kind: 'message';
  /** The entry point whose number it comes from. */
  readonly from: string;
  readonly text: TextSource;
  readonly next?: Exit;
}

/** Goes through another flow and on at the exit by which that one returned. */
export interface SubFlowNodeSource {
  readonly kind: 'subFlow';
  readonly flow: string;
  readonly exits?: Readonly<Record<string, string>> | undefined;
}

/** The end of a sub-flow: back to where it was gone into. */
export interface ReturnNodeSource {
  readonly kind: 'return';
  readonly exit: string;
}

/** Nodes that lead on without asking the customer. */
export type LeadNodeSource =
  | LookUpNodeSource
  | IdentifyNodeSource
  | BranchNodeSource
  | ChannelNodeSource
  | MessageNodeSource
  | SubFlowNodeSource
  | ReturnNodeSource;

/** The caller hangs up and is called when their turn has come: they keep the place of their wait. */
export interface CallbackNodeSource {
  readonly kind: 'callback';
  readonly queue: string;
  /** The variable that holds the number to call; the caller's own unless set. */
  readonly number?: string | undefined;
  /**
   * The variable that says when they want to be called: a length (`2 h`), a time of day where the tenant is (`17:30`, also
   * `1730`; the next one), or one in so many days (`+1 09:00`). Whatever else it holds is at once.
   */
  readonly at?: string | undefined;
  readonly text: TextSource;
  /** The number may not be called. */
  readonly cannot?: Exit;
}

/** The caller leaves a recording, which goes to the queue as work. `#`, hanging up or the longest time end it. */
export interface VoicemailNodeSource {
  readonly kind: 'voicemail';
  readonly queue: string;
  readonly text: TextSource;
  readonly thanks: TextSource;
  readonly longest?: DurationText | undefined;
  /** Nothing could be recorded. */
  readonly failed?: Exit;
}

/** The call goes to another number for good. */
export interface TransferNodeSource {
  readonly kind: 'transfer';
  /** In E.164. */
  readonly to: string;
  /** What whoever answers there is told by the network: `User-To-User` or `X-…`, with variables in braces. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly failed?: Exit;
}

/** Nodes after which the call is over for this flow; only calls have them. */
export type DeferNodeSource = CallbackNodeSource | VoicemailNodeSource | TransferNodeSource;
