import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOpening } from './opening';

const hours = readFileSync(join(__dirname, '../../config/contoso/hours.yaml'), 'utf8');
const opening = readOpening(hours, 'America/New_York');
const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();

test('weekdays, weekends and holidays are as the configuration says', () => {
  expect(opening.isOpen(at('2026-11-25T15:00:00Z'))).toBe(true);
  expect(opening.isOpen(at('2026-11-25T03:00:00Z'))).toBe(false);
  // Thanksgiving, at a time at which Thursdays are open.
  expect(opening.isOpen(at('2026-11-26T15:00:00Z'))).toBe(false);
  // Christmas Eve closes at one.
  expect(opening.isOpen(at('2026-12-24T17:30:00Z'))).toBe(true);
  expect(opening.isOpen(at('2026-12-24T18:30:00Z'))).toBe(false);
});

test('an open moment is its own last open moment', () => {
  const now = at('2026-11-25T19:12:00Z');
  expect(opening.lastOpen(now)).toBe(now);
  expect(opening.nextOpen(now)).toBe(now);
});

test.each([
  ['a holiday', '2026-11-26T15:00:00Z', '2026-11-25T15:00:00.000Z'],
  ['a Sunday', '2026-11-22T15:00:00Z', '2026-11-21T15:00:00.000Z'],
  ['an evening', '2026-11-25T02:30:00Z', '2026-11-24T15:00:00.000Z'],
  ['the last minutes of a day', '2026-11-25T00:45:00Z', '2026-11-24T15:00:00.000Z'],
  ['an early morning', '2026-11-25T10:00:00Z', '2026-11-24T15:00:00.000Z'],
])('on %s the last open morning is taken', (_, now, morning) => {
  expect(iso(opening.lastOpen(at(now)))).toBe(morning);
});

test('after a night the next morning follows, after Thanksgiving the Friday', () => {
  expect(iso(opening.nextOpen(at('2026-11-25T04:00:00Z')))).toBe('2026-11-25T15:00:00.000Z');
  expect(iso(opening.nextOpen(at('2026-11-26T04:00:00Z')))).toBe('2026-11-27T15:00:00.000Z');
});

test('the day before a Monday is the Saturday, at an hour at which it is open', () => {
  expect(iso(opening.onDayBefore(at('2026-11-23T15:00:00Z'), 9, 5))).toBe('2026-11-21T14:05:00.000Z');
  expect(iso(opening.onDayBefore(at('2026-11-23T15:00:00Z'), 16, 30))).toBe('2026-11-20T21:30:00.000Z');
});

test.each([
  ['a Monday, by day', '2026-11-25T15:00:00Z', -1, 1, '2026-11-23T12:55:00.000Z'],
  ['a Monday, early on one', '2026-11-23T12:54:59Z', -1, 1, '2026-11-16T12:55:00.000Z'],
  ['the next Monday', '2026-11-25T15:00:00Z', 1, 1, '2026-11-30T12:55:00.000Z'],
  ['a Monday that is no Memorial Day', '2026-05-27T15:00:00Z', -1, 1, '2026-05-18T11:55:00.000Z'],
  ['any day, on Thanksgiving', '2026-11-26T15:00:00Z', 1, 'any', '2026-11-27T12:55:00.000Z'],
] as const)('five to eight on %s', (_, now, by, weekday, wanted) => {
  expect(iso(opening.timeOfDay(at(now), by, { weekday, at: '07:55' }) ?? 0)).toBe(wanted);
});

test('there is no Sunday on which it opens', () => {
  expect(opening.timeOfDay(at('2026-11-25T15:00:00Z'), 1, { weekday: 7, at: '10:00' })).toBeNull();
});
