/** Opening hours: `"09:00-18:00"` by weekday, `24:00` is the end of the day. */
export interface HoursSource {
  readonly id: string;
  readonly timeZone?: string | undefined;
  readonly weekly: { readonly [day in WeekdayName]?: readonly string[] | undefined };
  readonly holidays?: readonly HolidaySource[] | undefined;
  readonly closures?: readonly ClosureSource[] | undefined;
}

/** Closed from then on, and until then or until it is taken out: `2026-10-05 14:30`, in the zone of its hours. */
export interface ClosureSource {
  readonly from: string;
  readonly until?: string | undefined;
  /** Why, for those who read it. */
  readonly reason?: string | undefined;
}

/** English weekday names in ISO order. */
export const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** See {@link WEEKDAY_NAMES}. */
type WeekdayName = (typeof WEEKDAY_NAMES)[number];

/** A day that differs: closed, unless it has hours of its own. `date` is `YYYY-MM-DD`, or `MM-DD` for every year. */
export interface HolidaySource {
  readonly date: string;
  readonly name: string;
  readonly open?: readonly string[] | undefined;
}
