import { estimateRatio, type Estimate, type Share } from '../figures/estimate';
import type { Contact } from '../world/contact';
import { draw } from '../world/distribution';
import { randomOf } from '../world/random';
import { erlangA, erlangC, serviceLevelC } from './erlang';
import {
  agentsOf,
  exponential,
  figuresOf,
  MINUTE_MS,
  modelOf,
  observe,
  UNLIMITED,
  type GivenSource,
} from './given-queue.testsuite';
import { serve, type Customer, type Fate } from './reference-queue.testsuite';

/** Of tables that others published; `reference/routing-cost-reliability.md` §5 has them to more digits. Seconds. */
const ROWS = [
  // Koole, Call Center Optimization.
  { name: 'M/M/8, a = 5', perHour: 60, handle: 300, agents: 8, within: 20, published: { asa: 16.73, level: 0.863 } },
  // mitan.co.uk, Erlang-C formula.
  {
    name: '360 calls in 30 min',
    perHour: 720,
    handle: 240,
    agents: 55,
    within: 15,
    published: { asa: 8.184, level: 0.84588 },
  },
  // Mandelbaum and Zeltyn, The Palm/Erlang-A queue.
  {
    name: '50 agents, Erlang C',
    perHour: 2880,
    handle: 60,
    agents: 50,
    within: 58.14,
    published: { asa: 20.83, level: 0.9 },
  },
] as const;

const PATIENT = { perHour: 2880, handle: 60, agents: 50, patience: 120 } as const;

/** Tests that take minutes: `FULL=1`. */
const LONGER = process.env['FULL'] === '1' ? 20 : 1;

const within3Sigma = ({ value, error }: Estimate, expected: number) => {
  expect(error).toBeGreaterThan(0);
  expect(Math.abs(value - expected) / error).toBeLessThan(3);
};

test.each(ROWS)('the formula gives the published figures: $name', ({ perHour, handle, agents, within, published }) => {
  const rate = perHour / 3_600;
  expect(erlangC(rate, handle, agents).meanWait).toBeCloseTo(published.asa, 1);
  expect(serviceLevelC(rate, handle, agents, within)).toBeCloseTo(published.level, 3);
});

test('the formula gives the published figures: 50 agents, Erlang A', () => {
  const theory = erlangA(PATIENT.perHour / 3_600, PATIENT.handle, PATIENT.agents, PATIENT.patience);
  expect(theory.abandonment).toBeCloseTo(0.0309, 4);
  expect(theory.meanWait).toBeCloseTo(3.709, 2);
  expect(theory.queueLength).toBeCloseTo(2.968, 2);
  expect(theory.utilisation).toBeCloseTo(0.9303, 3);
});

/** A queue of `agents`, lived through by the routing core. */
function live(given: Omit<GivenSource, 'queueId'>, agents: number, contacts: number, seed = 7) {
  const untilAt = (contacts / given.perHour) * 60 * MINUTE_MS;
  const model = modelOf(
    [{ queueId: 'q', ...given }],
    agentsOf(agents, () => ['q']),
    untilAt,
  );
  const came: Contact[] = [];
  const fates = new Map<string, Fate>();
  const observed = observe(model, seed, 20, (seen) => {
    if (seen.kind === 'queued') came.push(seen.contact);
    if (seen.kind === 'answered' || seen.kind === 'left')
      fates.set(seen.contact.id, { isAnswered: seen.kind === 'answered', waitMs: seen.at - seen.contact.cameAt });
  });
  return { figures: figuresOf(observed, 'q'), came, fates: came.map(({ id }) => fates.get(id)) };
}

/** Customers as `sourceOf` makes them, without the core: millions in a second. */
function* customers(perHour: number, handleMs: number, patienceMs: number | null, count: number): Generator<Customer> {
  const random = randomOf('reference', perHour, handleMs, patienceMs ?? 0);
  const [handling, gap] = [exponential(handleMs), exponential(3_600_000 / perHour)];
  const patience = patienceMs === null ? UNLIMITED : exponential(patienceMs);
  let cameAt = 0;
  for (let n = 0; n < count; n += 1) {
    cameAt += draw(gap, random);
    yield { cameAt, handleMs: draw(handling, random), patienceMs: draw(patience, random) };
  }
}

