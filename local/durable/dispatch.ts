import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import { createDueQueue } from './due-queue';
import type { ActivityMessage, EventMessage, Message } from './state';

/** What the dispatcher hands out; each resolves when the step is committed or could not be. */
export interface Workers {
  /** One instance, one batch at a time. */
  runBatch(instanceId: string, batch: readonly EventMessage[]): Promise<void>;
  runActivity(message: ActivityMessage): Promise<void>;
}

/** Brings messages to their instances: one batch of an instance at a time, in order of arrival. */
export interface Dispatcher {
  /** Takes messages that are on disk. */
  accept(messages: readonly Message[]): void;
  /** Forgets an instance's messages to come; gives their ids. */
  dropTimers(instanceId: string): number[];
  /** Hands out nothing more; resolves when what runs has ended. */
  stop(): Promise<void>;
}

interface Mailbox {
  readonly inbox: EventMessage[];
  isBusy: boolean;
}

/** More in one turn of the event loop would hold up HTTP requests. */
const MOST_STEPS_IN_A_TURN = 48;

export interface DispatchOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly workers: Workers;
  /** Activities under way at a time. */
  readonly maxActivities: number;
}

export function createDispatcher({ clock, work, workers, maxActivities }: DispatchOptions): Dispatcher {
  const mailboxes = new Map<string, Mailbox>();
  /** Instances that have messages and are not busy, as a queue without repeats. */
  const ready = new Set<string>();
  const activities: ActivityMessage[] = [];
  const timers = createDueQueue<EventMessage>(clock, deliver);
  let running = 0;
  let runningActivities = 0;
  let isPumping = false;
  let onIdle: (() => void) | undefined;

  function deliver(message: EventMessage): void {
    const mailbox = mailboxes.get(message.to) ?? { inbox: [], isBusy: false };
    mailboxes.set(message.to, mailbox);
    mailbox.inbox.push(message);
    if (!mailbox.isBusy) ready.add(message.to);
    pump();
  }

  function accept(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.kind === 'activity') activities.push(message);
      else if (message.dueAt !== null && message.dueAt > clock.now()) timers.add(message.dueAt, message);
      else deliver(message);
    }
    pump();
  }

  /** In a turn of its own: a microtask would let one busy instance starve the HTTP server. */
  function pump(): void {
    if (isPumping || onIdle || (ready.size === 0 && activities.length === 0)) return;
    isPumping = true;
    void work.run(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isPumping = false;
      if (!onIdle) handOut();
      pumpIfMore();
    }, 'durable dispatch');
  }

  const pumpIfMore = () => {
    if (ready.size > 0 || (activities.length > 0 && runningActivities < maxActivities)) pump();
  };

  function handOut(): void {
    let left = MOST_STEPS_IN_A_TURN;
    for (const id of ready) {
      if (left-- === 0) break;
      ready.delete(id);
      startBatch(id);
    }
    while (activities.length > 0 && runningActivities < maxActivities && left-- > 0) startActivity();
  }

  function startBatch(id: string): void {
    const mailbox = mailboxes.get(id);
    if (!mailbox) return;
    mailbox.isBusy = true;
    const batch = mailbox.inbox.splice(0);
    start(
      `durable ${id}`,
      () => workers.runBatch(id, batch),
      () => {
        mailbox.isBusy = false;
        if (mailbox.inbox.length > 0) ready.add(id);
        else mailboxes.delete(id);
      },
    );
  }

  function startActivity(): void {
    const message = activities.shift();
    if (!message) return;
    runningActivities += 1;
    start(
      `durable activity ${message.name}`,
      () => workers.runActivity(message),
      () => {
        runningActivities -= 1;
      },
    );
  }

  function start(name: string, run: () => Promise<void>, ended: () => void): void {
    running += 1;
    void work.run(async () => {
      await run();
      running -= 1;
      ended();
      if (onIdle && running === 0) onIdle();
      pumpIfMore();
    }, name);
  }

  return {
    accept,
    dropTimers: (instanceId) => timers.remove((message) => message.to === instanceId).map((message) => message.id),
    stop: () =>
      new Promise((resolve) => {
        onIdle = resolve;
        if (running === 0) resolve();
      }),
  };
}
