import type { HoursSchedule, OpenInterval } from './schedule';

const DAY = 1440;
/** Minutes of a week, from Monday at midnight. */
export const WEEK = 7 * DAY;

/** Intervals of a week that comes again and again, in order, none touching the next; in minutes of UTC. */
export type Week = readonly OpenInterval[];

export const ALL_WEEK: Week = [[0, WEEK]];

/** When a schedule is open in a usual week, where its clocks are so many minutes ahead of UTC. Holidays and closures are no usual week. */
export function weekOf({ weekly }: Pick<HoursSchedule, 'weekly'>, offset: number): Week {
  const shifted = [...weekly].flatMap(([weekday, intervals]) =>
    intervals.map(([from, to]): OpenInterval => {
      const start = modulo((weekday - 1) * DAY + from - offset);
      return [start, start + to - from];
    }),
  );
  return unionOf(
    shifted.flatMap(([from, to]): Week =>
      to > WEEK
        ? [
            [from, WEEK],
            [0, to - WEEK],
          ]
        : [[from, to]],
    ),
  );
}

const modulo = (minute: number): number => ((minute % WEEK) + WEEK) % WEEK;

/** Every minute that is in one of the intervals. */
export function unionOf(intervals: Week): Week {
  const union: OpenInterval[] = [];
  for (const [from, to] of [...intervals].sort(([a], [b]) => a - b)) {
    const last = union.at(-1);
    if (last === undefined || from > last[1]) union.push([from, to]);
    else union[union.length - 1] = [last[0], Math.max(last[1], to)];
  }
  return union;
}

/** The first stretch of a week that the other does not cover; undefined when it covers all. */
export function firstGap(week: Week, cover: Week): OpenInterval | undefined {
  for (const [from, to] of week) {
    let at = from;
    for (const [start, end] of cover) {
      if (end <= at || start >= to) continue;
      if (start > at) return [at, start];
      at = end;
    }
    if (at < to) return [at, to];
  }
  return undefined;
}

/** A minute of a local day; weekday 1 is Monday, and minute 1440 the end of the day. */
interface LocalMinute {
  readonly weekday: number;
  readonly minute: number;
}

/** A stretch on the clocks of a place that are so many minutes ahead of UTC. */
export function localOf(
  [from, to]: OpenInterval,
  offset: number,
): { readonly from: LocalMinute; readonly to: LocalMinute } {
  const start = modulo(from + offset);
  const last = modulo(to + offset - 1);
  return {
    from: { weekday: Math.floor(start / DAY) + 1, minute: start % DAY },
    to: { weekday: Math.floor(last / DAY) + 1, minute: (last % DAY) + 1 },
  };
}
