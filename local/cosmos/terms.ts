import type { Value } from './json';
import { typeRank } from './sql/values';

/**
 * A value as a text such that texts go in the order of their values, as ORDER BY has it, and equal values have equal ones.
 * Different values may share a text, which is never long: what is found by it has to be looked at again.
 */
export function termOf(value: Value): string {
  const type = String(typeRank(value));
  if (typeof value === 'boolean') return `${type}${Number(value)}`;
  if (typeof value === 'number') return type + orderedNumber(value);
  return typeof value === 'string' ? type + orderedString(value) : type;
}

/** Above every term that goes on from the same beginning. */
const LAST = '\uD7FF';

/** Above all terms: each begins with the rank of its type. */
export const LAST_OF_ALL = '9';

/** The terms that begin as this one does. */
export const termsFrom = (term: string): TermRange => ({ from: term, to: term + LAST });

export interface TermRange {
  readonly from: string;
  /** It is in the range too. */
  readonly to: string;
}

/** The terms of all values of the type. */
export const termsOfType = (value: Value): TermRange => termsFrom(String(typeRank(value)));

/** Of everything that is there. */
export const TERMS_OF_PRESENT: TermRange = { from: termOf(null), to: termsOfType({}).to };

const LONGEST = 48;

/**
 * SQLite goes by UTF-8, the language by UTF-16: they differ from the surrogates upwards, where the text ends. It can hold
 * no 0 either, which is taken for 1.
 */
function orderedString(value: string): string {
  const text = value.slice(0, LONGEST);
  const end = text.search(/[\uD7FF-\uFFFF]/);
  // oxlint-disable-next-line no-control-regex -- The very character that is meant.
  return (end === -1 ? text : text.slice(0, end) + LAST).replace(/\0/g, '\u0001');
}

const bits = new DataView(new ArrayBuffer(8));
const SIGN = 0x80_00_00_00;

/** Its bits, which go in the order of numbers once those of negative ones are turned round. */
function orderedNumber(value: number): string {
  // There are two zeros.
  bits.setFloat64(0, value + 0);
  const [high, low] = [bits.getUint32(0), bits.getUint32(4)];
  const parts = high >= SIGN ? [~high >>> 0, ~low >>> 0] : [(high | SIGN) >>> 0, low];
  return parts.map((part) => part.toString(16).padStart(8, '0')).join('');
}
