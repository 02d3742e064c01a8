import { parseDuration } from '../../core/lib/duration';
import { DateTime } from 'luxon';

/** Days ahead, if it says so, then a time of day. */
const TIME_OF_DAY = /^(?:\+(\d) )?([01]\d|2[0-3]):?([0-5]\d)$/u;
/** As far ahead as a form on the web may ask for. */
const FURTHEST_MS = 30 * 86_400_000;

/** The instant that somebody means by `2 h`, `17:30` or `+1 09:00`, after `now`; null where it is none. */
export function wantedAt(words: string, now: number, zone: string): number | null {
  const text = words.normalize('NFKC').trim();
  const at = laterBy(text, now) ?? timeOfDay(text, now, zone);
  return at === null || at > now + FURTHEST_MS ? null : at;
}

const laterBy = (text: string, now: number): number | null => {
  const length = parseDuration(text);
  return length === null || length === 0 ? null : now + length;
};

function timeOfDay(text: string, now: number, zone: string): number | null {
  const [, days, hour = '', minute = ''] = TIME_OF_DAY.exec(text) ?? [];
  if (hour === '') return null;
  const today = DateTime.fromMillis(now, { zone }).set({
    ...{ hour: Number(hour), minute: Number(minute), second: 0, millisecond: 0 },
  });
  if (days !== undefined) return today.plus({ days: Number(days) }).toMillis();
  return (today.toMillis() > now ? today : today.plus({ days: 1 })).toMillis();
}
