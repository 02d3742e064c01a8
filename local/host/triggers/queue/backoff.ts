/** azure-sdk-for-net, QueuePollingIntervals.Minimum. */
export const LEAST_WAIT_MS = 100;

/** How long to wait before a queue is looked at again: ever longer while there is nothing (RandomizedExponentialBackoffStrategy). */
export function createBackoff(mostMs: number, random: () => number): (hasFound: boolean) => number {
  let waitMs = 0;
  let failures = 0;
  return (hasFound) => {
    failures = hasFound ? 0 : failures + 1;
    if (hasFound) waitMs = LEAST_WAIT_MS;
    else if (waitMs < mostMs) {
      const grown = failures === 1 ? 0 : (0.8 + 0.4 * random()) * 2 ** (failures - 2) * LEAST_WAIT_MS;
      waitMs = Math.min(mostMs, LEAST_WAIT_MS + grown);
    }
    return waitMs;
  };
}
