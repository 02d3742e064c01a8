import { dayNumber } from './calendar-date';
import { addOpenDays, addOpenMinutes, closingAfter, isOpen } from './opening';
import type { HoursSchedule, LocalTime } from './schedule';

/** Monday to Friday nine to five with an hour at noon, shut at New Year, and on Christmas Eve of one year until one. */
const schedule: HoursSchedule = {
  id: 'office',
  timeZone: 'Europe/Berlin',
  weekly: new Map([1, 2, 3, 4, 5].map((day) => [day, [[540, 720] as const, [780, 1020] as const]])),
  holidays: new Map([
    ['01-01', []],
    ['2026-12-24', [[540, 780]]],
  ]),
  closures: [],
};

const at = (date: string, weekday: number, minuteOfDay: number): LocalTime => ({ date, weekday, minuteOfDay });
const monday = (minute: number) => at('2026-10-05', 1, minute);

test.each([
  ['before it opens', monday(539), false],
  ['at the first minute', monday(540), true],
  ['at the last minute before noon', monday(719), true],
  ['at noon', monday(720), false],
  ['after noon', monday(780), true],
  ['at the minute at which it shuts', monday(1020), false],
  ['on a day that is not named', at('2026-10-04', 7, 600), false],
  ['on a holiday of every year', at('2027-01-01', 5, 600), false],
  ['on a short day', at('2026-12-24', 4, 700), true],
  ['after a short day', at('2026-12-24', 4, 800), false],
])('%s', (_when, time, expected) => {
  expect(isOpen(schedule, time)).toBe(expected);
});

describe('a closure', () => {
  const closed = (closures: HoursSchedule['closures']) => ({ ...schedule, closures });
  const minute = (date: string, ofDay: number) => (dayNumber(date) ?? 0) * 1440 + ofDay;
  const lunch = closed([{ from: minute('2026-10-05', 660), until: minute('2026-10-05', 840) }]);
  const fire = closed([{ from: minute('2026-10-05', 660), until: null }]);

  test.each([
    ['before it', lunch, monday(659), true],
    ['at its first minute', lunch, monday(660), false],
    ['at its last minute', lunch, monday(839), false],
    ['after it', lunch, monday(840), true],
    ['on the days behind it', lunch, at('2026-10-06', 2, 700), true],
    ['that nobody ended', fire, monday(840), false],
    ['that nobody ended, long after', fire, at('2027-03-01', 1, 700), false],
  ])('%s', (_when, hours, time, expected) => {
    expect(isOpen(hours, time)).toBe(expected);
  });

  test('ends the day for those who wait, and business time stands still in it', () => {
    expect(closingAfter(lunch, monday(600))).toEqual(monday(660));
    expect(closingAfter(fire, monday(600))).toEqual(monday(660));
    expect(addOpenMinutes(lunch, monday(600), 90)).toEqual(monday(870));
    expect(addOpenMinutes(fire, monday(600), 90)).toBeNull();
  });
});

test('business time counts open minutes only', () => {
  expect(addOpenMinutes(schedule, monday(600), 60)).toEqual(monday(660));
  expect(addOpenMinutes(schedule, monday(700), 60)).toEqual(monday(820));
  expect(addOpenMinutes(schedule, at('2026-10-09', 5, 1000), 30)).toEqual(at('2026-10-12', 1, 550));
  expect(addOpenMinutes(schedule, at('2026-10-10', 6, 600), 0)).toEqual(at('2026-10-12', 1, 540));
});

test('business days leave out the weekend and holidays', () => {
  expect(addOpenDays(schedule, at('2026-10-08', 4, 600), 2)).toEqual(at('2026-10-12', 1, 600));
  expect(addOpenDays(schedule, at('2026-12-31', 4, 600), 1)).toEqual(at('2027-01-04', 1, 600));
});

test('what never opens gives no moment', () => {
  const never = { ...schedule, weekly: new Map(), holidays: new Map() };
  expect(addOpenMinutes(never, monday(600), 1)).toBeNull();
  expect(addOpenDays(never, monday(600), 1)).toBeNull();
});
