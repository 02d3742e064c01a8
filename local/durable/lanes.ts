import { EventType } from './protocol';
import type { ActivityMessage, EventMessage } from './state';

/** A step that can start now; `end` must be called when it has ended. */
export interface Ready<T> {
  readonly item: T;
  readonly end: () => void;
}

export interface Batch {
  readonly instanceId: string;
  readonly messages: readonly EventMessage[];
}

/**
 * Messages of instances: one batch of an instance at a time, in order of arrival. What has begun goes before what is to start,
 * so that under load everything takes about as long as everything else; but one of a few is a start, whatever has begun.
 */
export interface BatchLane {
  add(message: EventMessage): void;
  next(): Ready<Batch> | undefined;
  readonly isReady: boolean;
}

interface Mailbox {
  readonly inbox: EventMessage[];
  isBusy: boolean;
}

const ONE_START_IN = 8;

export function createBatchLane(): BatchLane {
  const mailboxes = new Map<string, Mailbox>();
  /** Instances that have messages and are not busy, as queues without repeats. */
  const begun = new Set<string>();
  const toStart = new Set<string>();
  let taken = 0;

  function makeReady(id: string, { inbox }: Mailbox): void {
    const isStart = inbox[0]?.event.EventType === EventType.ExecutionStarted;
    (isStart ? toStart : begun).add(id);
  }

  function takeReady(): string | undefined {
    taken += 1;
    const lanes = taken % ONE_START_IN === 0 ? [toStart, begun] : [begun, toStart];
    for (const lane of lanes)
      for (const id of lane) {
        lane.delete(id);
        return id;
      }
    return undefined;
  }

  function end(id: string): void {
    const mailbox = mailboxes.get(id);
    if (!mailbox) return;
    mailbox.isBusy = false;
    if (mailbox.inbox.length > 0) makeReady(id, mailbox);
    else mailboxes.delete(id);
  }

  return {
    get isReady() {
      return begun.size > 0 || toStart.size > 0;
    },
    add(message) {
      const mailbox = mailboxes.get(message.to) ?? { inbox: [], isBusy: false };
      mailboxes.set(message.to, mailbox);
      mailbox.inbox.push(message);
      if (!mailbox.isBusy) makeReady(message.to, mailbox);
    },
    next() {
      const instanceId = takeReady();
      if (instanceId === undefined) return undefined;
      const mailbox = mailboxes.get(instanceId);
      if (!mailbox) throw new Error(`${instanceId} is ready without a mailbox.`);
      mailbox.isBusy = true;
      return { item: { instanceId, messages: mailbox.inbox.splice(0) }, end: () => end(instanceId) };
    },
  };
}

/** Activities, so many at a time. */
export interface ActivityLane {
  add(message: ActivityMessage): void;
  next(): Ready<ActivityMessage> | undefined;
  readonly isReady: boolean;
}

export function createActivityLane(most: number): ActivityLane {
  const waiting: ActivityMessage[] = [];
  let running = 0;
  return {
    get isReady() {
      return waiting.length > 0 && running < most;
    },
    add: (message) => void waiting.push(message),
    next() {
      const item = running < most ? waiting.shift() : undefined;
      if (!item) return undefined;
      running += 1;
      return { item, end: () => void (running -= 1) };
    },
  };
}
