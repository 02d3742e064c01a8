import fc from 'fast-check';
import { MASK, maskOf, sealedDigits, withoutDigits } from './sealed';

const keys = { min: 13, max: 19, endKey: '#', betweenMs: 3_000 } as const;
const card = fc.stringMatching(/^\d{13,19}$/u);

test('a mask tells the last four of a card, nothing of anything shorter, and never how many there are', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,19}$/u), (digits) => {
      const shown = maskOf(digits).replace(MASK, '').trim();
      expect(shown).toBe(digits.length >= 12 ? digits.slice(-4) : '');
    }),
  );
});

test('no value keeps seven digits in a row of what was keyed, however they are written', () => {
  const apart = fc.constantFrom('', ' ', '-', '.');
  fc.assert(
    fc.property(card, apart, fc.string(), fc.string(), (digits, sign, before, after) => {
      const value = `${before} ${Array.from(digits).join(sign)} ${after}`;
      expect(withoutDigits({ value }, digits)).toEqual({ value: MASK });
    }),
  );
  expect(withoutDigits({ value: '４１１１１１１１１１１１１１１１' }, '4111111111111111')).toEqual({ value: MASK });
});

test('a code is masked, and a token in which it happens to stand is not', () => {
  expect(withoutDigits({ code: ' 123 ', token: 'tok-99123' }, '123')).toEqual({ code: MASK, token: 'tok-99123' });
  expect(withoutDigits({ shown: '411111******1111' }, '4111111111111111')).toEqual({ shown: '411111******1111' });
});

test.each([
  ['4111111111111111#', '4111111111111111'],
  ['４１１１１１１１１１１１１１１１', '4111111111111111'],
  ['41#', null],
  ['', null],
  ['4111*11111111111', null],
  ['my card', null],
])('%s is %s', (pressed, digits) => {
  expect(sealedDigits(keys, pressed)).toBe(digits);
});
