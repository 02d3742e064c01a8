import type { EntityRequest, HistoryEvent, RuntimeStatus } from './protocol';

/** Who waits for a sub-orchestration. */
export interface Parent {
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string;
  readonly taskId: number;
}

/** What an instance has cost so far, by the table of storage transactions of the Azure Storage back end. */
export interface Meter {
  readonly storageTransactions: number;
  /** History events ever written, over all executions. */
  readonly historyEvents: number;
  readonly episodes: number;
}

/** An orchestration instance; instants in milliseconds since the epoch, data as JSON text. */
export interface Instance {
  readonly id: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string;
  readonly status: RuntimeStatus;
  readonly input: string | null;
  /** JSON text, or plain text when it says why the instance failed or was terminated. */
  readonly output: string | null;
  readonly customStatus: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly parent: Parent | null;
  readonly meter: Meter;
}

/** A durable entity between two batches of operations. */
export interface Entity {
  readonly id: string;
  readonly exists: boolean;
  /** JSON text. */
  readonly state: string | null;
  readonly queue: readonly EntityRequest[];
  /** The orchestration that holds its lock. */
  readonly lockedBy: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly meter: Meter;
}

/** A message of the task hub. Its id orders messages by age. */
export type Message = EventMessage | ActivityMessage;

export interface EventMessage {
  readonly kind: 'event';
  readonly id: number;
  readonly to: string;
  /** The execution it is for; null for events from outside, which any execution takes. */
  readonly executionId: string | null;
  readonly event: HistoryEvent;
  /** When it becomes visible; null for at once. */
  readonly dueAt: number | null;
  /** A client put it on the queue: the receiver is charged for that. */
  readonly isFromClient: boolean;
  /** A start that takes the place of an instance that is under way. */
  readonly replaces?: true;
}

export interface ActivityMessage {
  readonly kind: 'activity';
  readonly id: number;
  /** The orchestration that waits for the result. */
  readonly to: string;
  readonly executionId: string;
  readonly name: string;
  /** JSON array of the one argument. */
  readonly input: string;
  readonly taskId: number;
}

/** The events of an instance's present execution, and the same as joined JSON texts. */
export interface History {
  readonly events: readonly HistoryEvent[];
  readonly text: string;
}

export const EMPTY_HISTORY: History = { events: [], text: '' };
export const NEW_METER: Meter = { storageTransactions: 0, historyEvents: 0, episodes: 0 };

/** One atomic step of the task hub. */
export interface Change {
  readonly consumed: readonly number[];
  readonly emitted: readonly Message[];
  readonly instance?: Instance;
  /** Appended to the history, or put in its place. */
  readonly history?: { readonly replace: boolean; readonly events: readonly HistoryEvent[] };
  readonly entity?: Entity;
  /** Id of an instance or entity that is no more. */
  readonly removed?: string;
}

/** Adds to a meter; negative numbers do not occur. */
export const charge = (meter: Meter, storageTransactions: number, historyEvents = 0, episodes = 0): Meter => ({
  storageTransactions: meter.storageTransactions + storageTransactions,
  historyEvents: meter.historyEvents + historyEvents,
  episodes: meter.episodes + episodes,
});
