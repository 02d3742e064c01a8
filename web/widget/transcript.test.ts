import fc from 'fast-check';
import type { ChatMessage } from '../../shared/contracts/chat';
import { EMPTY, heardUpTo, unsaid, withoutPending, withPending, withSaid } from './transcript';

const said = (seq: number, text = `m${seq}`): ChatMessage => ({
  seq,
  from: 'customer',
  name: null,
  text,
  files: [],
  at: seq,
});

test("what is shown stands in the server's order, however it came", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 }), (numbers) => {
      const transcript = numbers.reduce((all, seq) => withSaid(all, [said(seq)]), EMPTY);
      expect(transcript.said.map(({ seq }) => seq)).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }),
  );
});

test('what is asked for next begins where something is missing', () => {
  const gapped = withSaid(EMPTY, [said(1), said(2), said(4)]);
  expect(heardUpTo(gapped, false)).toBe(2);
  expect(heardUpTo(gapped, true)).toBe(4);
  expect(heardUpTo(EMPTY, false)).toBe(0);
});

test('what is under way is shown until it is said, and no longer', () => {
  const before = withSaid(EMPTY, [said(1, 'Hello')]);
  const sending = withPending(before, { key: 'k', text: 'Hello', after: 1 });
  expect(unsaid(sending)).toHaveLength(1);
  expect(unsaid(withSaid(sending, [said(2, 'Hello')]))).toEqual([]);
  expect(withoutPending(sending, 'k').pending).toEqual([]);
});
