import type { Work } from './work';

/** A scheduled call; cancelling one that has fired does nothing. */
export interface Scheduled {
  cancel(): void;
}

/** How a call to come is scheduled. */
export interface ScheduleOptions {
  /**
   * A lazy call never makes a step of the clock stop at its due time: it runs once when the clock passes it.
   * Recurring work (cron occurrences, polls) is lazy, so that a step of three days does not run every second of them.
   */
  lazy?: boolean;
}

/** The one source of time of a local process. Instants are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls `run` once at `dueAt` or as soon after as the clock gets there. What it returns counts as work. */
  at(dueAt: number, run: () => void | Promise<void>, options?: ScheduleOptions): Scheduled;
  after(delayMs: number, run: () => void | Promise<void>, options?: ScheduleOptions): Scheduled;
  /** The earliest due time of a call that is not lazy. */
  nextDueAt(): number | undefined;
  /** Stops real time and moves to `instant`, running what falls due in order. Going back is refused of a clock that stands; one that runs stops at once. */
  stepTo(instant: number): void;
  /** Stops real time and moves to `instant` without running anything: what fell due runs at the next step, at that instant. */
  holdAt(instant: number): void;
  /** True while only steps move it. */
  isStepped(): boolean;
  /** Lets the clock follow real time from its present instant, `speed` times as fast. */
  follow(speed: number): void;
}

interface Entry {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  readonly lazy: boolean;
}

const LONGEST_REAL_TIMER_MS = 2 ** 31 - 1;

/** The calls to come, in order of due time and then of scheduling. */
interface Agenda {
  add(entry: Omit<Entry, 'order'>): Entry;
  /** True when the entry was still to come. */
  remove(entry: Entry): boolean;
  earliest(includeLazy: boolean): number | undefined;
  due(instant: number): Entry[];
}

function createAgenda(): Agenda {
  const entries = new Set<Entry>();
  let order = 0;
  return {
    add(entry) {
      const added = { ...entry, order: order++ };
      entries.add(added);
      return added;
    },
    remove: (entry) => entries.delete(entry),
    earliest(includeLazy) {
      let found: number | undefined;
      for (const entry of entries) {
        if ((includeLazy || !entry.lazy) && (found === undefined || entry.dueAt < found)) found = entry.dueAt;
      }
      return found;
    },
    due: (instant) =>
      [...entries].filter((entry) => entry.dueAt <= instant).sort((a, b) => a.dueAt - b.dueAt || a.order - b.order),
  };
}

/** A clock that runs may just have passed an instant that was still to come as its caller looked. */
function notGoingBack(instant: number, present: number, isRunning: boolean): number {
  if (instant >= present || isRunning) return Math.max(instant, present);
  throw new RangeError(`The clock cannot go back from ${present} to ${instant}.`);
}

/** Starts stopped at `startAt`. `realNow` must be the machine's own clock even where the global Date was replaced. */
export function createClock(work: Work, startAt: number, realNow: () => number): Clock {
  const agenda = createAgenda();
  let base = { instant: startAt, real: realNow(), speed: 0 };
  let realTimer: NodeJS.Timeout | undefined;
  const now = () => Math.floor(base.instant + (realNow() - base.real) * base.speed);
  const fire = (entry: Entry) => void (agenda.remove(entry) && work.run(async () => entry.run()));

  function arm(): void {
    clearTimeout(realTimer);
    const next = base.speed === 0 ? undefined : agenda.earliest(true);
    if (next === undefined) return;
    const delayMs = Math.min(Math.max(0, (next - now()) / base.speed), LONGEST_REAL_TIMER_MS);
    realTimer = setTimeout(onRealTimer, delayMs).unref();
  }

  function onRealTimer(): void {
    agenda.due(now()).forEach(fire);
    arm();
  }

  function at(dueAt: number, run: () => void | Promise<void>, options: ScheduleOptions = {}): Scheduled {
    const entry = agenda.add({ lazy: false, ...options, dueAt, run });
    arm();
    return { cancel: () => void agenda.remove(entry) };
  }

  function set(instant: number, speed: number): void {
    clearTimeout(realTimer);
    base = { instant, real: realNow(), speed };
  }

  const holdAt = (instant: number): void => set(notGoingBack(instant, now(), base.speed > 0), 0);

  function stepTo(instant: number): void {
    const to = notGoingBack(instant, now(), base.speed > 0);
    agenda.due(to).forEach((entry) => {
      set(Math.min(Math.max(entry.dueAt, now()), to), 0);
      fire(entry);
    });
    holdAt(to);
  }

  function follow(speed: number): void {
    set(now(), speed);
    arm();
  }

  return {
    now,
    at,
    after: (delayMs, run, options) => at(now() + delayMs, run, options),
    nextDueAt: () => agenda.earliest(false),
    stepTo,
    holdAt,
    follow,
    isStepped: () => base.speed === 0,
  };
}
