import type { Coordinator } from '../kit/coordinator';
import { speedAtFirst } from '../kit/speed-at-first';

/**
 * How much of the clock's time a turn of everybody may take. An agent looks at a call for 20 seconds at most, so they
 * must have two turns in that time.
 */
const LONGEST_TURN_MS = 5_000;
/** Small changes are not worth telling every clock. */
const WORTH_A_CHANGE = 1.25;
/** Of the lengths of turns, the last ones count most. */
const SHARE_OF_THE_LAST = 0.2;

/** Chooses how fast the clock may run for simulated people to keep up. */
export interface KeepingUp {
  /** Takes the real length of a turn, how fast the clock runs, and how fast it should; answers how fast it may. */
  speedAfter(turn: { readonly tookMs: number; readonly speed: number; readonly wanted: number }): number;
}

/**
 * A day at sixty times its pace needs sixty times the machine. Where it is too slow for that, the clock runs slower,
 * down to real time, instead of letting every offer expire before a simulated agent had a look at it.
 */
export function createKeepingUp(): KeepingUp {
  let usualMs: number | undefined;
  return {
    speedAfter({ tookMs, speed, wanted }) {
      usualMs = usualMs === undefined ? tookMs : usualMs + (tookMs - usualMs) * SHARE_OF_THE_LAST;
      const possible = Math.min(wanted, Math.max(1, Math.round(LONGEST_TURN_MS / Math.max(usualMs, 1))));
      const ratio = possible / speed;
      // Back to what is wanted, however near: else it would stay slower for ever.
      const isWorthIt = possible === wanted || ratio >= WORTH_A_CHANGE || ratio <= 1 / WORTH_A_CHANGE;
      return isWorthIt ? possible : speed;
    },
  };
}

/** Slows the clock where simulated people do not keep up with it. Whoever sets its speed by hand chooses what is wanted. */
export function keepUp(
  coordinator: Pick<Coordinator, 'speed' | 'follow'>,
  asked: number,
): (tookMs: number) => Promise<void> {
  const keepingUp = createKeepingUp();
  let wanted = asked;
  let set = speedAtFirst(asked);
  return async (tookMs) => {
    const speed = coordinator.speed();
    if (speed !== set) [wanted, set] = [speed, speed];
    if (speed === 0) return;
    const possible = keepingUp.speedAfter({ tookMs, speed, wanted });
    if (possible === speed) return;
    // The host may be down just now: the next turn sees to it.
    await coordinator.follow(possible).catch(() => undefined);
    set = coordinator.speed();
  };
}
