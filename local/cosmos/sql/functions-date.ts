import type { Value } from '../json';
import { builtIn, ofNumbers, type BuiltIn } from './built-in';
import {
  dateText,
  instantOf,
  NANOSECONDS_PER_TICK,
  PARTS,
  readDate,
  TICKS_PER_MS,
  ticksOfNumber,
  type DatePart,
  type Ticks,
} from './ticks';

const fromNow = (nowMs: number): number => nowMs * Number(TICKS_PER_MS);

const partOf = (name: Value): DatePart | undefined =>
  typeof name === 'string' && Object.hasOwn(PARTS, name.toLowerCase()) ? PARTS[name.toLowerCase()] : undefined;

function add([name, count, text]: readonly Value[]): Value {
  const [part, at] = [partOf(name), readDate(text)];
  if (part === undefined || at === undefined || typeof count !== 'number' || !Number.isSafeInteger(count))
    return undefined;
  return dateText(after(at, part, count));
}

function after(at: Ticks, part: DatePart, count: number): Ticks {
  switch (part.kind) {
    case 'calendar':
      return addMonths(at, count * part.months);
    case 'span':
      return at + BigInt(count) * part.ticks;
    case 'nanosecond':
      return at + BigInt(count) / NANOSECONDS_PER_TICK;
  }
}

/** The last day of a month where the day is beyond it. */
function addMonths(at: Ticks, count: number): Ticks {
  const date = new Date(instantOf(at));
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const days = new Date(Date.UTC(new Date(first).getUTCFullYear(), new Date(first).getUTCMonth() + 1, 0)).getUTCDate();
  const moved = new Date(first).setUTCDate(Math.min(date.getUTCDate(), days)) - startOfDay(date);
  return Number.isNaN(moved) ? NEVER : at + BigInt(moved) * TICKS_PER_MS;
}

/** Beyond what a date can be. */
const NEVER: Ticks = 10n ** 30n;

const startOfDay = (date: Date): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());

const floorBy = (value: Ticks, size: Ticks): Ticks => {
  const rest = value % size;
  return value - (rest < 0n ? rest + size : rest);
};

function bin([text, name, size = 1, origin = '1970-01-01T00:00:00Z']: readonly Value[]): Value {
  const [at, part, from] = [readDate(text), partOf(name), readDate(origin)];
  if (at === undefined || from === undefined || part?.kind !== 'span') return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) return undefined;
  return dateText(from + floorBy(at - from, part.ticks * BigInt(size)));
}

/** How many times the part changes in between. */
function difference([name, start, end]: readonly Value[]): Value {
  const [part, from, to] = [partOf(name), readDate(start), readDate(end)];
  if (part === undefined || from === undefined || to === undefined) return undefined;
  return countOf(to, part) - countOf(from, part);
}

function countOf(at: Ticks, part: DatePart): number {
  switch (part.kind) {
    case 'calendar':
      return Math.floor(monthsOf(at) / part.months);
    case 'span':
      return Number(floorBy(at, part.ticks) / part.ticks);
    case 'nanosecond':
      return Number(at * NANOSECONDS_PER_TICK);
  }
}

function monthsOf(at: Ticks): number {
  const date = new Date(instantOf(at));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function partValue([name, text]: readonly Value[]): Value {
  const [part, at] = [partOf(name), readDate(text)];
  return part === undefined || at === undefined ? undefined : part.read(at);
}

function fromParts(args: readonly Value[]): Value {
  if (!args.every((one): one is number => typeof one === 'number' && Number.isInteger(one) && one >= 0))
    return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = args;
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const at = readDate(`${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(fraction).padStart(7, '0')}Z`);
  return at === undefined ? undefined : dateText(at);
}

const ofDate = (apply: (at: Ticks) => number): BuiltIn =>
  builtIn(1, 1, ([text]) => {
    const at = readDate(text);
    return at === undefined ? undefined : apply(at);
  });

const asDate = (ticksPerUnit: Ticks): BuiltIn =>
  builtIn(1, 1, ([count]) => {
    const at = typeof count === 'number' ? ticksOfNumber(count) : undefined;
    return at === undefined ? undefined : dateText(at * ticksPerUnit);
  });

export const DATE_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  GETCURRENTDATETIME: builtIn(0, 0, (_, { nowMs }) => dateText(BigInt(nowMs) * TICKS_PER_MS)),
  GETCURRENTDATETIMESTATIC: builtIn(0, 0, (_, { nowMs }) => dateText(BigInt(nowMs) * TICKS_PER_MS)),
  GETCURRENTTIMESTAMP: builtIn(0, 0, (_, { nowMs }) => nowMs),
  GETCURRENTTIMESTAMPSTATIC: builtIn(0, 0, (_, { nowMs }) => nowMs),
  GETCURRENTTICKS: builtIn(0, 0, (_, { nowMs }) => fromNow(nowMs)),
  GETCURRENTTICKSSTATIC: builtIn(0, 0, (_, { nowMs }) => fromNow(nowMs)),
  DATETIMEADD: builtIn(3, 3, add),
  DATETIMEBIN: builtIn(2, 4, bin),
  DATETIMEDIFF: builtIn(3, 3, difference),
  DATETIMEFROMPARTS: builtIn(3, 7, fromParts),
  DATETIMEPART: builtIn(2, 2, partValue),
  DATETIMETOTIMESTAMP: ofDate(instantOf),
  DATETIMETOTICKS: ofDate(Number),
  TIMESTAMPTODATETIME: asDate(TICKS_PER_MS),
  TICKSTODATETIME: asDate(1n),
  TICKSTOTIMESTAMP: ofNumbers(1, 1, (ticks = NaN) => Math.floor(ticks / Number(TICKS_PER_MS))),
};
