import fc from 'fast-check';
import { withoutCardNumbers } from './without-card-numbers';

const digit = fc.integer({ min: 0, max: 9 }).map(String);
const separator = fc.constantFrom('', ' ', '-', '. ', ', ');
const card = fc.array(digit, { minLength: 12, maxLength: 19 });
const words = fc.array(fc.constantFrom('my', 'card', 'is', '番号は', 'thank you'), { maxLength: 4 });

describe('what was said, without card numbers', () => {
  test('however it is grouped and written, no more than its last four digits are left', () => {
    fc.assert(
      fc.property(card, fc.array(separator, { minLength: 18, maxLength: 18 }), words, fc.boolean(), (...drawn) => {
        const [digits, between, before, isWide] = drawn;
        const spoken = digits.map((one, at) => `${one}${at < digits.length - 1 ? (between[at] ?? '') : ''}`).join('');
        const written = isWide ? spoken.replace(/\d/g, (one) => String.fromCharCode(0xff10 + Number(one))) : spoken;
        const kept = withoutCardNumbers(`${before.join(' ')} ${written} please`);
        expect(kept.replace(/\D/gu, '')).toBe(digits.slice(-4).join(''));
        expect(kept).toContain('please');
      }),
    );
  });

  test('shorter numbers stay: orders, telephones, years', () => {
    for (const text of ['My order is 100001.', 'Call me at 425 555 0170.', 'In 2026, 3 of 10.'])
      expect(withoutCardNumbers(text)).toBe(text);
  });
});
