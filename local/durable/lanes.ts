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

/** Messages of instances: one batch of an instance at a time, in order of arrival. */
export interface BatchLane {
  add(message: EventMessage): void;
  next(): Ready<Batch> | undefined;
  readonly isReady: boolean;
}

export function createBatchLane(): BatchLane {
  const mailboxes = new Map<string, { readonly inbox: EventMessage[]; isBusy: boolean }>();
  /** Instances that have messages and are not busy, as a queue without repeats. */
  const ready = new Set<string>();

  function end(id: string): void {
    const mailbox = mailboxes.get(id);
    if (!mailbox) return;
    mailbox.isBusy = false;
    if (mailbox.inbox.length > 0) ready.add(id);
    else mailboxes.delete(id);
  }

  return {
    get isReady() {
      return ready.size > 0;
    },
    add(message) {
      const mailbox = mailboxes.get(message.to) ?? { inbox: [], isBusy: false };
      mailboxes.set(message.to, mailbox);
      mailbox.inbox.push(message);
      if (!mailbox.isBusy) ready.add(message.to);
    },
    next() {
      for (const instanceId of ready) {
        ready.delete(instanceId);
        const mailbox = mailboxes.get(instanceId);
        if (!mailbox) continue;
        mailbox.isBusy = true;
        return { item: { instanceId, messages: mailbox.inbox.splice(0) }, end: () => end(instanceId) };
      }
      return undefined;
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
