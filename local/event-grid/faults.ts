import type { Clock } from '../kit/clock';

/** How deliveries are disturbed on purpose. Shares are between 0 and 1. */
export interface Disturbance {
  /** Each delivery waits for a random time between these. */
  readonly delayMs: { readonly least: number; readonly most: number };
  /** How many deliveries are held back for a second, so that later ones overtake them. */
  readonly reorderShare: number;
  /** How many are sent a second time after they were acknowledged. */
  readonly repeatShare: number;
}

export const UNDISTURBED: Disturbance = { delayMs: { least: 0, most: 0 }, reorderShare: 0, repeatShare: 0 };

const OVERTAKEN_AFTER_MS = 1000;

/** The switches that make the local Event Grid as awkward as the real one may be. */
export interface Faults {
  /** Until then nothing is delivered. */
  silentUntil(): number;
  silence(forMs: number): void;
  disturb(disturbance: Disturbance): void;
  /** How long a new delivery waits. */
  holdMs(): number;
  repeats(): boolean;
}

/** `random` gives numbers from 0 up to 1: seed it to have the same disturbances again. */
export function createFaults(clock: Clock, random: () => number): Faults {
  let silentUntil = 0;
  let disturbance = UNDISTURBED;
  return {
    silentUntil: () => silentUntil,
    silence: (forMs) => void (silentUntil = clock.now() + forMs),
    disturb: (wanted) => void (disturbance = wanted),
    holdMs() {
      const { delayMs, reorderShare } = disturbance;
      const heldMs = reorderShare > 0 && random() < reorderShare ? OVERTAKEN_AFTER_MS : 0;
      if (delayMs.most <= 0) return heldMs;
      return heldMs + Math.round(delayMs.least + random() * (delayMs.most - delayMs.least));
    },
    repeats: () => disturbance.repeatShare > 0 && random() < disturbance.repeatShare,
  };
}
