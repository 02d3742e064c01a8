import { parseSchedule } from './ncrontab';

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
