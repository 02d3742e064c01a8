import { UTC, type TimeZone } from './time-zone';

/** A schedule of timer occurrences. */
export interface Schedule {
  /** The first occurrence later than `instant` (milliseconds since the epoch). */
  nextAfter(instant: number): number;
}

const FIELDS = [
  { name: 'second', from: 0, to: 59 },
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day of week', from: 0, to: 6 },
] as const;
type Field = (typeof FIELDS)[number];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const DAY_MS = 86_400_000;
/** 29 February on a given weekday comes again within 40 years. */
const SEARCH_LIMIT_DAYS = 366 * 41;

/**
 * Parses what a timer trigger may name: an NCRONTAB expression of six fields, or five without seconds
 * (github.com/atifaziz/NCrontab: day and weekday must both match), or an interval `hh:mm:ss`. Expressions are read by the
 * clocks of `zone`.
 */
export function parseSchedule(expression: string, zone: TimeZone = UTC): Schedule {
  const interval = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(expression.trim());
  return interval
    ? everyInterval(interval.slice(1).map((part) => Number(part ?? 0)))
    : byWalls(parseCron(expression), isIntervalLike(expression), zone);
}

function everyInterval([days = 0, hours = 0, minutes = 0, seconds = 0]: readonly number[]): Schedule {
  const lengthMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return { nextAfter: (instant) => instant + lengthMs };
}

/** Whether it goes on through the day, or names times of day (azure-webjobs-sdk-extensions, CronSchedule.IsInterval). */
function isIntervalLike(expression: string): boolean {
  const parts = expression.trim().split(/\s+/);
  return parts.slice(0, parts.length === 5 ? 2 : 3).some((part) => /[*/-]/.test(part));
}

/**
 * Occurrences on the wall, brought to instants where clocks are changed as CronSchedule does: in a gap an hour later; of an
 * hour that comes twice a time of day runs in the first alone, what goes on through the day runs in both.
 */
function byWalls(walls: Schedule, isInterval: boolean, zone: TimeZone): Schedule {
  if (zone === UTC) return walls;
  const isTwice = (wall: number) => zone.offsetsOf(wall).length > 1;
  return {
    nextAfter(instant) {
      const offset = zone.offsetAt(instant);
      let wall = walls.nextAfter(instant + offset);
      const next = zone.instantOf(wall);
      const difference = zone.offsetAt(next) - offset;
      if (isInterval) return next + (isTwice(instant + offset) || isTwice(wall) ? difference : 0);
      if (!isTwice(wall) || difference !== 0) return isTwice(wall) ? next + difference : next;
      // In the second of the two hours: it ran in the first.
      while (isTwice(wall)) wall = walls.nextAfter(wall);
      return zone.instantOf(wall);
    },
  };
}

function parseCron(expression: string): Schedule {
  const given = expression.trim().split(/\s+/);
  const parts = given.length === 5 ? ['0', ...given] : given;
  if (parts.length !== FIELDS.length) throw new Error(`'${expression}' is not an NCRONTAB expression.`);
  const sets = FIELDS.map((field, i) => parseField(parts[i] ?? '', field, expression));
  const [seconds = [], minutes = [], hours = [], days = [], months = [], weekdays = []] = sets;
  const timesOfDay = { seconds, minutes, hours };

  function matchesDay(midnight: number): boolean {
    const date = new Date(midnight);
    return (
      days.includes(date.getUTCDate()) && months.includes(date.getUTCMonth() + 1) && weekdays.includes(date.getUTCDay())
    );
  }

  return {
    nextAfter(instant) {
      const earliest = Math.floor(instant / 1000) * 1000 + 1000;
      const today = Math.floor(earliest / DAY_MS) * DAY_MS;
      for (let day = 0; day < SEARCH_LIMIT_DAYS; day += 1) {
        const midnight = today + day * DAY_MS;
        if (!matchesDay(midnight)) continue;
        const found = firstTimeOfDay(timesOfDay, Math.max(0, earliest - midnight) / 1000);
        if (found !== undefined) return midnight + found * 1000;
      }
      throw new Error(`'${expression}' never occurs.`);
    },
  };
}

interface TimesOfDay {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
}

/** The first time of day, in seconds, not before `from`. */
function firstTimeOfDay({ seconds, minutes, hours }: TimesOfDay, from: number): number | undefined {
  for (const hour of hours) {
    if ((hour + 1) * 3600 <= from) continue;
    for (const minute of minutes) {
      const start = hour * 3600 + minute * 60;
      if (start + 60 <= from) continue;
      const second = seconds.find((one) => start + one >= from);
      if (second !== undefined) return start + second;
    }
  }
  return undefined;
}

/** The sorted values that a field such as `1-5,30`, `*` or `0-59/15` allows. */
function parseField(text: string, field: Field, expression: string): number[] {
  const values = text.split(',').flatMap((part) => parsePart(part, field, expression));
  return [...new Set(values)].sort((a, b) => a - b);
}

function parsePart(part: string, field: Field, expression: string): number[] {
  const [range = '', step = '1'] = part.split('/');
  const [first = '', last] = range.split('-');
  const from = range === '*' ? field.from : parseValue(first, field);
  const hasStep = part.includes('/');
  const single = hasStep ? field.to : from;
  const to = range === '*' ? field.to : last === undefined ? single : parseValue(last, field);
  const by = Number(step);
  const isValid = from >= field.from && to <= field.to && from <= to && Number.isInteger(by) && by > 0;
  if (!isValid) throw new Error(`'${expression}' is not an NCRONTAB expression: its ${field.name} is '${part}'.`);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

function parseValue(text: string, field: Field): number {
  const name = text.toLowerCase().slice(0, 3);
  if (field.name === 'month' && MONTHS.includes(name)) return MONTHS.indexOf(name) + 1;
  if (field.name === 'day of week' && DAYS.includes(name)) return DAYS.indexOf(name);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
