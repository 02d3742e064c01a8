import { never } from '../../shared/core/lib/never';
import type { Random } from './random';

/** How lengths of time are spread. All in milliseconds. */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  /** By its own mean and standard deviation, not those of its logarithm. */
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly sdMs: number }
  /** One of these, each as likely. */
  | { readonly kind: 'recorded'; readonly valuesMs: readonly [number, ...number[]] }
  /** Longer than anything. */
  | { readonly kind: 'unlimited' };

/** One length; every kind draws twice, so that one distribution can be put for another without changing what is drawn after it. */
export function draw(distribution: Distribution, random: Random): number {
  const [first, second] = [random(), random()];
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms;
    case 'exponential':
      return -Math.log(first) * distribution.meanMs;
    case 'lognormal':
      return lognormal(distribution, normal(first, second));
    case 'recorded': {
      const { valuesMs } = distribution;
      return valuesMs[Math.floor(first * valuesMs.length)] ?? valuesMs[0];
    }
    case 'unlimited':
      return Number.POSITIVE_INFINITY;
    default:
      return never(distribution);
  }
}

/** Box and Muller. */
const normal = (first: number, second: number): number =>
  Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);

function lognormal({ meanMs, sdMs }: Extract<Distribution, { kind: 'lognormal' }>, z: number): number {
  const variance = Math.log(1 + (sdMs / meanMs) ** 2);
  return Math.exp(Math.log(meanMs) - variance / 2 + Math.sqrt(variance) * z);
}
