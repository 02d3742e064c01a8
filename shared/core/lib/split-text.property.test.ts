import fc from 'fast-check';
import { segmentsOf } from './sms-segments';
import { isCarried, MOST_SEGMENTS, splitText } from './split-text';

const channel = fc.constantFrom('sms' as const, 'chat' as const, 'email' as const);
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }).filter((one) => !/\s/.test(one));
const text = fc.array(word, { minLength: 1, maxLength: 120 }).map((words) => words.join(' '));

test('every part is carried, and together they say everything in its order', () => {
  fc.assert(
    fc.property(channel, text, (on, whole) => {
      const parts = splitText(on, whole);
      expect(parts.every((part) => isCarried(on, part) && part !== '')).toBe(true);
      expect(parts.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''));
    }),
    { numRuns: 60 },
  );
});

test('what is short stays whole', () => {
  expect(splitText('sms', ' Hello there \n')).toEqual(['Hello there']);
});

test('a text message is cut between words, in no more than ten parts of the carrier', () => {
  const parts = splitText('sms', 'word '.repeat(500));
  expect(parts).toHaveLength(2);
  for (const part of parts) expect(part).toMatch(/^(word )*word$/);
  expect(segmentsOf(parts[0] ?? '').count).toBeLessThanOrEqual(MOST_SEGMENTS);
});

test('what needs two bytes has less room', () => {
  const parts = splitText('sms', 'あ'.repeat(1_000));
  expect(parts.map(({ length }) => length)).toEqual([670, 330]);
});

test('no emoji is torn apart', () => {
  const parts = splitText('sms', '😀'.repeat(500));
  expect(parts.join('')).toBe('😀'.repeat(500));
  for (const part of parts) expect(Array.from(part).every((one) => one === '😀')).toBe(true);
});
