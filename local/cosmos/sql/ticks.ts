import type { Value } from '../json';

/** 100 ns since the epoch: dates have seven digits of a second. */
export type Ticks = bigint;

export const TICKS_PER_MS = 10_000n;
const TICKS_PER_SECOND = 1_000n * TICKS_PER_MS;

/** A part of a date: of the calendar, or of fixed length; a nanosecond is shorter than a tick. */
export type DatePart = { readonly read: (at: Ticks) => number } & (
  | { readonly kind: 'calendar'; readonly months: number }
  | { readonly kind: 'span'; readonly ticks: Ticks }
  | { readonly kind: 'nanosecond' }
);

export const NANOSECONDS_PER_TICK = 100n;

/** Milliseconds since the epoch. */
export const instantOf = (at: Ticks): number => Number((at - fractionOf(at)) / TICKS_PER_MS) + milliseconds(at);

const fractionOf = (at: Ticks): Ticks => ((at % TICKS_PER_SECOND) + TICKS_PER_SECOND) % TICKS_PER_SECOND;
const milliseconds = (at: Ticks): number => Number(fractionOf(at) / TICKS_PER_MS);

const ofDate =
  (read: (date: Date) => number) =>
  (at: Ticks): number =>
    read(new Date(instantOf(at)));

const SPANS = {
  day: { kind: 'span', ticks: 86_400n * TICKS_PER_SECOND, read: ofDate((date) => date.getUTCDate()) },
  hour: { kind: 'span', ticks: 3_600n * TICKS_PER_SECOND, read: ofDate((date) => date.getUTCHours()) },
  minute: { kind: 'span', ticks: 60n * TICKS_PER_SECOND, read: ofDate((date) => date.getUTCMinutes()) },
  second: { kind: 'span', ticks: TICKS_PER_SECOND, read: ofDate((date) => date.getUTCSeconds()) },
  millisecond: { kind: 'span', ticks: TICKS_PER_MS, read: milliseconds },
  microsecond: { kind: 'span', ticks: 10n, read: (at: Ticks) => Number(fractionOf(at) / 10n) },
} as const satisfies Readonly<Record<string, DatePart>>;

const year: DatePart = { kind: 'calendar', months: 12, read: ofDate((date) => date.getUTCFullYear()) };
const month: DatePart = { kind: 'calendar', months: 1, read: ofDate((date) => date.getUTCMonth() + 1) };
const nanosecond: DatePart = {
  kind: 'nanosecond',
  read: (at) => Number(fractionOf(at) * NANOSECONDS_PER_TICK),
};
const { day, hour, minute, second, millisecond, microsecond } = SPANS;

/** By the names that the service knows. */
export const PARTS: Readonly<Record<string, DatePart>> = {
  ...{ year, yyyy: year, yy: year, month, mm: month, m: month },
  ...{ day, dd: day, d: day, hour, hh: hour, minute, mi: minute, n: minute, second, ss: second, s: second },
  ...{ millisecond, ms: millisecond, microsecond, mcs: microsecond, nanosecond, ns: nanosecond },
};

const DATE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:\d\d)?$/;

/** Undefined for what is no date. */
export function readDate(text: Value): Ticks | undefined {
  const [, date, time = '00:00', fraction = '', zone = 'Z'] = DATE.exec(typeof text === 'string' ? text : '') ?? [];
  const instant = Date.parse(`${date}T${time}${zone}`);
  // JavaScript takes the 30th of February for the 2nd of March.
  if (date === undefined || Number.isNaN(instant) || !new Date(`${date}T00:00Z`).toISOString().startsWith(date))
    return undefined;
  return BigInt(instant) * TICKS_PER_MS + BigInt(fraction.padEnd(7, '0'));
}

/** The last instant that a date can be. */
const LATEST = BigInt(Date.UTC(9999, 11, 31, 23, 59, 59, 999)) * TICKS_PER_MS;
const EARLIEST = BigInt(new Date('0001-01-01T00:00:00Z').getTime()) * TICKS_PER_MS;

export const dateText = (at: Ticks): string | undefined =>
  at < EARLIEST || at > LATEST
    ? undefined
    : `${new Date(instantOf(at)).toISOString().slice(0, 19)}.${String(fractionOf(at)).padStart(7, '0')}Z`;

export const ticksOfNumber = (count: number): Ticks | undefined =>
  Number.isFinite(count) ? BigInt(Math.floor(count)) : undefined;
