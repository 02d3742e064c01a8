import type { Clock, Scheduled } from '../kit/clock';

/** Items that become due; the clock is asked for the earliest only, however many there are. */
export interface DueQueue<T> {
  add(dueAt: number, item: T): void;
  /** Forgets items that are not wanted any more. */
  remove(unwanted: (item: T) => boolean): T[];
}

interface Entry<T> {
  readonly dueAt: number;
  readonly item: T;
}

/** `release` is called with each item once its time has come, in order of due time and then of adding. */
export function createDueQueue<T>(clock: Clock, release: (item: T) => void): DueQueue<T> {
  let entries: Entry<T>[] = [];
  let scheduled: Scheduled | undefined;
  let scheduledAt = Number.POSITIVE_INFINITY;

  function arm(): void {
    const next = entries[0]?.dueAt ?? Number.POSITIVE_INFINITY;
    if (next === scheduledAt) return;
    scheduled?.cancel();
    scheduledAt = next;
    scheduled = next === Number.POSITIVE_INFINITY ? undefined : clock.at(next, fire);
  }

  function fire(): void {
    scheduledAt = Number.POSITIVE_INFINITY;
    const due = entries.splice(0, firstAfter(entries, clock.now()));
    arm();
    for (const { item } of due) release(item);
  }

  return {
    add(dueAt, item) {
      entries.splice(firstAfter(entries, dueAt), 0, { dueAt, item });
      arm();
    },
    remove(unwanted) {
      const removed = entries.filter(({ item }) => unwanted(item));
      if (removed.length > 0) entries = entries.filter(({ item }) => !unwanted(item));
      arm();
      return removed.map(({ item }) => item);
    },
  };
}

/** Index of the first entry due after the instant. */
function firstAfter(entries: readonly Entry<unknown>[], instant: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.dueAt ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
