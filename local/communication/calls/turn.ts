import { randomUUID } from 'node:crypto';
import { gridEventOf, type GridEvent } from '../grid-event';
import type { RawId } from './identifiers';
import type { Origin } from './origin';
import type { Upload } from './own-storage';
import { connectionBy, isLive } from './connections';
import type { Habit } from './habit';
import type { Result } from './results';
import type { Setbacks } from './setbacks';
import type { Unplayable } from './sounds';
import type { Call } from './state';

/** How long what takes time takes, in milliseconds. */
export interface Durations {
  /** An incoming call rings this long (Azure: 30 s). */
  readonly ringMs: number;
  /** Who is called rings this long unless the request says otherwise. */
  readonly inviteMs: number;
  readonly perCharacterMs: number;
  readonly shortestTextMs: number;
  /** A file whose length is not known. */
  readonly fileMs: number;
  readonly toneMs: number;
  /** A voicemail hangs up after this. */
  readonly voicemailMs: number;
  readonly recordingFileMs: number;
}

export const DURATIONS: Durations = {
  ringMs: 30_000,
  inviteMs: 60_000,
  perCharacterMs: 60,
  shortestTextMs: 1_000,
  fileMs: 30_000,
  toneMs: 250,
  voicemailMs: 60_000,
  recordingFileMs: 5_000,
};

/** A CloudEvent as Call Automation posts it to the app. */
export interface CallbackEvent {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly type: string;
  readonly time: string;
  readonly specversion: '1.0';
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a change owes the world. */
export type Owed =
  | { readonly kind: 'callback'; readonly url: string; readonly event: CallbackEvent }
  | { readonly kind: 'grid'; readonly event: GridEvent }
  /** The event once the files are where they go, and another when they cannot be brought there. */
  | { readonly kind: 'upload'; readonly upload: Upload; readonly event: GridEvent; readonly otherwise: GridEvent };

/** What of a call can go out by a socket: its words as text, and its audio. */
export const STREAMS = ['words', 'audio'] as const;
export type StreamKind = (typeof STREAMS)[number];

/** A message of such a socket. */
export interface StreamFrame {
  readonly stream: StreamKind;
  /** By whose socket it goes out. */
  readonly connectionId: string;
  readonly body: { readonly kind: 'TranscriptionData' | 'AudioData' | 'DtmfData' } & Readonly<Record<string, unknown>>;
}

/** What calls need to know of the world around them. */
export interface Surroundings {
  readonly durations: Durations;
  /** Base URL of the resource, in what points back to it; read at every use, so that a port may come late. */
  readonly endpoint: () => string;
  /** Resource path of the resource, in its events. */
  readonly topic: string;
  /** How long a sound file plays; undefined when that is not known. */
  readonly soundLength: (uri: string) => number | Unplayable | undefined;
  /** Whether somebody has a client that can ring. */
  readonly isReachable: (rawId: RawId) => boolean;
  /** What somebody does by themselves when it rings. */
  readonly habitOf: (rawId: RawId) => Habit | undefined;
  /** Why what is being done now fails although it was accepted. */
  readonly setback: Setbacks['take'];
  /** The trunk by which a call to a number goes; by Microsoft's lines when undefined. */
  readonly trunkFor: (number: string) => string | undefined;
  /** Whether a Teams resource account gives its calls to the resource. */
  readonly isAssigned: (objectId: string) => boolean;
}

/** One change of a call at one instant: the call may be altered freely, all of it is stored together with what it owes. */
export interface Turn extends Surroundings {
  readonly now: number;
  readonly call: Call;
  /** Id of the connection by which the app asks for it; the call's own where nobody does. */
  readonly via: string;
  readonly owed: Owed[];
  /** What goes out by the sockets of its connections. */
  readonly frames: StreamFrame[];
  /** Calls that came of this one. */
  readonly spawned: Call[];
}

/** Tells the app something about the call; nothing once it has left it. */
export function report(turn: Turn, name: string, origin: Origin, extra: Readonly<Record<string, unknown>> = {}): void {
  const { call } = turn;
  const id = origin.connectionId ?? call.id;
  const connection = connectionBy(call, id);
  if (!isLive(connection)) return;
  const context = origin.context === null ? {} : { operationContext: origin.context };
  const { callbackUri } = connection;
  reportTo(turn, origin.callbackUri ?? callbackUri, name, { callConnectionId: id, ...context, ...extra });
}

interface ReportedData {
  /** The call's own connection when absent. */
  readonly callConnectionId?: string;
  readonly [name: string]: unknown;
}

/** The same, wherever it is wanted, whether or not the app is still in the call. */
export function reportTo(turn: Turn, url: string, name: string, data: ReportedData): void {
  const { call, now } = turn;
  const path = `calling/callConnections/${data.callConnectionId ?? call.id}`;
  const event: CallbackEvent = {
    id: randomUUID(),
    source: path,
    subject: path,
    type: `Microsoft.Communication.${name}`,
    time: new Date(now).toISOString(),
    specversion: '1.0',
    datacontenttype: 'application/json',
    data: {
      callConnectionId: call.id,
      serverCallId: call.serverCallId,
      correlationId: call.correlationId,
      ...data,
    },
  };
  turn.owed.push({ kind: 'callback', url, event });
}

export const because = (resultInformation: Result) => ({ resultInformation });

/** Tells the system topic of the resource. */
export function publishGrid(turn: Turn, type: string, subject: string, data: object): void {
  turn.owed.push({ kind: 'grid', event: gridEvent(turn, type, subject, data) });
}

export const gridEvent = ({ topic, now }: Turn, type: string, subject: string, data: object): GridEvent =>
  gridEventOf({ id: randomUUID(), type, subject, data }, topic, now);
