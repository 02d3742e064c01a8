/** Something that goes up and down, integrated over time. */
export interface Level {
  value: number;
  since: number;
  area: number;
  /** How long it was above zero. */
  positiveMs: number;
}

/** At zero since ever. */
export const createLevel = (): Level => ({ value: 0, since: 0, area: 0, positiveMs: 0 });

/** Goes up or down at an instant, which is not before the last one. */
export function changeLevel(level: Level, by: number, at: number): void {
  pass(level, at);
  level.value += by;
}

/** What came together until `at`; it starts from zero again. */
export function takeArea(level: Level, at: number): { readonly area: number; readonly positiveMs: number } {
  pass(level, at);
  const taken = { area: level.area, positiveMs: level.positiveMs };
  level.area = 0;
  level.positiveMs = 0;
  return taken;
}

function pass(level: Level, at: number): void {
  const lengthMs = at - level.since;
  level.area += level.value * lengthMs;
  if (level.value > 0) level.positiveMs += lengthMs;
  level.since = at;
}
