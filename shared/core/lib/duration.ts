/** A length as people write it: a whole number from 1 and `ms`, `s`, `min`, `h` or `d`. */
export const DURATION_PATTERN = /^([1-9]\d{0,5}) ?(ms|s|min|h|d)$/u;

/** As {@link DURATION_PATTERN}, or a length of opening time: `4 business h`. */
export const TARGET_PATTERN = /^([1-9]\d{0,5}) ?(?:(business) )?(ms|s|min|h|d)$/u;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a length such as `10 min`; null when it is not one. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = DURATION_PATTERN.exec(text) ?? [];
  return count === undefined || unit === undefined ? null : Number(count) * (UNIT_MS[unit] ?? 0);
}

/** Milliseconds of a length, and whether they pass only while the place is open; null when it is not one. */
export function parseTarget(text: string): { readonly ms: number; readonly business: boolean } | null {
  const [, count, business, unit] = TARGET_PATTERN.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  return { ms: Number(count) * (UNIT_MS[unit] ?? 0), business: business !== undefined };
}
