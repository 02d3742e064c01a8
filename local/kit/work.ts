/** Counts what a local process is doing, so that a stepped clock knows when everything due has settled. */
export interface Work {
  /** Runs `job` as counted work, under a name shown while it runs; its failure is the caller's to handle. */
  run<T>(job: () => Promise<T>, name?: string): Promise<T>;
  /** Resolves at the next moment without work under way: at once where there is none. */
  idle(): Promise<void>;
  /** Pieces of work under way now. */
  readonly running: number;
  /** Pieces of work ever finished: two equal readings with nothing running mean that nothing happened between them. */
  readonly finished: number;
  /** Names of the work under way, the oldest first. */
  readonly underWay: readonly string[];
}

export function createWork(): Work {
  const jobs = new Map<symbol, string>();
  let waiting: (() => void)[] = [];
  let finished = 0;
  return {
    async run(job, name = 'unnamed') {
      const key = Symbol(name);
      jobs.set(key, name);
      try {
        return await job();
      } finally {
        jobs.delete(key);
        finished += 1;
        if (jobs.size === 0) {
          for (const resolve of waiting) resolve();
          waiting = [];
        }
      }
    },
    idle: () => (jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    get running() {
      return jobs.size;
    },
    get underWay() {
      return [...jobs.values()];
    },
    get finished() {
      return finished;
    },
  };
}
