import { DateTime } from 'luxon';
import type { AnswerTarget } from '../../core/config/compiled';
import { addOpenDays, addOpenMinutes, closingAfter, isOpen } from '../../core/hours/opening';
import type { HoursSchedule, LocalTime } from '../../core/hours/schedule';
import type { Opening } from '../../core/routing/config';

/** What the clocks of an IANA time zone show at an instant. */
export function localTimeAt(zone: string, now: number): LocalTime {
  const local = DateTime.fromMillis(now, { zone });
  return {
    date: local.toFormat('yyyy-MM-dd'),
    weekday: local.weekday,
    minuteOfDay: local.hour * 60 + local.minute,
  };
}

/**
 * The instant at which the clocks of a zone show a time. Where a time comes twice (clocks set back) the first one; where
 * it never comes (clocks set forward) the same time after the gap.
 */
export function instantAt(zone: string, { date, minuteOfDay }: LocalTime): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const parts = { year, month, day, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 };
  return DateTime.fromObject(parts, { zone }).toMillis();
}

/** The ids of the schedules that are closed at an instant: what `FlowContext` wants to know. */
export function closedHoursAt(schedules: Iterable<HoursSchedule>, now: number): ReadonlySet<string> {
  const closed = new Set<string>();
  for (const schedule of schedules) {
    if (!isOpen(schedule, localTimeAt(schedule.timeZone, now))) closed.add(schedule.id);
  }
  return closed;
}

/**
 * When an answer is due that was asked for at `startAt`. Business time passes while the schedule is open; without one,
 * or when it does not open long enough, all time counts.
 */
export function dueAt(target: AnswerTarget, schedule: HoursSchedule | null, startAt: number): number {
  if (target.kind === 'elapsed' || schedule === null) return startAt + target.ms;
  const due = addOpenMinutes(schedule, localTimeAt(schedule.timeZone, startAt), Math.ceil(target.ms / 60_000));
  return due === null ? startAt + target.ms : instantAt(schedule.timeZone, due);
}

/** Whether a schedule is open at an instant, and when it closes next. */
export const openingOf =
  (schedule: HoursSchedule) =>
  (at: number): Opening => {
    const local = localTimeAt(schedule.timeZone, at);
    const closing = closingAfter(schedule, local);
    return {
      isOpen: isOpen(schedule, local),
      closesAt: closing === null ? null : instantAt(schedule.timeZone, closing),
    };
  };

const DAY_MS = 86_400_000;

/** The instant that many business days after another, at the same time of day. */
export function afterBusinessDays(days: number, schedule: HoursSchedule, startAt: number): number {
  const due = addOpenDays(schedule, localTimeAt(schedule.timeZone, startAt), days);
  return due === null ? startAt + days * DAY_MS : instantAt(schedule.timeZone, due);
}
