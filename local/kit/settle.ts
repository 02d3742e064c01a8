import type { FeedPositions, TimeOrder, TimeReport } from './time-control';

/** The processes did not come to rest in time; the message names who is busy with what. */
export class NotSettled extends Error {
  readonly code = 'notSettled';
}

/** One process in the clock, here or elsewhere. */
export interface Member {
  readonly name: string;
  read(): Promise<TimeReport>;
  /** The same once nothing is under way, or after a while what still is. */
  readIdle(): Promise<TimeReport>;
  set(order: TimeOrder): Promise<void>;
  drain(feeds: FeedPositions): Promise<boolean>;
}

/** What time it is at each of them. */
export const readTimes = (members: readonly Member[]): Promise<TimeReport[]> =>
  Promise.all(members.map((member) => member.read()));

/** When the next thing is due anywhere; Infinity where nothing is. */
export const earliestDueAt = (reports: readonly TimeReport[]): number =>
  Math.min(...reports.map((report) => report.nextDueAt ?? Number.POSITIVE_INFINITY));

/**
 * Rest is two equal readings with nothing running, then drains that all find nothing, with nothing due. The order
 * matters: a drain asked before rest may have looked too early, and drains themselves count as work where they read.
 * `setAll` runs what is due; without it the clocks follow real time and do so themselves.
 */
export async function settleMembers(
  members: readonly Member[],
  patienceMs: number,
  setAll: ((order: TimeOrder) => Promise<void>) | undefined,
): Promise<TimeReport[]> {
  const patience = startPatience(members, patienceMs);
  try {
    for (;;) {
      const rested = await patience.allow(rest(members, patience));
      const feeds = Object.assign({}, ...rested.map((report) => report.feeds)) as FeedPositions;
      const worked = await patience.allow(Promise.all(members.map((member) => member.drain(feeds))));
      patience.watch(worked.flatMap((did, i) => (did ? [members[i]?.name ?? ''] : [])));
      if (worked.includes(true)) continue;
      const reports = await patience.allow(rest(members, patience));
      const now = Math.max(...reports.map((report) => report.now));
      if (setAll === undefined || earliestDueAt(reports) > now) return reports;
      await patience.allow(setAll({ to: now }));
    }
  } finally {
    patience.end();
  }
}

async function rest(members: readonly Member[], patience: Patience): Promise<TimeReport[]> {
  let before: TimeReport[] | undefined;
  while (!patience.lost) {
    const reports = await Promise.all(members.map((member) => member.readIdle()));
    patience.saw(reports);
    const idle = reports.every((report) => report.running === 0);
    if (idle && before && reports.every((report, i) => report.finished === before?.[i]?.finished)) return reports;
    before = idle ? reports : undefined;
    // What follows in a later turn of the loop must show, and the patience must end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [];
}

interface Patience {
  readonly lost: boolean;
  /** What `step` gives, or a {@link NotSettled} when the time is up first. */
  allow<T>(step: Promise<T>): Promise<T>;
  saw(reports: readonly TimeReport[]): void;
  watch(drained: readonly string[]): void;
  end(): void;
}

function startPatience(members: readonly Member[], patienceMs: number): Patience {
  let reports: readonly TimeReport[] = [];
  let drained: readonly string[] = [];
  let lost = false;
  let timer: NodeJS.Timeout | undefined;
  const complaint = () =>
    `Not settled after ${patienceMs} ms: ${describeBusy(members, reports, drained) || 'a process does not answer'}.`;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      lost = true;
      reject(new NotSettled(complaint()));
    }, patienceMs);
  });
  timeUp.catch(() => undefined);
  return {
    get lost() {
      return lost;
    },
    allow: (step) => Promise.race([step, timeUp]),
    saw: (seen) => void (reports = seen),
    watch: (seen) => void (drained = seen),
    end: () => clearTimeout(timer),
  };
}

function describeBusy(members: readonly Member[], reports: readonly TimeReport[], drained: readonly string[]): string {
  const running = reports.flatMap((report, i) => {
    const due = report.nextDueAt !== null && report.nextDueAt <= report.now ? ', with work always due now' : '';
    if (report.running === 0 && due === '') return [];
    return [`${members[i]?.name} runs ${report.running} (${report.underWay.join(', ') || 'unnamed'})${due}`];
  });
  return [...running, ...drained.map((name) => `${name} always finds something to drain`)].join('; ');
}
