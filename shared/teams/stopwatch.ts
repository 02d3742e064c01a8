import type { Clock } from '../ports/time-and-ids';
import type { Stopwatch } from './pace';

/** Shorter stretches are measured again with what follows: clocks count whole milliseconds. */
const SHORTEST_MS = 100;

/** Runs with whichever of the clock and real time moves on: a clock that is set back or stands must not hold anything up. */
export function createStopwatch(clock: Clock): Stopwatch {
  let last = { clock: clock.now(), real: performance.now() };
  let elapsedMs = 0;
  return {
    now() {
      const at = { clock: clock.now(), real: performance.now() };
      const stretchMs = Math.max(at.clock - last.clock, at.real - last.real);
      if (stretchMs < SHORTEST_MS) return elapsedMs + stretchMs;
      elapsedMs += stretchMs;
      last = at;
      return elapsedMs;
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
