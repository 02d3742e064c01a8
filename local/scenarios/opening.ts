import { DateTime } from 'luxon';
import { parse } from 'yaml';

/** When the organisation is open, as its configuration says. */
export interface Opening {
  isOpen(at: number): boolean;
  /** The latest instant at or before `at` at which it has been open for a while. */
  lastOpen(at: number): number;
  /** The first instant at or after `at` at which it is open. */
  nextOpen(at: number): number;
  /** That hour and minute of the last day before that of `at` on which it was open then. */
  onDayBefore(at: number, hour: number, minute: number): number;
  /** Midnight of the day that it is. */
  startOfDay(at: number): number;
  /** That time of the nearest day on which it opens, at or before (-1) or at or after (1) `at`; null where there is none. */
  timeOfDay(at: number, by: 1 | -1, wanted: TimeOfDay): number | null;
}

/** 'HH:MM' of a day of the week, 1 being Monday, or of any day. */
export interface TimeOfDay {
  readonly weekday: number | 'any';
  readonly at: string;
}

interface HoursFile {
  readonly hours?: readonly {
    readonly weekly: Readonly<Record<string, readonly string[]>>;
    readonly holidays?: readonly { readonly date: string; readonly open?: readonly string[] }[];
  }[];
}

/** People have come to work, and some of the morning is behind them. */
const MORNING_HOUR = 10;
const MOST_DAYS = 14;
/** A Monday may be a holiday, and the next one too. */
const MOST_DAYS_OF_A_WEEKDAY = 30;
/** Whoever starts shortly before closing time would see it closed at once. */
const SOON_MS = 3_600_000;

/** `hoursFile` is the text of `hours.yaml`, of which the first hours count. */
export function readOpening(hoursFile: string, timeZone: string): Opening {
  const hours = (parse(hoursFile) as HoursFile).hours?.[0];
  const local = (at: number) => DateTime.fromMillis(at, { zone: timeZone });

  function spansOf(day: DateTime): readonly string[] {
    const holiday = hours?.holidays?.find(({ date }) =>
      [day.toFormat('yyyy-MM-dd'), day.toFormat('MM-dd')].includes(date),
    );
    if (holiday !== undefined) return holiday.open ?? [];
    return hours?.weekly[day.setLocale('en').toFormat('EEEE').toLowerCase()] ?? [];
  }

  function isOpen(at: number): boolean {
    const day = local(at);
    const minute = day.toFormat('HH:mm');
    return spansOf(day).some((span) => {
      const [from = '', to = ''] = span.split('-');
      return from <= minute && minute < to;
    });
  }

  /** The instant of that time of day, going from day to day until it is open then. */
  function seek(at: number, by: 1 | -1, hour: number, minute: number): number {
    let day = local(at).set({ hour, minute, second: 0, millisecond: 0 });
    for (let days = 0; days < MOST_DAYS && !isOpen(day.toMillis()); days += 1) day = day.plus({ days: by });
    return day.toMillis();
  }

  function timeOfDay(at: number, by: 1 | -1, wanted: TimeOfDay): number | null {
    const [hour = 0, minute = 0] = wanted.at.split(':').map(Number);
    for (let days = 0; days < MOST_DAYS_OF_A_WEEKDAY; days += 1) {
      const day = local(at)
        .plus({ days: by * days })
        .set({ hour, minute, second: 0, millisecond: 0 });
      const isThatDay = wanted.weekday === 'any' || day.weekday === wanted.weekday;
      const isOnTheWay = (day.toMillis() - at) * by >= 0;
      if (isThatDay && isOnTheWay && spansOf(day).length > 0) return day.toMillis();
    }
    return null;
  }

  return {
    isOpen,
    timeOfDay,
    startOfDay: (at) => local(at).startOf('day').toMillis(),
    lastOpen(at) {
      if (isOpen(at) && isOpen(at + SOON_MS)) return at;
      const today = seek(at, -1, MORNING_HOUR, 0);
      return today <= at ? today : seek(local(at).minus({ days: 1 }).toMillis(), -1, MORNING_HOUR, 0);
    },
    nextOpen(at) {
      if (isOpen(at)) return at;
      const today = seek(at, 1, MORNING_HOUR, 0);
      return today >= at ? today : seek(local(at).plus({ days: 1 }).toMillis(), 1, MORNING_HOUR, 0);
    },
    onDayBefore: (at, hour, minute) => seek(local(at).minus({ days: 1 }).toMillis(), -1, hour, minute),
  };
}
