import { segmentsOf } from './sms-segments';

test.each([
  ['', 'GSM-7', 0, 160],
  ['a'.repeat(160), 'GSM-7', 1, 0],
  ['a'.repeat(161), 'GSM-7', 2, 145],
  ['€'.repeat(80), 'GSM-7', 1, 0],
  ['€'.repeat(81), 'GSM-7', 2, 144],
  ['こ'.repeat(70), 'UCS-2', 1, 0],
  ['こ'.repeat(71), 'UCS-2', 2, 63],
  ['👋', 'UCS-2', 1, 68],
] as const)('%s', (text, encoding, count, left) => {
  expect(segmentsOf(text)).toEqual({ encoding, count, left });
});