const BATCHES = 30;

/** The shares of all fates that `parts` name, each in batches, the first left out. */
function shares<Name extends string>(
  fates: Iterable<Fate>,
  count: number,
  parts: Readonly<Record<Name, (fate: Fate) => number>>,
): Readonly<Record<Name, Estimate>> {
  const names = Object.keys(parts) as Name[];
  const batches = Array.from({ length: BATCHES }, () => ({ whole: 0, sums: names.map(() => 0) }));
  let n = 0;
  for (const fate of fates) {
    const batch = batches[Math.floor((n * BATCHES) / count)]!;
    n += 1;
    batch.whole += 1;
    names.forEach((name, at) => (batch.sums[at] = batch.sums[at]! + parts[name](fate)));
  }
  const estimates = names.map((name, at) => {
    const own = batches.slice(1).map(({ whole, sums }): Share => [sums[at]!, whole]);
    return [name, estimateRatio(own)] as const;
  });
  return Object.fromEntries(estimates) as Record<Name, Estimate>;
}

const REFERENCE_CALLS = 150_000 * LONGER;

describe('Erlang C', () => {
  test.each(ROWS)('$name: every wait is that of the queue by its definition', ({ perHour, handle, agents }) => {
    const { came, fates } = live({ perHour, handleMs: handle * 1_000 }, agents, 1_500 * LONGER);
    expect(came.length).toBeGreaterThan(1_200 * LONGER);
    expect(fates).toEqual([...serve(came, agents)]);
  });

  test.each(ROWS)(
    '$name: that queue is the published one within 3 σ',
    ({ perHour, handle, agents, within, published }) => {
      const calls = customers(perHour, handle * 1_000, null, REFERENCE_CALLS);
      const found = shares(serve(calls, agents), REFERENCE_CALLS, {
        wait: ({ waitMs }) => waitMs / 1_000,
        level: ({ waitMs }) => Number(waitMs <= within * 1_000),
      });
      within3Sigma(found.wait, published.asa);
      within3Sigma(found.level, published.level);
      expect(found.wait.error / found.wait.value).toBeLessThan(LONGER === 1 ? 0.25 : 0.05);
    },
  );

  test('the core by itself, within 3 σ', () => {
    const [{ perHour, handle, agents, within, published }] = ROWS;
    const given = { perHour, handleMs: handle * 1_000, targetMs: within * 1_000 };
    const { figures } = live(given, agents, 8_000 * LONGER);
    within3Sigma(figures.asaMs, published.asa * 1_000);
    within3Sigma(figures.serviceLevel, published.level);
    within3Sigma(figures.occupancy, 5 / 8);
  });
});

describe('Erlang A', () => {
  const { perHour, handle, agents, patience } = PATIENT;
  const theory = erlangA(perHour / 3_600, handle, agents, patience);
  const given = { perHour, handleMs: handle * 1_000, patienceMs: patience * 1_000 };

  test('every wait and every abandon is that of the queue by its definition', () => {
    const { came, fates } = live(given, agents, 2_500 * LONGER);
    expect(fates.filter((fate) => fate?.isAnswered === false).length).toBeGreaterThan(10);
    expect(fates).toEqual([...serve(came, agents)]);
  });

  test('that queue is the published one within 3 σ', () => {
    const calls = customers(perHour, given.handleMs, given.patienceMs, REFERENCE_CALLS);
    const found = shares(serve(calls, agents), REFERENCE_CALLS, {
      wait: ({ waitMs }) => waitMs / 1_000,
      left: ({ isAnswered }) => Number(!isAnswered),
      within: ({ waitMs }) => Number(waitMs <= 12_400),
    });
    within3Sigma(found.wait, 3.709);
    within3Sigma(found.left, 0.03091);
    within3Sigma(found.within, 0.9);
  });

  test('the core by itself, within 3 σ', () => {
    const { figures } = live(given, agents, 8_000 * LONGER);
    within3Sigma(figures.meanWaitMs, theory.meanWait * 1_000);
    within3Sigma(figures.abandonment, theory.abandonment);
    within3Sigma(figures.waiting, theory.queueLength);
    within3Sigma(figures.occupancy, theory.utilisation);
  });
});
