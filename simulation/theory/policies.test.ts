import { estimateMean } from '../figures/estimate';
import { utilisation } from '../figures/figures';
import { queueCounts } from '../figures/tally';
import { agentsOf, figuresOf, MINUTE_MS, modelOf, observe, type GivenSource } from './given-queue.testsuite';

/** Laws that hold for any way of routing, or for longest idle. */

const TYPES = 6;
const typeId = (n: number) => `type-${n % TYPES}`;
const skills = (count: number) => (n: number) => Array.from({ length: count }, (_, k) => typeId(n + k));

describe('two skills nearly suffice (Wallace and Whitt 2005)', () => {
  // Six types of 14 erlang each, 90 agents, 30 waiting places: routing-cost-reliability.md §5.
  const sources = Array.from({ length: TYPES }, (_, n) => ({
    queueId: typeId(n),
    perHour: 84,
    handleMs: 10 * MINUTE_MS,
  }));
  const run = (count: number) => {
    const untilAt = 8 * 60 * MINUTE_MS;
    const model = { ...modelOf(sources, agentsOf(90, skills(count)), untilAt), waitingPlaces: 30 };
    const observed = observe(model, 11, 8);
    const all = observed.observations.map(({ queues }) => [...queues.values()]);
    const total = (of: (counts: ReturnType<typeof queueCounts>) => number) =>
      all.flat().reduce((sum, counts) => sum + of(counts), 0);
    const offered = total(({ offered }) => offered);
    const shares = [...utilisation(observed).values()].map(({ value }) => value);
    return {
      blocked: total(({ blocked }) => blocked) / offered,
      waitMs: total(({ answeredWaitMs }) => answeredWaitMs) / total(({ answered }) => answered),
      spread: Math.max(...shares) - Math.min(...shares),
    };
  };

  test('two close at least 90 % of the gap between one and six', () => {
    const [one, two, six] = [run(1), run(2), run(6)];
    expect((one.waitMs - two.waitMs) / (one.waitMs - six.waitMs)).toBeGreaterThan(0.9);
    expect((one.blocked - two.blocked) / (one.blocked - six.blocked)).toBeGreaterThan(0.9);
  });
});

test('pooling: what is shared in part waits no less than what is shared, and no more than what is split', () => {
  const sources = ['a', 'b'].map((queueId) => ({ queueId, perHour: 48, handleMs: 5 * MINUTE_MS }));
  const untilAt = 25 * 60 * MINUTE_MS;
  const waits = (queueIds: (n: number) => readonly string[]) => {
    const observed = observe(modelOf(sources, agentsOf(10, queueIds), untilAt), 3, 20);
    return observed.observations.map((one) => {
      const [a, b] = ['a|voice', 'b|voice'].map((key) => queueCounts(one, key));
      return (a!.waitMs + b!.waitMs) / (a!.offered + b!.offered);
    });
  };
  const split = waits((n) => (n < 5 ? ['a'] : ['b']));
  const partly = waits((n) => (n < 4 ? ['a'] : n < 6 ? ['a', 'b'] : ['b']));
  const pooled = waits(() => ['a', 'b']);
  const difference = (more: number[], less: number[]) => estimateMean(more.map((value, n) => value - less[n]!));
  for (const { value, error } of [difference(split, partly), difference(partly, pooled)]) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeGreaterThan(-3 * error);
  }
});

describe('whatever the policy', () => {
  const patienceMs = 2 * MINUTE_MS;
  const sources: GivenSource[] = [
    { queueId: 'a', perHour: 120, handleMs: 3 * MINUTE_MS, patienceMs },
    {
      queueId: 'a',
      perHour: 60,
      handleMs: 3 * MINUTE_MS,
      patienceMs,
      requirements: [{ skillId: 'german', atLeast: 2 }],
    },
    { queueId: 'b', perHour: 90, handleMs: 4 * MINUTE_MS, patienceMs },
  ];
  const agents = agentsOf(
    14,
    (n) => (n < 6 ? ['a'] : n < 10 ? ['a', 'b'] : ['b']),
    (n): Record<string, number> => (n % 3 === 0 ? { german: 3 } : {}),
  );
  const observed = observe(modelOf(sources, agents, 21 * 60 * MINUTE_MS), 5, 20);

  test.each(['a', 'b'])('those who leave are θ times the mean wait: queue %s', (queueId) => {
    const residual = estimateMean(
      observed.observations.map((one) => {
        const { abandoned, waitMs, offered } = queueCounts(one, `${queueId}|voice`);
        return abandoned / offered - waitMs / offered / patienceMs;
      }),
    );
    expect(figuresOf(observed, queueId).abandonment.value).toBeGreaterThan(0.02);
    expect(Math.abs(residual.value)).toBeLessThan(3 * residual.error);
  });

  test.each(['a', 'b'])("Little's law: who waits at a time is the rate times the wait: queue %s", (queueId) => {
    const { waiting, meanWaitMs, offered } = figuresOf(observed, queueId);
    const expected = (offered.value / observed.lengthMs) * meanWaitMs.value;
    expect(waiting.value).toBeGreaterThan(0.1);
    // Exact but for those who wait when a batch ends.
    expect(Math.abs(waiting.value / expected - 1)).toBeLessThan(0.02);
  });
});
