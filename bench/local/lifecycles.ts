import { figure, quantile, round } from '../figure';

/** One lifecycle from its start to its end. */
export type Lifecycle = () => Promise<void>;

export const IN_FLIGHT = [1, 50, 300] as const;
type Counts = Readonly<Record<(typeof IN_FLIGHT)[number] | 'warmUp', number>>;

/** Enough for a steady state, at each number in flight. */
const COUNTS: Counts = { warmUp: 100, 1: 100, 50: 1_000, 300: 3_000 };
/** Enough to see that it ends; the figures are worth nothing. */
const QUICK: Counts = { warmUp: 10, 1: 5, 50: 100, 300: 600 };

export interface Measuring {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly isQuick: boolean;
  /** Printed beside, and read after each. */
  readonly extra: () => Readonly<Record<string, number | string>>;
}

/** Measures lifecycles at each number in flight. */
export async function measureLifecycles({ name, lifecycle, isQuick, extra }: Measuring): Promise<void> {
  const counts = isQuick ? QUICK : COUNTS;
  await runMany(lifecycle, 50, counts.warmUp);
  extra();
  for (const inFlight of IN_FLIGHT) {
    const began = performance.now();
    const before = process.cpuUsage();
    const lengths = await runMany(lifecycle, inFlight, counts[inFlight]);
    const tookMs = performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    figure(name, {
      inFlight,
      lifecycles: lengths.length,
      perSecond: round((lengths.length / tookMs) * 1_000),
      p50Ms: round(quantile(lengths, 0.5)),
      p99Ms: round(quantile(lengths, 0.99)),
      // Of this process: on a busy machine it says more than the time on the clock.
      processorMsEach: round((user + system) / 1_000 / lengths.length, 2),
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
