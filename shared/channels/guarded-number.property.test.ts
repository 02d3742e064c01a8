import fc from 'fast-check';
import { mayContact, type ContactRequest } from '../core/outbound-guard/may-contact';
import { phoneFacts } from './phone-number';

const TENANT_COUNTRIES = ['US', 'DE', 'GB', 'JP'];
const request = { tenantCountries: new Set(TENANT_COUNTRIES), quietHours: { fromMinute: 0, toMinute: 0 } } as const;
const noon = { date: '2026-10-05', weekday: 1, minuteOfDay: 720 };

/** What the flows do with any text that is to be dialled or texted. */
function allows(text: string, purpose: ContactRequest['purpose'] = 'callback'): boolean {
  const to = phoneFacts(text);
  if (to === null) return false;
  return mayContact({ ...request, to, purpose, consent: 'optedIn', localTime: noon }).kind === 'allowed';
}

/** Numbers that must never be reached, by the ranges of the numbering plans and of the ITU. */
const forbidden = fc.oneof(
  // Emergency, with and without the country code of every country of the tenant.
  fc
    .tuple(
      fc.constantFrom('', '+', '+1', '+49', '+44', '+81'),
      fc.constantFrom('911', '112', '110', '999', '119', '118', '988'),
    )
    .map(([code, number]) => code + number),
  // Satellite and international networks, premium of all nations.
  fc
    .tuple(fc.constantFrom('870', '881', '882', '883', '888', '878', '979'), fc.stringMatching(/^\d{6,12}$/u))
    .map(([code, rest]) => `+${code}${rest}`),
  // Premium of the tenant's countries: 900 in America, 0900 in Germany, 09 in Britain, 0990 in Japan.
  fc.stringMatching(/^\+1900[2-9]\d{6}$/u),
  fc.stringMatching(/^\+49900[135]\d{6}$/u),
  fc.stringMatching(/^\+449[018]\d{8}$/u),
  fc.stringMatching(/^\+81990\d{6}$/u),
  // Countries the tenant does not call: France, Russia, Nigeria, Jamaica (which looks like America).
  fc.constantFrom('+33123456789', '+74951234567', '+2348031234567', '+18765551234'),
);

const DIGITS = ['٠١٢٣٤٥٦٧٨٩', '０１２３４５６７８９', '०१२३४५६७८९', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'].map((digits) => Array.from(digits));

/** Ways in which people, and those who mean harm, write a number. */
const disguise = fc.constantFrom<(number: string) => string>(
  (number) => number,
  (number) => number.replace(/(\d{3})(?=\d)/gu, '$1 '),
  (number) => number.replace(/(\d{2})(?=\d)/gu, '$1-'),
  (number) => number.replace(/^(\+?\d{1,3})(\d{3})/u, '$1 ($2) '),
  (number) => `${number};ext=12`,
  (number) => `${number} x12`,
  (number) => `${number},,911`,
  (number) => `tel:${number}`,
  (number) => number.replace('+', '00'),
  (number) => number.replace('+', '＋'),
  (number) => `\u202e${number}`,
  (number) => ` ${number}\n`,
  (number) => `${number}\u0000`,
  ...DIGITS.map((digits) => (number: string) => number.replace(/\d/gu, (digit) => digits[Number(digit)] ?? digit)),
);

test('no forbidden number gets through, however it is written', () => {
  fc.assert(
    fc.property(
      forbidden,
      disguise,
      fc.constantFrom('callback' as const, 'reply' as const),
      (number, write, purpose) => {
        expect(allows(write(number), purpose)).toBe(false);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('whatever is allowed is a whole number of a country of the tenant', () => {
  const any = fc.oneof(
    fc.string(),
    fc.stringMatching(/^\+?[\d ().-]{3,20}$/u),
    fc.stringMatching(/^\+(1|49|44|81)\d{8,10}$/u),
  );
  let allowed = 0;
  fc.assert(
    fc.property(any, (text) => {
      if (!allows(text)) return;
      allowed += 1;
      const facts = phoneFacts(text);
      expect(TENANT_COUNTRIES).toContain(facts?.country);
      expect(facts?.e164).toMatch(/^\+[1-9]\d{7,14}$/u);
      // Nothing was read into it: the digits that are dialled are those that were written.
      expect(facts?.e164.slice(1)).toBe(text.replace(/\D/gu, ''));
    }),
    { numRuns: 5_000 },
  );
  expect(allowed).toBeGreaterThan(50);
});

test('ordinary numbers are reached', () => {
  expect(['+14255550123', '+1 425 555 0123', '+493012345678', '+81312345678'].map((number) => allows(number))).toEqual([
    true,
    true,
    true,
    true,
  ]);
});
