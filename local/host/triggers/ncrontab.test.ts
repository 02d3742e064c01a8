import { parseSchedule } from './ncrontab';
import { inZone, timeZoneOf, zoneNamed } from './time-zone';

const instant = (text: string) => Date.parse(`${text}Z`);
const next = (expression: string, after: string, count = 1) => {
  let at = instant(after);
  const found: string[] = [];
  for (let i = 0; i < count; i += 1) {
    at = parseSchedule(expression).nextAfter(at);
    found.push(new Date(at).toISOString().replace('.000Z', ''));
  }
  return found;
};

test.each([
  ['every second', '* * * * * *', '2026-01-05T12:00:00', ['2026-01-05T12:00:01', '2026-01-05T12:00:02']],
  ['five fields', '*/5 * * * *', '2026-01-05T12:00:00', ['2026-01-05T12:05:00', '2026-01-05T12:10:00']],
  ['over the year', '0 0 0 1 1 *', '2026-12-31T23:59:59', ['2027-01-01T00:00:00', '2028-01-01T00:00:00']],
  ['names and ranges', '0 30 9 * Jan Mon-Fri', '2026-01-30T10:00:00', ['2027-01-01T09:30:00', '2027-01-04T09:30:00']],
  ['day and weekday both', '0 0 0 13 * 5', '2026-01-05T00:00:00', ['2026-02-13T00:00:00', '2026-03-13T00:00:00']],
  ['a leap day', '0 0 12 29 2 *', '2026-01-01T00:00:00', ['2028-02-29T12:00:00', '2032-02-29T12:00:00']],
  ['a list with a step', '5,10-30/10 * * * * *', '2026-01-05T12:00:06', ['2026-01-05T12:00:10', '2026-01-05T12:00:20']],
  ['a step from a value', '50/5 * * * * *', '2026-01-05T12:00:00', ['2026-01-05T12:00:50', '2026-01-05T12:00:55']],
  ['an interval', '00:00:30', '2026-01-05T12:00:07', ['2026-01-05T12:00:37', '2026-01-05T12:01:07']],
])('%s: %s', (_, expression, after, expected) => {
  expect(next(expression, after, expected.length)).toEqual(expected);
});

test('an occurrence is later than the instant asked for, also within a second', () => {
  const at = parseSchedule('*/10 * * * * *').nextAfter(instant('2026-01-05T12:00:09') + 999);
  expect(at).toBe(instant('2026-01-05T12:00:10'));
});

test.each(['', '* * *', '60 * * * * *', '* * * 0 * *', '5-1 * * * * *', '*/0 * * * * *', 'x * * * * *'])(
  "'%s' is refused",
  (expression) => {
    expect(() => parseSchedule(expression)).toThrow('NCRONTAB');
  },
);

test('a schedule that never occurs is refused when it is asked', () => {
  expect(() => parseSchedule('0 0 0 30 2 *').nextAfter(0)).toThrow('never occurs');
});

describe('in a time zone', () => {
  /** Occurrences after an instant, each as a clock there shows it. */
  const nextIn = (name: string, expression: string, after: string, count: number) => {
    const zone = zoneNamed(name);
    const schedule = parseSchedule(expression, zone);
    let at = Date.parse(after);
    return Array.from({ length: count }, () => inZone(zone, (at = schedule.nextAfter(at))));
  };

  // Cases of azure-webjobs-sdk-extensions (CronSchedule, its comments): clocks go from 2 to 3 on 11 March, from 2 to 1 on 4 November 2018.
  test.each([
    ['an ordinary day', 'Europe/Berlin', '0 0 9 * * *', '2026-01-05T12:00:00Z', ['2026-01-06T09:00:00+01:00']],
    [
      'a time of day keeps to the wall when clocks are changed',
      'Europe/Berlin',
      '0 0 9 * * *',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T09:00:00+01:00', '2026-03-29T09:00:00+02:00'],
    ],
    [
      'a time that is left out comes an hour later',
      'America/Los_Angeles',
      '0 30 2 * * *',
      '2018-03-10T20:00:00-08:00',
      ['2018-03-11T03:30:00-07:00', '2018-03-12T02:30:00-07:00'],
    ],
    [
      'a time that comes twice runs once, in the first hour',
      'America/Los_Angeles',
      '0 30 1 * * *',
      '2018-11-03T12:00:00-07:00',
      ['2018-11-04T01:30:00-07:00', '2018-11-05T01:30:00-08:00'],
    ],
    [
      'and who starts in the second hour has missed it',
      'America/Los_Angeles',
      '0 30 1 * * *',
      '2018-11-04T01:29:00-08:00',
      ['2018-11-05T01:30:00-08:00'],
    ],
    [
      'what goes on through the day runs in both hours',
      'America/Los_Angeles',
      '0 */30 * * * *',
      '2018-11-04T00:30:00-07:00',
      [
        '2018-11-04T01:00:00-07:00',
        '2018-11-04T01:30:00-07:00',
        '2018-11-04T01:00:00-08:00',
        '2018-11-04T01:30:00-08:00',
        '2018-11-04T02:00:00-08:00',
      ],
    ],
    [
      'and leaves no half hour out over a gap',
      'America/Los_Angeles',
      '0 */30 * * * *',
      '2018-03-11T01:00:00-08:00',
      ['2018-03-11T01:30:00-08:00', '2018-03-11T03:00:00-07:00', '2018-03-11T03:30:00-07:00'],
    ],
    [
      'south of the equator',
      'Australia/Sydney',
      '0 30 2 * * *',
      '2026-04-04T12:00:00+11:00',
      ['2026-04-05T02:30:00+11:00', '2026-04-06T02:30:00+10:00'],
    ],
  ])('%s', (_, zone, expression, after, expected) => {
    expect(nextIn(zone, expression, after, expected.length)).toEqual(expected);
  });

  test('the setting names it; without one it is UTC, and a name that nobody knows is refused', () => {
    const noon = Date.parse('2026-07-05T12:00:00Z');
    expect(inZone(timeZoneOf({}), noon)).toBe('2026-07-05T12:00:00+00:00');
    expect(inZone(timeZoneOf({ WEBSITE_TIME_ZONE: 'Asia/Kolkata' }), noon)).toBe('2026-07-05T17:30:00+05:30');
    expect(() => timeZoneOf({ WEBSITE_TIME_ZONE: 'Eastern Standard Time' })).toThrow('WEBSITE_TIME_ZONE');
  });
});
