import type { Evidence } from '../evidence';
import type { Undo } from '../stored';
import type { World } from '../world';

/** Something the product promises, as somebody outside can check it. */
export interface Kept {
  /** In words, for the one who watches. */
  readonly says: string;
  /** What speaks against it; nothing when it is kept. */
  readonly check: (evidence: Evidence) => readonly string[];
  /** Breaks it on purpose, from outside, so that the check has to tell. */
  readonly breakIt: (world: World, evidence: Evidence) => Promise<Undo>;
}

/** The first, for a break that needs something to break. */
export function need<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`There is no ${what} to break.`);
  return found;
}
