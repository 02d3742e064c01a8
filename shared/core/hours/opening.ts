import { dateOf, dayNumber, weekdayOf } from './calendar-date';
import type { Closure, HoursSchedule, LocalTime, OpenInterval } from './schedule';

/** How far ahead an opening is looked for: nothing that opens at all stays shut for eight years, the longest gap of leap days. */
const HORIZON_DAYS = 8 * 366;

/** True while the place is open at the local time of its own time zone. */
export function isOpen(schedule: HoursSchedule, at: LocalTime): boolean {
  return openOn(schedule, at).some(([from, to]) => at.minuteOfDay >= from && at.minuteOfDay < to);
}

/**
 * The moment by which the place has been open for that many minutes since `from`: where "within 4 business hours" ends.
 * With 0, the next opening. Null when it does not open that long within eight years.
 */
export function addOpenMinutes(schedule: HoursSchedule, from: LocalTime, minutes: number): LocalTime | null {
  const firstDay = dayNumber(from.date);
  if (firstDay === null) return null;
  let left = minutes;
  for (let day = firstDay; day <= firstDay + HORIZON_DAYS; day += 1) {
    for (const [start, end] of openOn(schedule, dayOf(day))) {
      const begin = day === firstDay ? Math.max(start, from.minuteOfDay) : start;
      if (begin >= end) continue;
      if (left < end - begin || (left > 0 && left === end - begin)) return at(day, begin + left);
      left -= end - begin;
    }
  }
  return null;
}

/** When the place closes that is open at the local time; null when it is closed, or open for the next eight years. */
export function closingAfter(schedule: HoursSchedule, from: LocalTime): LocalTime | null {
  const firstDay = dayNumber(from.date);
  if (firstDay === null || !isOpen(schedule, from)) return null;
  let minute = from.minuteOfDay;
  for (let day = firstDay; day <= firstDay + HORIZON_DAYS; day += 1) {
    for (;;) {
      const open = openOn(schedule, dayOf(day)).find(([start, end]) => minute >= start && minute < end);
      if (open === undefined) break;
      minute = open[1];
    }
    if (minute < 1440) return at(day, minute);
    minute = 0;
  }
  return null;
}

/** The same minute that many opening days later: where "after 5 business days" ends. Null when it takes more than eight years. */
export function addOpenDays(schedule: HoursSchedule, from: LocalTime, days: number): LocalTime | null {
  const firstDay = dayNumber(from.date);
  if (firstDay === null) return null;
  let left = days;
  for (let day = firstDay; day <= firstDay + HORIZON_DAYS; day += 1) {
    if (left === 0) return { ...dayOf(day), minuteOfDay: from.minuteOfDay };
    if (openOn(schedule, dayOf(day + 1)).length > 0) left -= 1;
  }
  return null;
}

function openOn(
  schedule: HoursSchedule,
  { date, weekday }: Pick<LocalTime, 'date' | 'weekday'>,
): readonly OpenInterval[] {
  const usual =
    schedule.holidays.get(date) ?? schedule.holidays.get(date.slice(5)) ?? schedule.weekly.get(weekday) ?? [];
  if (schedule.closures.length === 0) return usual;
  const midnight = (dayNumber(date) ?? 0) * 1440;
  return schedule.closures.reduce((open, closure) => without(open, closure, midnight), usual);
}

/** What a closure leaves of a day that begins at that minute. */
function without(open: readonly OpenInterval[], { from, until }: Closure, midnight: number): readonly OpenInterval[] {
  const shuts = from - midnight;
  const opens = (until ?? Number.POSITIVE_INFINITY) - midnight;
  return open
    .flatMap(([start, end]): readonly OpenInterval[] => [
      [start, Math.min(end, shuts)],
      [Math.max(start, opens), end],
    ])
    .filter(([start, end]) => start < end);
}

function dayOf(day: number): Pick<LocalTime, 'date' | 'weekday'> {
  return { date: dateOf(day), weekday: weekdayOf(day) };
}

/** Minute 1440 is the first of the next day. */
function at(day: number, minute: number): LocalTime {
  return minute === 1440 ? { ...dayOf(day + 1), minuteOfDay: 0 } : { ...dayOf(day), minuteOfDay: minute };
}
