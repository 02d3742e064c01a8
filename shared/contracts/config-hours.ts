import { z } from 'zod';
import { name, slug } from './flow-parts';

/** A time of day. */
export const clockTime = z.string().regex(/^\d{2}:\d{2}$/u, 'a time is written like 09:00');
const openTimes = z.array(z.string().regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/u, 'hours are written like 09:00-18:00')).max(10);
export const timeZone = z.string().max(64).refine(isTimeZone, 'a time zone is written like Europe/Berlin');

const holiday = z.strictObject({
  date: z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/u, 'a date is YYYY-MM-DD, or MM-DD for every year'),
  name,
  open: openTimes.optional(),
});

const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u, 'a time is written like 2026-10-05 14:30');
const closure = z.strictObject({ from: localTime, until: localTime.optional(), reason: name.optional() });

/** When a place is open: weekly hours, holidays and closings out of turn. */
export const hours = z.strictObject({
  id: slug,
  timeZone: timeZone.optional(),
  weekly: z.strictObject({
    monday: openTimes.optional(),
    tuesday: openTimes.optional(),
    wednesday: openTimes.optional(),
    thursday: openTimes.optional(),
    friday: openTimes.optional(),
    saturday: openTimes.optional(),
    sunday: openTimes.optional(),
  }),
  holidays: z.array(holiday).max(1000).optional(),
  closures: z.array(closure).max(100).optional(),
});

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
