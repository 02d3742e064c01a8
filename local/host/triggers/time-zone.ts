/** Wall clocks of a place. Walls are what a clock there shows, as milliseconds since the epoch if it stood in UTC. */
export interface TimeZone {
  /** What must be added to an instant, in milliseconds, to have its wall. */
  offsetAt(instant: number): number;
  /** The offsets under which a wall is shown: none in a gap, two in an hour that comes twice. */
  offsetsOf(wall: number): readonly number[];
  /** The instant of a wall, as .NET takes it: standard time where it comes twice, and in a gap, which moves it on. */
  instantOf(wall: number): number;
}

const DAY_MS = 86_400_000;

export const UTC: TimeZone = { offsetAt: () => 0, offsetsOf: () => [0], instantOf: (wall) => wall };

/** The app's time zone: `WEBSITE_TIME_ZONE`, by its name in the tz database, as on Linux. UTC when it is not set. */
export function timeZoneOf(environment: NodeJS.ProcessEnv): TimeZone {
  const name = environment['WEBSITE_TIME_ZONE'] ?? '';
  return name === '' ? UTC : zoneNamed(name);
}

export function zoneNamed(name: string): TimeZone {
  const format = formatOf(name);

  function offsetAt(instant: number): number {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const seconds = Math.floor(instant / 1000) * 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
  }

  /** Those in force the day before and the day after: clocks are not changed twice in two days. */
  const around = (wall: number) => [...new Set([offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)])];
  const offsetsOf = (wall: number) => around(wall).filter((offset) => offsetAt(wall - offset) === offset);

  return {
    offsetAt,
    offsetsOf,
    instantOf(wall) {
      const shown = offsetsOf(wall);
      return wall - Math.min(...(shown.length > 0 ? shown : around(wall)));
    },
  };
}

function formatOf(name: string): Intl.DateTimeFormat {
  const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name, hourCycle: 'h23', ...digits, second: 'numeric' });
  } catch {
    throw new Error(`WEBSITE_TIME_ZONE: '${name}' is not in the tz database (such as Europe/Berlin).`);
  }
}

/** An instant with the offset of a zone, as .NET writes a local time. */
export function inZone(zone: TimeZone, instant: number): string {
  const offset = zone.offsetAt(instant);
  const wall = new Date(instant + offset).toISOString().replace(/\.000Z$|Z$/u, '');
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
