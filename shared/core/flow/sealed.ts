import type { Keys } from './nodes-ask';
import type { Variables } from './text-for';

/** What stands for digits that nobody may know; it does not tell how many they are. */
export const MASK = '\u2022\u2022\u2022\u2022';

/** A card number's last four may be shown (PCI DSS 3.4.1); of anything shorter four would be too many. */
const SHOWS_LAST_FOUR = 12;

/** The digits of an answer in keys; null when they are too few or too many, or none are asked for. */
export function sealedDigits({ min, max, endKey }: Keys, pressed: string): string | null {
  const digits = pressed.normalize('NFKC').replace(endKey ?? '', '');
  return /^\d+$/u.test(digits) && digits.length >= min && digits.length <= max ? digits : null;
}

/** What may be kept of digits. */
export const maskOf = (digits: string): string =>
  digits.length >= SHOWS_LAST_FOUR ? `${MASK} ${digits.slice(-4)}` : MASK;

/** The first six and the last four of a card number are no secret; a run of seven is no accident. */
const LONGEST_RUN = 6;

/** What the other system said, without what repeats the digits to us: a value that does is masked. */
export const withoutDigits = (values: Variables, digits: string): Variables =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, repeats(value, digits) ? MASK : value]));

function repeats(value: string, digits: string): boolean {
  const bare = value.normalize('NFKC').replace(/[\s.-]/gu, '');
  if (digits.length <= LONGEST_RUN) return bare === digits;
  const runs = Array.from({ length: digits.length - LONGEST_RUN }, (_, at) => digits.slice(at, at + LONGEST_RUN + 1));
  return runs.some((run) => bare.includes(run));
}
