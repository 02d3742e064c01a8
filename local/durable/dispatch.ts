import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import { createDueQueue } from './due-queue';
import { createActivityLane, createBatchLane } from './lanes';
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

/**
 * More in one turn of the event loop would hold up HTTP requests; what ends in one turn shares a commit, and with fewer the
 * disk is waited for more often than work is done.
 */
const MOST_STEPS_IN_A_TURN = 160;

export interface DispatchOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly workers: Workers;
  /** Activities under way at a time. */
  readonly maxActivities: number;
  /** When what is put on a queue now is taken; an instant that is over means at once. */
  takenAt(queue: string | null): number;
}

export function createDispatcher({ clock, work, workers, maxActivities, takenAt }: DispatchOptions): Dispatcher {
  const batches = createBatchLane();
  const activities = createActivityLane(maxActivities);
  const runner = createRunner(work, handOut);
  const timers = createDueQueue<EventMessage>(clock, (message) => queue(message));
  const hops = createDueQueue<Message>(clock, (message) => take(message));

  function take(message: Message): void {
    if (message.kind === 'activity') activities.add(message);
    else batches.add(message);
    runner.pump();
  }

  /** Messages of one instance keep their order; activities are taken by whoever is free. */
  function queue(message: Message): void {
    const at = takenAt(message.kind === 'activity' ? null : message.to);
    if (at > clock.now()) hops.add(at, message);
    else take(message);
  }

  /** True when more is ready than a turn allows. */
  function handOut(): boolean {
    for (let left = MOST_STEPS_IN_A_TURN; left > 0; left -= 1) {
      // In turn: a result that waits and an activity that waits hold up an instance alike.
      const isStarted = left % 2 === 0 ? startActivity() || startBatch() : startBatch() || startActivity();
      if (!isStarted) return false;
    }
    return batches.isReady || activities.isReady;
  }

  function startBatch(): boolean {
    const ready = batches.next();
    if (!ready) return false;
    const { instanceId, messages } = ready.item;
    runner.start(`durable ${instanceId}`, () => workers.runBatch(instanceId, messages), ready.end);
    return true;
  }

  function startActivity(): boolean {
    const ready = activities.next();
    if (!ready) return false;
    runner.start(`durable activity ${ready.item.name}`, () => workers.runActivity(ready.item), ready.end);
    return true;
  }

  return {
    accept(messages) {
      for (const message of messages) {
        const isLater = message.kind === 'event' && message.dueAt !== null && message.dueAt > clock.now();
        if (isLater) timers.add(message.dueAt, message);
        else queue(message);
      }
      runner.pump();
    },
    dropTimers: (instanceId) => timers.remove((message) => message.to === instanceId).map((message) => message.id),
    stop: runner.stop,
  };
}

/** Starts steps turn by turn. `handOut` starts what it can and tells whether more is ready. */
function createRunner(work: Work, handOut: () => boolean) {
  let running = 0;
  let isPumping = false;
  let onIdle: (() => void) | undefined;

  /** In a turn of its own: a microtask would let one busy instance starve the HTTP server. */
  function pump(): void {
    if (isPumping || onIdle) return;
    isPumping = true;
    void work.run(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isPumping = false;
      if (!onIdle && handOut()) pump();
    }, 'durable dispatch');
  }

  function start(name: string, run: () => Promise<void>, end: () => void): void {
    running += 1;
    void work.run(async () => {
      await run();
      running -= 1;
      end();
      if (running === 0) onIdle?.();
      pump();
    }, name);
  }

  return {
    pump,
    start,
    stop: () =>
      new Promise<void>((resolve) => {
        onIdle = resolve;
        if (running === 0) resolve();
      }),
  };
}
