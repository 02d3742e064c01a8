/** Counts what a local process is doing, so that a stepped clock knows when everything due has settled. */
export interface Work {
  /** Runs `job` as counted work; its failure is the caller's to handle. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Pieces of work under way now. */
  readonly running: number;
  /** Pieces of work ever finished: two equal readings with nothing running mean that nothing happened between them. */
  readonly finished: number;
}

export function createWork(): Work {
  let running = 0;
  let finished = 0;
  return {
    async run(job) {
      running += 1;
      try {
        return await job();
      } finally {
        running -= 1;
        finished += 1;
      }
    },
    get running() {
      return running;
    },
    get finished() {
      return finished;
    },
  };
}
