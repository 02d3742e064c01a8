/** Something that a replayed orchestration waits for. Continuations run at once, in the order they were added. */
export interface Task<T = unknown> {
  readonly outcome: Outcome<T> | undefined;
  onSettled(run: (outcome: Outcome<T>) => void): void;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

export interface Deferred<T = unknown> extends Task<T> {
  /** The first settling counts; a later one is the duplicate of a message and does nothing. */
  settle(outcome: Outcome<T>): void;
}

interface Settable<T> extends Deferred<T> {
  outcome: Outcome<T> | undefined;
}

/**
 * Promises would do, but for their microtasks: DTFx runs an orchestration to its next wait within the handling of one
 * event, and ids are handed out in that order.
 */
export function createDeferred<T = unknown>(): Deferred<T> {
  let waiting: ((outcome: Outcome<T>) => void)[] = [];
  const task: Settable<T> = {
    outcome: undefined,
    onSettled(run) {
      if (task.outcome) run(task.outcome);
      else waiting.push(run);
    },
    settle(outcome) {
      if (task.outcome) return;
      task.outcome = outcome;
      const runs = waiting;
      waiting = [];
      for (const run of runs) run(outcome);
    },
  };
  return task;
}

export const fulfilled = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (error: Error): Outcome<never> => ({ ok: false, error });

export function settledTask<T>(outcome: Outcome<T>): Task<T> {
  const task = createDeferred<T>();
  task.settle(outcome);
  return task;
}

/** Waits for every task, even after one failed (as .NET's Task.WhenAll does); then fails with the first failure. */
export function whenAll(tasks: readonly Task[]): Task {
  const all = createDeferred();
  let open = tasks.length;
  const settle = () => {
    const failure = tasks.find((task) => task.outcome?.ok === false)?.outcome;
    all.settle(failure ?? fulfilled(undefined));
  };
  if (open === 0) settle();
  for (const task of tasks) {
    task.onSettled(() => {
      open -= 1;
      if (open === 0) settle();
    });
  }
  return all;
}

/** Done, without failing, when one of them is done either way. */
export function whenAny(tasks: readonly Task[]): Task {
  const any = createDeferred();
  for (const task of tasks) task.onSettled(() => any.settle(fulfilled(undefined)));
  return any;
}

/** A step by step procedure that yields the tasks it waits for. */
export type Steps<T> = Generator<Task, T, unknown>;

/** Runs steps to their first wait, now, and goes on whenever what they wait for is done. */
export function runSteps<T>(steps: Steps<T>): Task<T> {
  const done = createDeferred<T>();
  const advance = (outcome: Outcome<unknown> | undefined) => {
    if (outcome === undefined) return steps.next();
    return outcome.ok ? steps.next(outcome.value) : steps.throw(outcome.error);
  };
  function resume(outcome: Outcome<unknown> | undefined): void {
    try {
      let next = advance(outcome);
      // A loop and no recursion: thousands of tasks in a row may be done already.
      while (!next.done && next.value.outcome) next = advance(next.value.outcome);
      if (next.done) done.settle(fulfilled(next.value));
      else next.value.onSettled(resume);
    } catch (error) {
      done.settle(failed(error instanceof Error ? error : new Error(String(error))));
    }
  }
  resume(undefined);
  return done;
}
