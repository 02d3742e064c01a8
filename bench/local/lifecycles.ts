import { figure, quantile, round } from '../figure';

/** One lifecycle from its start to its end. */
export type Lifecycle = () => Promise<void>;

export const IN_FLIGHT = [1, 50, 300] as const;
const WARM_UP = 100;
/** Enough for a steady state, at each number in flight. */
const COUNTS: Readonly<Record<(typeof IN_FLIGHT)[number], number>> = { 1: 100, 50: 1_000, 300: 3_000 };

/** Measures lifecycles at each number in flight; `extra` is printed beside and read after each. */
export async function measureLifecycles(
  name: string,
  lifecycle: Lifecycle,
  extra: () => Readonly<Record<string, number | string>>,
): Promise<void> {
  await runMany(lifecycle, 50, WARM_UP);
  for (const inFlight of IN_FLIGHT) {
    const began = performance.now();
    const lengths = await runMany(lifecycle, inFlight, COUNTS[inFlight]);
    const tookMs = performance.now() - began;
    figure(name, {
      inFlight,
      lifecycles: lengths.length,
      perSecond: round((lengths.length / tookMs) * 1_000),
      p50Ms: round(quantile(lengths, 0.5)),
      p99Ms: round(quantile(lengths, 0.99)),
      ...extra(),
    });
  }
}

async function runMany(lifecycle: Lifecycle, inFlight: number, count: number): Promise<readonly number[]> {
  const lengths: number[] = [];
  let left = count;
  const oneAfterAnother = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      await lifecycle();
      lengths.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, oneAfterAnother));
  return lengths;
}
