import { DateTime } from 'luxon';
import { isOpen } from '../../shared/core/hours/opening';
import type { HoursSchedule } from '../../shared/core/hours/schedule';

/** The ids of the schedules that are closed when the clocks of `zone` show `at` (`2026-10-05 10:00`); null for no such time. */
export function closedAt(schedules: Iterable<HoursSchedule>, at: string, zone: string): ReadonlySet<string> | null {
  const instant = DateTime.fromISO(at.replace(' ', 'T'), { zone });
  if (!instant.isValid) return null;
  const closed = [...schedules].filter((schedule) => {
    const local = instant.setZone(schedule.timeZone);
    const time = {
      date: local.toFormat('yyyy-MM-dd'),
      weekday: local.weekday,
      minuteOfDay: local.hour * 60 + local.minute,
    };
    return !isOpen(schedule, time);
  });
  return new Set(closed.map(({ id }) => id));
}
