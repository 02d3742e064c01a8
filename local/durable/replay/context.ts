import type { Decision } from './decision';
import { requireSame, type SchedulingEvent } from './non-determinism';
import { createDeferred, fulfilled, type Deferred, type Outcome, type Task } from './task';

/** A task's failure as user code sees it. */
export class TaskFailure extends Error {
  constructor(
    message: string,
    readonly isNonRetriable: boolean,
  ) {
    super(message);
  }
}

export class TimerCanceled extends Error {}

/**
 * The decisions and open tasks of one execution, rebuilt from its history (DTFx TaskOrchestrationContext). Plain functions and
 * fields: V8 keeps what a getter of such a short-lived object refers to until the next full collection.
 */
export interface ReplayContext {
  /** Time of the episode being replayed, in milliseconds since the epoch. */
  now: number;
  /** Its time exactly as history has it; part of deterministic ids. */
  timestamp: string;
  openTasks(): number;
  decisions(): readonly Decision[];
  /** Takes the next id; the task is settled by the completion event that names the id. */
  schedule(decide: (id: number) => Decision): { id: number; task: Deferred };
  /** Takes the next id for a message that nobody waits for. */
  send(target: string, name: string, data: unknown): void;
  /** Stops waiting for a task, whose message may still come. */
  abandon(id: number): void;
  waitForEvent(name: string): Task;
  raiseEvent(name: string, input: string | null): void;
  /** A scheduling event of history: it must be what the replay decided under that id. */
  confirm(event: SchedulingEvent): void;
  /** A completion event; one that nobody waits for is a duplicate and is ignored. */
  complete(id: number, outcome: Outcome<unknown>): void;
  holdDecisions(): void;
  releaseDecisions(): void;
}

export function createReplayContext(): ReplayContext {
  const open = new Map<number, Deferred>();
  const decisions = createDecisions();
  const events = createEventWaiters();
  return {
    now: 0,
    timestamp: '',
    openTasks: () => open.size,
    decisions: decisions.sorted,
    confirm: decisions.confirm,
    holdDecisions: decisions.holdDecisions,
    releaseDecisions: decisions.releaseDecisions,
    schedule(make) {
      const id = decisions.decide(make);
      const task = createDeferred();
      open.set(id, task);
      return { id, task };
    },
    send: (target, name, data) =>
      void decisions.decide((id) => ({ kind: 'send', id, target, name, input: JSON.stringify(data) })),
    abandon: (id) => void open.delete(id),
    waitForEvent: events.wait,
    raiseEvent: events.raise,
    complete(id, outcome) {
      const task = open.get(id);
      open.delete(id);
      task?.settle(outcome);
    },
  };
}

/** What was decided and is not confirmed by history; all of it is held while the instance is suspended. */
function createDecisions() {
  let nextId = 0;
  const decided = new Map<number, Decision>();
  const held = new Map<number, Decision>();
  return {
    decide(make: (id: number) => Decision): number {
      const id = nextId++;
      decided.set(id, make(id));
      return id;
    },
    sorted: () => [...decided.values()].sort((a, b) => a.id - b.id),
    confirm(event: SchedulingEvent): void {
      requireSame(decided.get(event.EventId) ?? held.get(event.EventId), event);
      decided.delete(event.EventId);
      held.delete(event.EventId);
    },
    holdDecisions(): void {
      for (const [id, decision] of decided) held.set(id, decision);
      decided.clear();
    },
    releaseDecisions(): void {
      for (const [id, decision] of held) decided.set(id, decision);
      held.clear();
    },
  };
}

/** Names match without regard to case; the last to wait is served first; events that nobody awaits keep their order. */
function createEventWaiters() {
  const waiting = new Map<string, Deferred[]>();
  const buffered = new Map<string, (string | null)[]>();

  function raise(name: string, input: string | null): void {
    const key = name.toLowerCase();
    const task = waiting.get(key)?.pop();
    if (task) task.settle(fulfilled(parseData(input)));
    else queueOf(buffered, key).push(input);
  }

  function wait(name: string): Task {
    const key = name.toLowerCase();
    const task = createDeferred();
    const early = buffered.get(key)?.shift();
    if (early !== undefined) task.settle(fulfilled(parseData(early)));
    else queueOf(waiting, key).push(task);
    return task;
  }
  return { wait, raise };
}

function queueOf<T>(queues: Map<string, T[]>, key: string): T[] {
  const queue = queues.get(key) ?? [];
  queues.set(key, queue);
  return queue;
}

/** The value in a field of history that carries JSON text. */
export const parseData = (data: string | null | undefined): unknown =>
  data === null || data === undefined ? null : (JSON.parse(data) as unknown);
