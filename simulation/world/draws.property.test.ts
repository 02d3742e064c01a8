import fc from 'fast-check';
import { estimateMean } from '../figures/estimate';
import { arrivalsOf } from './arrivals';
import { draw, type Distribution } from './distribution';
import { randomOf } from './random';

const DRAWS = 4_000;

const distributions = fc.oneof(
  fc.record({ kind: fc.constant('exponential' as const), meanMs: fc.integer({ min: 1, max: 1e6 }) }),
  fc.record({
    kind: fc.constant('lognormal' as const),
    meanMs: fc.integer({ min: 1_000, max: 1e6 }),
    sdMs: fc.integer({ min: 1, max: 500 }),
  }),
);

const meanOf = (of: Exclude<Distribution, { kind: 'unlimited' | 'recorded' }>) =>
  of.kind === 'constant' ? of.ms : of.meanMs;

test('draws have the mean they say', () => {
  fc.assert(
    fc.property(distributions, fc.nat(), (distribution, seed) => {
      const random = randomOf('draws', seed);
      const found = estimateMean(Array.from({ length: DRAWS }, () => draw(distribution, random)));
      // Five standard errors: the property looks at many.
      expect(Math.abs(found.value - meanOf(distribution)) / found.error).toBeLessThan(5);
    }),
    { numRuns: 20, seed: 4 },
  );
});

test('a profile brings so many as it expects, slot by slot', () => {
  const expected = [3, 0, 12, 5];
  const counts = expected.map((): number[] => []);
  for (let day = 0; day < 400; day += 1) {
    const came = expected.map(() => 0);
    const profile = { kind: 'profile', fromAt: 1_000, slotMs: 600, expected } as const;
    for (const at of arrivalsOf(profile, 1_000, 1_000 + 4 * 600, randomOf('profile', day)))
      came[Math.floor((at - 1_000) / 600)]! += 1;
    came.forEach((count, slot) => counts[slot]!.push(count));
  }
  expected.forEach((mean, slot) => {
    const { value, error } = estimateMean(counts[slot]!);
    expect(Math.abs(value - mean)).toBeLessThanOrEqual(3 * error);
  });
});

test('recorded arrivals come when they came, within the day', () => {
  const recorded = { kind: 'recorded', at: [1, 5, 9, 30] } as const;
  expect([...arrivalsOf(recorded, 2, 20, randomOf('any'))]).toEqual([5, 9]);
});
