import type { Clock } from '../kit/clock';
import type { Work } from '../kit/work';
import type { Writes } from './batch-writer';
import { createDueQueue } from './due-queue';
import {
  createActivityLane,
  createBatchLane,
  type ActivityLane,
  type Batch,
  type BatchLane,
  type Ready,
} from './lanes';
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
  /**
   * Takes what an activity tells its orchestration, and is not on disk yet, as the last of a batch of that instance, which is
   * the caller's to run and to end. Undefined while the instance is busy: then the message must go by way of the disk.
   */
  wake(message: EventMessage): Ready<Batch> | undefined;
  /** Forgets an instance's messages to come; gives their ids. */
  dropTimers(instanceId: string): number[];
  /** Hands out nothing more; resolves when what runs has ended. */
  stop(): Promise<void>;
}

/**
 * More in a row would hold up HTTP requests; what ends in one turn shares a commit, and with fewer the disk is waited for more
 * often than work is done.
 */
const MOST_STEPS_IN_A_TURN = 160;
const ONE_START_IN = 8;

export interface DispatchOptions {
  readonly clock: Clock;
  readonly work: Work;
  readonly workers: Workers;
  /** Activities under way at a time. */
  readonly maxActivities: number;
  /** When what is put on a queue now is taken; an instant that is over means at once. */
  takenAt(queue: string | null): number;
  readonly writes: () => Writes;
  /** Whether somebody is at the door: then nothing starts before they are in. */
  readonly isSomebodyComing: () => boolean;
}

export function createDispatcher(options: DispatchOptions): Dispatcher {
  const { clock, work, takenAt, isSomebodyComing } = options;
  const batches = createBatchLane();
  const activities = createActivityLane(options.maxActivities);
  const startSome = createTurns({ ...options, batches, activities });
  const runner = createRunner(work, { startSome, isSomebodyComing });
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

  return {
    accept(messages) {
      for (const message of messages) {
        const isLater = message.kind === 'event' && message.dueAt !== null && message.dueAt > clock.now();
        if (isLater) timers.add(message.dueAt, message);
        else queue(message);
      }
      runner.pump();
    },
    wake(message) {
      const woken = batches.take(message);
      if (!woken) return undefined;
      const end = () => {
        woken.end();
        runner.pump();
      };
      return { item: woken.item, end };
    },
    dropTimers: (instanceId) => timers.remove((message) => message.to === instanceId).map((message) => message.id),
    stop: runner.stop,
  };
}

interface Turns extends Pick<DispatchOptions, 'workers' | 'writes'> {
  readonly batches: BatchLane;
  readonly activities: ActivityLane;
}

function createTurns({ workers, writes, batches, activities }: Turns): StartSome {
  const starts = createPatience(writes);

  /** In turn: a result that waits and an activity that waits hold up an instance alike. */
  function startOther(runner: Runner, isActivityFirst: boolean): void {
    if (isActivityFirst) void (startActivity(runner) || startBatch(runner, 'begun'));
    else void (startBatch(runner, 'begun') || startActivity(runner));
  }

  function startBatch(runner: Runner, of: 'begun' | 'toStart'): boolean {
    const ready = batches.next(of);
    if (!ready) return false;
    const { instanceId, messages } = ready.item;
    runner.start(`durable ${instanceId}`, () => workers.runBatch(instanceId, messages), ready.end);
    return true;
  }

  function startActivity(runner: Runner): boolean {
    const ready = activities.next();
    if (!ready) return false;
    runner.start(`durable activity ${ready.item.name}`, () => workers.runActivity(ready.item), ready.end);
    return true;
  }

  /**
   * What has begun goes before what is to start, so that under load everything takes about as long as everything else, and an
   * event that follows its start finds it still waiting; but one of a few is a start, whatever has begun. True when more is ready.
   */
  return function startSome(runner): boolean {
    const others = Math.min(batches.ready.begun + activities.ready, MOST_STEPS_IN_A_TURN);
    const room = MOST_STEPS_IN_A_TURN - others - runner.underWay();
    const patient = starts.patient(batches.ready.toStart);
    const most = Math.min(patient, Math.max(room, MOST_STEPS_IN_A_TURN / ONE_START_IN));
    for (let left = others; left > 0; left -= 1) startOther(runner, left % 2 === 0);
    for (let left = most; left > 0 && startBatch(runner, 'toStart'); left -= 1) starts.went();
    // A write that is waited for ends with a turn of its own.
    return batches.ready.begun + activities.ready > 0 || patient > most;
  };
}

/**
 * Whoever starts an orchestration often raises an event right after, which is in the write that is open when the start has been
 * written: a start waits for that one, and takes the event along. Otherwise each would be an episode.
 */
function createPatience(writes: () => Writes) {
  let seen = -1;
  let patient = 0;
  /** How many there were when the last write had ended. */
  let before = 0;
  return {
    /** How many of those that wait have waited long enough: the first. */
    patient(waiting: number): number {
      const { ended, isOpen } = writes();
      if (!isOpen) patient = waiting;
      else if (ended !== seen) patient = before;
      if (ended !== seen || !isOpen) before = waiting;
      seen = ended;
      return patient;
    },
    went(): void {
      patient -= 1;
      before -= 1;
    },
  };
}

/** Starts what a turn allows, and tells whether more is ready. */
type StartSome = (runner: Runner) => boolean;

interface Runner {
  start(name: string, run: () => Promise<void>, end: () => void): void;
  /** Steps that have started and are not on disk yet. */
  underWay(): number;
}

interface Steps {
  readonly startSome: StartSome;
  readonly isSomebodyComing: () => boolean;
}

const nextImmediate = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Starts steps turn by turn. */
function createRunner(work: Work, { startSome, isSomebodyComing }: Steps) {
  let running = 0;
  let isPumping = false;
  let onIdle: (() => void) | undefined;

  /** In a turn of its own: a microtask would let one busy instance starve the HTTP server. */
  function pump(): void {
    if (isPumping || onIdle) return;
    isPumping = true;
    void work.run(turn, 'durable dispatch');
  }

  async function turn(): Promise<void> {
    do await nextImmediate();
    while (isSomebodyComing());
    isPumping = false;
    if (!onIdle && startSome(runner)) pump();
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

  const runner: Runner = { start, underWay: () => running };
  return {
    pump,
    stop: () =>
      new Promise<void>((resolve) => {
        onIdle = resolve;
        if (running === 0) resolve();
      }),
  };
}
