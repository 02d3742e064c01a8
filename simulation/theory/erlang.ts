/** What queueing theory says, in the units of the caller. Formulas: Koole, Call Center Optimization, ch. 6 and 7. */
export interface QueueTheory {
  /** Probability that a customer waits at all. */
  readonly waitProbability: number;
  readonly meanWait: number;
  /** Waiting at a time, on average. */
  readonly queueLength: number;
  readonly utilisation: number;
  readonly abandonment: number;
}

/** M/M/n: nobody leaves. `rate` arrivals and `serviceTime` in one unit of time; the load must be below `agents`. */
export function erlangC(rate: number, serviceTime: number, agents: number): QueueTheory {
  const load = rate * serviceTime;
  let blocking = 1;
  for (let n = 1; n <= agents; n += 1) blocking = (load * blocking) / (n + load * blocking);
  const waitProbability = (agents * blocking) / (agents - load * (1 - blocking));
  const meanWait = (waitProbability * serviceTime) / (agents - load);
  return { waitProbability, meanWait, queueLength: rate * meanWait, utilisation: load / agents, abandonment: 0 };
}

/** The share answered within a time, of M/M/n. */
export function serviceLevelC(rate: number, serviceTime: number, agents: number, within: number): number {
  const { waitProbability } = erlangC(rate, serviceTime, agents);
  return 1 - waitProbability * Math.exp((-(agents - rate * serviceTime) * within) / serviceTime);
}

/** M/M/n+M: each customer leaves after a patience with that mean. Solved as the birth and death process that it is. */
export function erlangA(rate: number, serviceTime: number, agents: number, patience: number): QueueTheory {
  const weights = [1];
  // Far beyond the mean queue a state weighs nothing.
  for (let n = 1; n <= 10 * agents + 1_000; n += 1) {
    const leaving = Math.min(n, agents) / serviceTime + Math.max(0, n - agents) / patience;
    weights.push(((weights.at(-1) ?? 0) * rate) / leaving);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (n: number) => number) => weights.reduce((sum, weight, n) => sum + of(n) * weight, 0) / total;
  const queueLength = mean((n) => Math.max(0, n - agents));
  return {
    waitProbability: mean((n) => Number(n >= agents)),
    meanWait: queueLength / rate,
    queueLength,
    utilisation: mean((n) => Math.min(n, agents)) / agents,
    abandonment: queueLength / patience / rate,
  };
}
