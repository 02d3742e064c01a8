import type { RawId } from './identifiers';
import type { MediaOperation, Source } from './media-state';
import type { Origin } from './origin';
import type { Plan } from './habit';
import type { Recording } from './recording-state';

/**
 * One call of the local telephone network, whole: who is in it, what Call Automation does in it, and what everybody heard.
 * Instants are milliseconds since the epoch. It is stored after every change, and its timers are read off it.
 */
export interface Call {
  /** Also the id of Call Automation's connection to it. */
  readonly id: string;
  readonly serverCallId: string;
  readonly correlationId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: RawId;
  readonly to: readonly RawId[];
  readonly callerDisplayName: string;
  /** A Teams resource account has the call: other rules hold in it. Absent where none has. */
  readonly account?: string;
  /** Nobody was called: whoever knows its id joins it. Absent where somebody was. */
  readonly meeting?: Meeting;
  readonly startedAt: number;
  /** Headers that a session border controller put to the call; absent where it came by no trunk. */
  readonly sipHeaders?: Readonly<Record<string, string>>;
  /** `offered`: it rings at one of our numbers and waits for Call Automation to answer. */
  state: 'offered' | 'connecting' | 'connected' | 'ended';
  offer: Offer | null;
  /** Call Automation's part in the call; null where it has none (yet). */
  connection: Connection | null;
  /** Connections that the app has made beside that one; absent where it has made none. */
  further?: Connection[];
  readonly legs: Leg[];
  /** The operations that have not ended, in the order asked for. */
  media: MediaOperation[];
  sending: ToneSending[];
  listeners: ToneListener[];
  readonly recordings: Recording[];
  /** Counts the participants' changes. */
  sequence: number;
  end: CallEnd | null;
}

/** Of a call to which nothing has happened yet. */
export const untouched = (): Pick<Call, 'media' | 'sending' | 'listeners' | 'recordings' | 'sequence' | 'end'> => ({
  media: [],
  sending: [],
  listeners: [],
  recordings: [],
  sequence: 0,
  end: null,
});

/** A group call that clients agree on by an id of theirs, or a room. */
export interface Meeting {
  readonly kind: 'groupCall' | 'room';
  readonly id: string;
}

export interface CallEnd {
  readonly at: number;
  readonly code: number;
  readonly subCode: number;
  readonly message: string;
}

export interface Offer {
  /** The secret with which it is answered, rejected or redirected. */
  readonly incomingCallContext: string;
  readonly endsAt: number;
}

export interface Connection {
  /** Absent where it is the call's own. */
  readonly id?: string;
  /** Whose part in the call it is; absent where it is the app's own. */
  readonly legId?: string;
  state: 'connecting' | 'connected' | 'disconnected';
  readonly callbackUri: string;
  /** `operationContext` of the answer or the creation. */
  readonly context: string | null;
  /** Whether an AI services resource was named: only then there is speech. */
  readonly speaks: boolean;
  readonly sourceNumber: string | null;
  readonly sourceDisplayName: string | null;
  /** Absent where no live transcription was asked for when the call was set up. */
  readonly transcription?: Transcription;
  /** Absent where no audio was. */
  readonly streaming?: MediaStreaming;
}

/** Where the words of a call go, once that is started. */
export interface Transcription {
  readonly url: string;
  locale: string;
  readonly startsWithCall?: boolean;
  /** Whether what is understood before somebody has finished goes out too. */
  readonly isEager?: boolean;
  /** Null while it is not started. */
  subscription: Subscription | null;
}

/** Where the audio of a call goes, once that is started. */
export interface MediaStreaming {
  readonly url: string;
  readonly startsWithCall: boolean;
  /** Everybody in one, or each by their own name. */
  readonly channels: 'mixed' | 'unmixed';
  /** Samples a second. */
  readonly sampleRate: number;
  /** Whether the app may send audio into the call. */
  readonly isBidirectional: boolean;
  readonly hasTones: boolean;
  /** Null while it is not started. */
  subscription: Subscription | null;
  /** Until when what the app sent is heard; null while nothing is. */
  playsUntil: number | null;
}

export interface Subscription {
  readonly id: string;
  readonly origin: Origin;
  readonly startedAt: number;
  /** Whether its socket was ever opened. */
  isOpen: boolean;
}

/** Somebody's part in a call: a customer's phone or an agent's Teams clients. */
export interface Leg {
  readonly id: string;
  readonly rawId: RawId;
  readonly role: 'caller' | 'callee';
  state: 'ringing' | 'joined' | 'ended';
  /** Why it rings; null for the caller. */
  readonly invitation: Invitation | null;
  joinedAt: number | null;
  endedAt: number | null;
  endedBecause: string | null;
  muted: boolean;
  hold: Hold | null;
  /** Set while an agent's voicemail, not the agent, is in the call: when it hangs up. */
  voicemailEndsAt: number | null;
  /** What they do by themselves; absent where they do nothing that nobody tells them to. */
  readonly plan?: Plan;
  readonly heard: HeardAt[];
}

export interface Hold {
  readonly source: Source | null;
}

export interface Invitation {
  readonly id: string;
  readonly kind: 'create' | 'add' | 'transfer' | 'redirect';
  readonly origin: Origin;
  readonly endsAt: number;
  /** Transfer: the participant who is to talk to the target. */
  readonly transferee: RawId | null;
  /** The secret with which an app answers, rejects or redirects for the invited; absent where none may. */
  readonly incomingCallContext?: string;
  /** What the invited sees of the call before answering. */
  readonly display: InvitationDisplay;
}

export interface InvitationDisplay {
  readonly from: string | null;
  readonly topic: string | null;
  readonly details: string | null;
  /** The session border controller by which it rings; absent where it rings by no trunk. */
  readonly trunk?: string;
  /** What a telephone network is told besides; absent where nothing was. */
  readonly sipHeaders?: Readonly<Record<string, string>>;
  /** The same for a user of the resource; absent where nothing was. */
  readonly voipHeaders?: Readonly<Record<string, string>>;
}

/** What somebody hears, in a word. */
export type Heard =
  | { readonly kind: 'ringback' }
  | { readonly kind: 'ringing' }
  | { readonly kind: 'silence' }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly language: string | null;
      /** The operation context of the request that says it: a request made again carries the same. */
      readonly context: string | null;
    }
  | { readonly kind: 'music'; readonly uri: string; readonly onHold: boolean }
  | { readonly kind: 'people'; readonly rawIds: readonly RawId[] }
  | { readonly kind: 'voicemail' }
  /** What the app sends by the socket of the call's audio. */
  | { readonly kind: 'stream' }
  | { readonly kind: 'tones'; readonly tones: readonly string[] }
  | { readonly kind: 'nothing' };

export type HeardAt = Heard & { readonly at: number };

/** Tones that are being sent to somebody. */
export interface ToneSending {
  readonly origin: Origin;
  readonly target: RawId;
  readonly endsAt: number;
}

/** Somebody whose every tone is reported. */
export interface ToneListener {
  readonly origin: Origin;
  readonly target: RawId;
  sequenceId: number;
}
