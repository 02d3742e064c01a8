import { wantedAt } from './wanted-at';

const NOW = Date.parse('2026-10-05T15:00:00Z');
const ZONE = 'America/New_York';
const at = (words: string) => {
  const wanted = wantedAt(words, NOW, ZONE);
  return wanted === null ? null : new Date(wanted).toISOString();
};

test.each([
  ['2 h', '2026-10-05T17:00:00.000Z'],
  ['30 min', '2026-10-05T15:30:00.000Z'],
  ['17:30', '2026-10-05T21:30:00.000Z'],
  ['1730', '2026-10-05T21:30:00.000Z'],
  ['１７３０', '2026-10-05T21:30:00.000Z'],
  // Eleven was, where the tenant is: the next one is tomorrow's.
  ['11:00', '2026-10-06T15:00:00.000Z'],
  ['+1 09:00', '2026-10-06T13:00:00.000Z'],
])('%s is %s', (words, expected) => {
  expect(at(words)).toBe(expected);
});

test.each(['', 'soon', '25:00', '99', '0 min', '+1', '90 d'])("'%s' is no time to be called at", (words) => {
  expect(at(words)).toBeNull();
});

test('a time that comes when clocks are set back is the day they mean', () => {
  const eve = Date.parse('2026-10-31T20:00:00Z');
  expect(new Date(wantedAt('+1 09:00', eve, ZONE) ?? 0).toISOString()).toBe('2026-11-01T14:00:00.000Z');
});
