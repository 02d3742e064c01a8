// cspell:ignore maxlength minlength nonfile
/** Whether a value of a route's parameter may be one. */
export type Constraint = (value: string) => boolean;

type Make = (...args: readonly string[]) => Constraint;

/** A constraint, and how many arguments it takes. A single one is taken as it stands, commas and all. */
interface Known {
  readonly args: readonly number[];
  readonly make: Make;
}

const INTEGER = /^\s*[+-]?\d+\s*$/u;
const DECIMAL = /^\s*[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)\s*$|^\s*(?:\d[\d,]*(?:\.\d*)?|\.\d+)[+-]\s*$/u;
const FLOATING = /^\s*(?:[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?infinity|[+-]?nan|-?∞)\s*$/iu;
const GUID =
  /^\s*(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))\s*$/iu;
/** `DateTime.TryParse` of the invariant culture knows many more; these are the ones that fit in a path. */
const DATE =
  /^\s*(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?\s*([ap]m)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?\s*$/iu;

const MOST_DECIMAL = 79_228_162_514_264_337_593_543_950_335n;
const wholeOf = (value: string) => BigInt(value.trim().replace(/^\+/u, ''));
const isWithin = (value: string, bits: number) =>
  INTEGER.test(value) && BigInt.asIntN(bits, wholeOf(value)) === wholeOf(value);
const isLong = (value: string) => isWithin(value, 64);

function isDecimal(value: string): boolean {
  if (!DECIMAL.test(value)) return false;
  const whole = value.replace(/\..*/u, '').replace(/[^\d]/gu, '');
  return BigInt(whole === '' ? 0 : whole) <= MOST_DECIMAL;
}

function isDate(value: string): boolean {
  const [, y, m, d, usMonth, usDay, usYear, hour = '0', minute = '0', second = '0', half] = DATE.exec(value) ?? [];
  const year = y ?? usYear;
  if (year === undefined) return false;
  const [month, day] = [Number(m ?? usMonth), Number(d ?? usDay)];
  const isHour = half === undefined ? Number(hour) < 24 : Number(hour) >= 1 && Number(hour) <= 12;
  const lastDay = new Date(Date.UTC(2000 + (Number(year) % 400), month, 0)).getUTCDate();
  const isDay = Number(year) > 0 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  return isDay && isHour && Number(minute) < 60 && Number(second) < 60;
}

const isGuid: Constraint = (value) =>
  GUID.test(value) ||
  /^\s*\{0x[0-9a-f]{1,8}(?:,0x[0-9a-f]{1,4}){2},\{0x[0-9a-f]{1,2}(?:,0x[0-9a-f]{1,2}){7}\}\}\s*$/iu.test(value);

/** A part behind the last slash with something behind its first point but the last (FileNameRouteConstraint). */
function isFileName(value: string): boolean {
  const name = value.slice(value.lastIndexOf('/') + 1);
  return /\..*[^.]/u.test(name);
}

const number = (text: string, isOne: (value: string) => boolean): bigint => {
  if (!isOne(text)) throw new RangeError(`'${text}' is no number of a route constraint.`);
  return wholeOf(text);
};
const size = (text: string) => Number(number(text, (value) => isWithin(value, 32)));
const long = (text: string) => number(text, isLong);

const test = (isOne: Constraint): Known => ({ args: [0], make: () => isOne });

/** ASP.NET Core's RouteOptions.GetDefaultConstraintMap, with what each of its classes does. */
const KNOWN: Readonly<Record<string, Known>> = {
  int: test((value) => isWithin(value, 32)),
  bool: test((value) => /^\s*(?:true|false)\s*$/iu.test(value)),
  datetime: test(isDate),
  decimal: test(isDecimal),
  double: test((value) => FLOATING.test(value)),
  float: test((value) => FLOATING.test(value)),
  guid: test(isGuid),
  long: test(isLong),
  alpha: test((value) => /^[a-z]*$/iu.test(value)),
  required: test((value) => value !== ''),
  file: test(isFileName),
  nonfile: test((value) => !isFileName(value)),
  minlength: { args: [1], make: (least = '') => atLeast(size(least)) },
  maxlength: { args: [1], make: (most = '') => ofLength(0, size(most)) },
  length: { args: [1, 2], make: (least = '', most = least) => ofLength(size(least), size(most)) },
  min: { args: [1], make: (least = '') => ofSize(long(least), undefined) },
  max: { args: [1], make: (most = '') => ofSize(undefined, long(most)) },
  range: { args: [2], make: (least = '', most = '') => ofSize(long(least), long(most)) },
  regex: { args: [1], make: (pattern = '') => ofPattern(pattern) },
};

function atLeast(least: number): Constraint {
  return ofLength(least, Number.POSITIVE_INFINITY);
}

function ofLength(least: number, most: number): Constraint {
  if (least < 0 || most < least) throw new RangeError(`A length between ${least} and ${most} is none.`);
  return ({ length }) => length >= least && length <= most;
}

function ofSize(least: bigint | undefined, most: bigint | undefined): Constraint {
  if (least !== undefined && most !== undefined && least > most)
    throw new RangeError(`A number between ${least} and ${most} is none.`);
  return (value) =>
    isLong(value) && (least === undefined || wholeOf(value) >= least) && (most === undefined || wholeOf(value) <= most);
}

/** Anywhere in the value, whatever the case: whoever means all of it says so by `^` and `$`. */
function ofPattern(pattern: string): Constraint {
  const expression = new RegExp(pattern, 'i');
  return (value) => expression.test(value);
}

/** Reads one such as `range(1,5)`; throws for one that ASP.NET Core does not know either. */
export function constraintOf(text: string): Constraint {
  const [, name = text, inside] = /^([^(]*)\((.*)\)$/su.exec(text) ?? [];
  const known = Object.hasOwn(KNOWN, name.toLowerCase()) ? KNOWN[name.toLowerCase()] : undefined;
  if (known === undefined) throw new Error(`The local host does not know the route constraint '${text}'.`);
  const isSingle = known.args.length === 1 && known.args[0] === 1;
  const args = inside === undefined ? [] : isSingle ? [inside] : inside.split(',').map((one) => one.trim());
  if (!known.args.includes(args.length))
    throw new Error(`The route constraint '${text}' has ${args.length} arguments.`);
  try {
    return known.make(...args);
  } catch (error) {
    throw new Error(`The route constraint '${text}' is none: ${String(error)}`, { cause: error });
  }
}
