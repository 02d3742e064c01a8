import fc from 'fast-check';
import { fromProviderNumber } from './provider-number';

const digits = fc.stringMatching(/^[1-9][0-9]{7,14}$/);

test('with and without the plus sign it is the same number', () => {
  fc.assert(
    fc.property(digits, (number) => {
      expect(fromProviderNumber(number)).toBe(`+${number}`);
      expect(fromProviderNumber(`+${number}`)).toBe(`+${number}`);
      expect(fromProviderNumber(` +${number} `)).toBe(`+${number}`);
    }),
  );
});

test('reading a number again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(digits, fc.string()), (text) => {
      expect(fromProviderNumber(fromProviderNumber(text))).toBe(fromProviderNumber(text));
    }),
  );
});

test.each([
  ['72345', '72345'],
  ['Contoso', 'Contoso'],
  ['+1 (425) 555-0123', '+14255550123'],
])('%p is read as %p', (reported, number) => {
  expect(fromProviderNumber(reported)).toBe(number);
});
