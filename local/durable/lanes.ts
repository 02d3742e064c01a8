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

/** Messages of instances: one batch of an instance at a time, in order of arrival; of what is to start apart from what has begun. */
export interface BatchLane {
  add(message: EventMessage): void;
  next(of: 'begun' | 'toStart'): Ready<Batch> | undefined;
  /** Adds a message and takes all that its instance has, unless the instance is busy: then nothing happens. */
  take(message: EventMessage): Ready<Batch> | undefined;
  /** How many batches can be taken now. */
  readonly ready: Readonly<Record<'begun' | 'toStart', number>>;
}

interface Mailbox {
  readonly inbox: EventMessage[];
  isBusy: boolean;
}

export function createBatchLane(): BatchLane {
  /** Instances that have messages and are not busy, as queues without repeats. */
  const waiting = { begun: new Set<string>(), toStart: new Set<string>() };
  const { mailboxOf, begin } = createMailboxes(makeReady);

  function makeReady(id: string, { inbox }: Mailbox): void {
    const isStart = inbox[0]?.event.EventType === EventType.ExecutionStarted;
    waiting[isStart ? 'toStart' : 'begun'].add(id);
  }

  return {
    get ready() {
      return { begun: waiting.begun.size, toStart: waiting.toStart.size };
    },
    add(message) {
      const mailbox = mailboxOf(message.to);
      mailbox.inbox.push(message);
      if (!mailbox.isBusy) makeReady(message.to, mailbox);
    },
    take(message) {
      const mailbox = mailboxOf(message.to);
      if (mailbox.isBusy) return undefined;
      mailbox.inbox.push(message);
      waiting.begun.delete(message.to);
      waiting.toStart.delete(message.to);
      return begin(message.to, mailbox);
    },
    next(of) {
      const [instanceId] = waiting[of];
      if (instanceId === undefined) return undefined;
      waiting[of].delete(instanceId);
      return begin(instanceId, mailboxOf(instanceId));
    },
  };
}

/** One for each instance that has messages or is busy; `makeReady` is called where a batch ended and messages are left. */
function createMailboxes(makeReady: (id: string, mailbox: Mailbox) => void) {
  const mailboxes = new Map<string, Mailbox>();

  function mailboxOf(id: string): Mailbox {
    const known = mailboxes.get(id);
    if (known) return known;
    const made: Mailbox = { inbox: [], isBusy: false };
    mailboxes.set(id, made);
    return made;
  }

  function end(id: string, mailbox: Mailbox): void {
    mailbox.isBusy = false;
    if (mailbox.inbox.length > 0) makeReady(id, mailbox);
    else mailboxes.delete(id);
  }

  function begin(instanceId: string, mailbox: Mailbox): Ready<Batch> {
    mailbox.isBusy = true;
    return { item: { instanceId, messages: mailbox.inbox.splice(0) }, end: () => end(instanceId, mailbox) };
  }
  return { mailboxOf, begin };
}

/** Activities, so many at a time. */
export interface ActivityLane {
  add(message: ActivityMessage): void;
  next(): Ready<ActivityMessage> | undefined;
  /** How many can start now. */
  readonly ready: number;
}

export function createActivityLane(most: number): ActivityLane {
  const waiting: ActivityMessage[] = [];
  let running = 0;
  return {
    get ready() {
      return Math.min(waiting.length, most - running);
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
