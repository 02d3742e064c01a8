import fc from 'fast-check';
import { decodeSmsThread, encodeSmsThread } from './address';

const number = fc.oneof(fc.stringMatching(/^\+[1-9][0-9]{6,14}$/), fc.string({ minLength: 1, unit: 'grapheme' }));

test('a line that is encoded decodes to itself', () => {
  fc.assert(
    fc.property(number, number, (ourNumber, customerNumber) => {
      expect(decodeSmsThread(encodeSmsThread({ ourNumber, customerNumber }))).toEqual({ ourNumber, customerNumber });
    }),
  );
});

test.each(['', '+1', '+1/', '/+2', '+1/+2/+3', '%/+2'])('%p is no line', (text) => {
  expect(decodeSmsThread(text)).toBeUndefined();
});
