import { dayNumber } from '../hours/calendar-date';
import { never } from '../lib/never';
import { BETWEEN_KEYS_MS } from './defaults';
import type { Keys } from './nodes-ask';
import type { CollectedSource, DateOrder } from './source-ask';

/** What was meant by an answer, in the one form that is kept; null when it is not of the form asked for. */
export function readCollected(form: CollectedSource, said: string): string | null {
  const text = said.normalize('NFKC').trim();
  switch (form.what) {
    case 'phone':
      return readPhone(text, form.callingCode);
    case 'date':
      return readDate(text, form.order);
    case 'code':
      return readCode(text, form.mask);
    default:
      return never(form);
  }
}

/** What a caller hears of it: a number or code sign by sign, a date as it is written. */
export function sayCollected(form: CollectedSource, value: string): string {
  return form.what === 'date'
    ? value
    : Array.from(value)
        .filter((sign) => sign !== '+')
        .join(' ');
}

/** Which keys answer; null where letters are asked for, which no telephone has. */
export function collectedKeys(form: CollectedSource): Keys | null {
  switch (form.what) {
    case 'phone':
      return { min: 7, max: 18, endKey: '#', betweenMs: BETWEEN_KEYS_MS };
    case 'date':
      return { min: 8, max: 8, endKey: null, betweenMs: BETWEEN_KEYS_MS };
    case 'code': {
      const signs = Array.from(form.mask).filter((sign) => /[9A]/u.test(sign));
      if (signs.includes('A')) return null;
      return { min: signs.length, max: signs.length, endKey: null, betweenMs: BETWEEN_KEYS_MS };
    }
    default:
      return never(form);
  }
}

/** True for a mask that asks for anything at all. */
export const isMask = (mask: string): boolean => /[9A]/u.test(mask);

/** ITU-T E.164 allows 15 digits; a trunk prefix of 0 is not dialled from abroad. */
function readPhone(text: string, callingCode: string): string | null {
  const kept = text.replace(/[^\d+]/gu, '');
  const isInternational = /^(\+|00|011)/u.test(kept);
  const digits = kept.replace(/^(\+|00|011)/u, '').replaceAll('+', '');
  const national = digits.replace(/^0/u, '');
  const hasCode = callingCode === '1' && national.length === 11 && national.startsWith('1');
  const number = isInternational || hasCode ? `+${digits}` : `+${callingCode}${national}`;
  return /^\+[1-9]\d{7,14}$/u.test(number) ? number : null;
}

const SEPARATED = /^(\d{1,4})[-./\s年月]+(\d{1,2})[-./\s月日]+(\d{1,4})日?$/u;

function readDate(text: string, order: DateOrder): string | null {
  const parts = SEPARATED.exec(text)?.slice(1) ?? inOrder(text.replace(/\D/gu, ''), order);
  const [one = '', two = '', three = ''] = parts;
  if (one.length === 4) return existing(one, two, three);
  if (order === 'ymd') return null;
  return order === 'dmy' ? existing(three, two, one) : existing(three, one, two);
}

/** Eight digits without separators. */
function inOrder(digits: string, order: DateOrder): readonly string[] {
  if (digits.length !== 8) return [];
  return order === 'ymd'
    ? [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)]
    : [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
}

function existing(year: string, month: string, day: string): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year.length === 4 && dayNumber(date) !== null ? date : null;
}

/** Signs of the mask that stand for themselves need not be said. */
function readCode(text: string, mask: string): string | null {
  const said = Array.from(text.toUpperCase().replace(/[^\p{Lu}\p{N}]/gu, ''));
  const wanted = Array.from(mask).filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  if (said.length !== wanted.length) return null;
  if (!wanted.every((sign, index) => fits(sign, said[index] ?? ''))) return null;
  return Array.from(mask)
    .map((sign) => (/[\p{L}\p{N}]/u.test(sign) ? said.shift() : sign))
    .join('');
}

function fits(wanted: string, said: string): boolean {
  if (wanted === 'A') return /^[A-Z]$/u.test(said);
  return wanted === '9' ? /^\d$/u.test(said) : wanted === said;
}
