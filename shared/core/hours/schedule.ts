/** A moment as the clocks of one place show it. Made outside the core, from an instant and a time zone. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday, as in ISO 8601. */
  readonly weekday: number;
  /** 0 to 1439. */
  readonly minuteOfDay: number;
}

/** Open from the first minute up to, and not including, the second; `[540, 1080]` is 09:00 to 18:00. */
export type OpenInterval = readonly [fromMinute: number, toMinute: number];

/** When a place is open, in the local time of `timeZone`. */
export interface HoursSchedule {
  readonly id: string;
  /** An IANA zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** ISO weekday (1 to 7) → intervals in order, never overlapping; a missing day is closed. */
  readonly weekly: ReadonlyMap<number, readonly OpenInterval[]>;
  /** `YYYY-MM-DD`, or `MM-DD` for every year → the intervals of that day instead; none means closed. */
  readonly holidays: ReadonlyMap<string, readonly OpenInterval[]>;
  /** Closed whatever the week and the holidays say: an emergency, or works in the building. */
  readonly closures: readonly Closure[];
}

/** In minutes of the local calendar since 1970-01-01, the last one open again; null: until it is taken out. */
export interface Closure {
  readonly from: number;
  readonly until: number | null;
}
