import { readCollected } from './collected';
import { holds, parseExpression } from './expression';

const judge = (text: string, variables: Record<string, string> = {}): boolean | string => {
  const parsed = parseExpression(text);
  return parsed.ok ? holds(parsed.value, (name) => variables[name]) : parsed.error;
};

test.each([
  ["tier == 'gold'", true],
  ['tier == "Gold"', true],
  ["tier != 'gold' or parcels > 1", true],
  ["not (tier == 'gold') and parcels > 1", false],
  ['parcels >= 2 and parcels < 10', true],
  ['weight < 9.5', false],
  ["note contains 'urgent'", true],
  ['vip', false],
  ['tier', true],
  ["missing == ''", true],
])('%s is %s', (text, expected) => {
  const variables = { tier: 'gold', parcels: '2', weight: '10', note: 'This is URGENT!', vip: 'false' };
  expect(judge(text, variables)).toBe(expected);
});

test.each(['tier == ', "== 'x'", '(tier', 'tier gold', 'tier @ 1', `${'('.repeat(60)}x`])(
  '%s cannot be read',
  (text) => {
    expect(typeof judge(text)).toBe('string');
  },
);

test.each([
  [{ what: 'phone', callingCode: '1' } as const, '(425) 555-0123', '+14255550123'],
  [{ what: 'phone', callingCode: '1' } as const, '1 425 555 0123', '+14255550123'],
  [{ what: 'phone', callingCode: '81' } as const, '０３１２３４５６７８', '+81312345678'],
  [{ what: 'phone', callingCode: '1' } as const, '+49 30 1234567', '+49301234567'],
  [{ what: 'phone', callingCode: '1' } as const, '911', null],
  [{ what: 'date', order: 'dmy' } as const, '05102026', '2026-10-05'],
  [{ what: 'date', order: 'mdy' } as const, '10/5/2026', '2026-10-05'],
  [{ what: 'date', order: 'ymd' } as const, '2026年10月5日', '2026-10-05'],
  [{ what: 'date', order: 'dmy' } as const, '31022026', null],
  [{ what: 'code', mask: 'AA-9999' } as const, 'ab 12 34', 'AB-1234'],
  [{ what: 'code', mask: 'AA-9999' } as const, 'a1-2345', null],
])('%j is answered by %s', (form, said, value) => {
  expect(readCollected(form, said)).toBe(value);
});
