import { dayNumber } from '../hours/calendar-date';
import type { Closure, HoursSchedule, OpenInterval } from '../hours/schedule';
import type { ConfigError } from './compiled';
import type { Located, Report } from './collect';
import { WEEKDAY_NAMES } from './hours-source';
import type { ClosureSource, HolidaySource, HoursSource } from './hours-source';

const MINUTES_PER_DAY = 1440;

/** Opening hours whose days exist and whose intervals are in order. */
export function compileHours(item: Located<HoursSource>, tenantTimeZone: string, report: Report): HoursSchedule {
  const { id, timeZone, weekly, holidays, closures } = item.value;
  const days = WEEKDAY_NAMES.map((name, index): [number, readonly OpenInterval[]] => [
    index + 1,
    compileDay(item, weekly[name] ?? [], ['weekly', name], report),
  ]);
  const schedule = {
    id,
    timeZone: timeZone ?? tenantTimeZone,
    weekly: new Map(days.filter(([, intervals]) => intervals.length > 0)),
    holidays: compileHolidays(item, holidays ?? [], report),
    closures: (closures ?? []).map((closure, n) => compileClosure(item, closure, ['closures', n], report)),
  };
  const opens = schedule.weekly.size > 0 || [...schedule.holidays.values()].some((intervals) => intervals.length > 0);
  if (!opens) report('invalidHours', item, ['weekly'], `'${id}' never opens`);
  return schedule;
}

/** Minutes of `HH:MM` since midnight, `24:00` included; null when it is no such time. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/u.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= MINUTES_PER_DAY ? minute : null;
}

function compileHolidays(
  item: Located<HoursSource>,
  holidays: readonly HolidaySource[],
  report: Report,
): HoursSchedule['holidays'] {
  const compiled = new Map<string, readonly OpenInterval[]>();
  holidays.forEach(({ date, open }, index) => {
    const path = ['holidays', index];
    // 2024 is a leap year, so that a holiday on every 29 February is a day.
    const isDay = dayNumber(date.length === 5 ? `2024-${date}` : date) !== null;
    if (!isDay) report('invalidHours', item, [...path, 'date'], `'${date}' is no day`);
    if (compiled.has(date)) report('invalidHours', item, [...path, 'date'], `'${date}' comes twice`);
    compiled.set(date, compileDay(item, open ?? [], [...path, 'open'], report));
  });
  return compiled;
}

function compileClosure(
  item: Located<HoursSource>,
  { from, until }: ClosureSource,
  path: ConfigError['path'],
  report: Report,
): Closure {
  const minute = (text: string, field: 'from' | 'until'): number => {
    const [date = '', time = ''] = text.split(' ');
    const [day, ofDay] = [dayNumber(date), minuteOf(time)];
    if (day === null || ofDay === null) report('invalidHours', item, [...path, field], `'${text}' is no time of a day`);
    return (day ?? 0) * MINUTES_PER_DAY + (ofDay ?? 0);
  };
  const closure = { from: minute(from, 'from'), until: until === undefined ? null : minute(until, 'until') };
  if (closure.until !== null && closure.until <= closure.from)
    report('invalidHours', item, [...path, 'until'], `'${until}' is not after '${from}'`);
  return closure;
}

function compileDay(
  item: Located<HoursSource>,
  texts: readonly string[],
  path: ConfigError['path'],
  report: Report,
): readonly OpenInterval[] {
  const intervals: OpenInterval[] = [];
  texts.forEach((text, index) => {
    const [from, to] = text.split('-').map(minuteOf);
    const previousEnd = intervals.at(-1)?.[1] ?? 0;
    if (from === undefined || to === undefined || from === null || to === null) {
      report('invalidHours', item, [...path, index], `'${text}' is not like 09:00-18:00`);
    } else if (from >= to) {
      report('invalidHours', item, [...path, index], `'${text}' ends before it begins; split it at 24:00`);
    } else if (from < previousEnd) {
      report('invalidHours', item, [...path, index], `'${text}' begins before the one before it ends`);
    } else {
      intervals.push([from, to]);
    }
  });
  return intervals;
}
