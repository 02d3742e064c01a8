import type { Clock } from './clock';
import { createRandom } from './faults';

/** Rough mode: what makes Azure hard, on purpose and by a seed. Emulators that are given none are smooth. */
export interface Rough {
  readonly seed: number;
  /** A course of chance of its own by name, from 0 up to 1: the same seed gives the same, whatever others draw. */
  chance(of: string): () => number;
  /** Something is held back until that instant: who wants to see what comes of it has to step there. */
  holds(until: number): void;
  /** The next instant at which something held back goes on. */
  nextHeldAt(): number | undefined;
}

/** `seed`: the course that chance takes, for each name another one. */
export function createRough(seed: number, clock: Pick<Clock, 'now'>): Rough {
  let held: readonly number[] = [];
  const toCome = () => (held = held.filter((at) => at > clock.now()));
  return {
    seed,
    chance: (of) => createRandom(mixed(seed, of)),
    holds: (until) => void (held = [...toCome(), until]),
    nextHeldAt: () => (toCome().length === 0 ? undefined : Math.min(...held)),
  };
}

/** FNV-1a over the name, beginning with the seed. */
const mixed = (seed: number, name: string): number =>
  Buffer.from(name).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, seed ^ 0x811c9dc5);

/**
 * For rate limits: real time counts too. Clients wait in real time, and where the clock stands only that would ever let
 * them through again.
 */
export function withRealTime(clock: Pick<Clock, 'now'>, realNow: () => number): Pick<Clock, 'now'> {
  const startedAt = realNow();
  return { now: () => clock.now() + realNow() - startedAt };
}
