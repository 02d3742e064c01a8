import { never } from '../../shared/core/lib/never';
import type { Random } from './random';

/** When customers come. */
export type Arrivals =
  /** Independent of each other, at one rate. */
  | { readonly kind: 'poisson'; readonly perHour: number }
  /** Independent of each other, at a rate that changes: so many expected in each slot, the first beginning at `fromAt`. */
  | { readonly kind: 'profile'; readonly fromAt: number; readonly slotMs: number; readonly expected: readonly number[] }
  /** At these instants, in order. */
  | { readonly kind: 'recorded'; readonly at: readonly number[] };

const HOUR_MS = 3_600_000;

/** The arrivals from `fromAt` on, one after another, before `untilAt`. */
export function* arrivalsOf(
  arrivals: Arrivals,
  fromAt: number,
  untilAt: number,
  random: Random,
): Generator<number, void> {
  switch (arrivals.kind) {
    case 'poisson':
      yield* poisson(HOUR_MS / arrivals.perHour, fromAt, untilAt, random);
      return;
    case 'profile':
      yield* profile(arrivals, fromAt, untilAt, random);
      return;
    case 'recorded':
      yield* arrivals.at.filter((at) => at >= fromAt && at < untilAt);
      return;
    default:
      never(arrivals);
  }
}

const unitExponential = (random: Random): number => -Math.log(random());

function* poisson(gapMs: number, fromAt: number, untilAt: number, random: Random): Generator<number, void> {
  for (let at = fromAt; ;) {
    at += unitExponential(random) * gapMs;
    if (!(at < untilAt)) return;
    yield at;
  }
}

/** A Poisson process of rate one, its clock run through the expected numbers: exact for a rate that is constant in a slot. */
function* profile(
  { fromAt: beginsAt, slotMs, expected }: Extract<Arrivals, { kind: 'profile' }>,
  fromAt: number,
  untilAt: number,
  random: Random,
): Generator<number, void> {
  let mass = unitExponential(random);
  for (const [slot, inSlot] of expected.entries()) {
    const slotAt = beginsAt + slot * slotMs;
    while (mass < inSlot) {
      const at = slotAt + (mass / inSlot) * slotMs;
      if (at >= untilAt) return;
      if (at >= fromAt) yield at;
      mass += unitExponential(random);
    }
    mass -= inSlot;
  }
}
