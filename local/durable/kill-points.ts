/** Moments at which a crash is interesting: what came before must not be lost, what comes after must be made up for. */
export const KILL_POINTS = [
  'beforeEpisodeCommit',
  'afterEpisodeCommit',
  'beforeActivityCommit',
  'afterActivityCommit',
  'beforeHttpResponse',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Called at every such moment. */
export type AtKillPoint = (point: KillPoint) => void;

/**
 * Reads `LOCAL_KILL_AT=<point>[:n]`: at the n-th time (1 when absent) that this process comes to the point, it kills
 * itself as `kill -9` would, with no chance to tidy up. Without a value nothing ever happens.
 */
export function createKillPoints(value: string | undefined): AtKillPoint {
  if (value === undefined || value === '') return () => undefined;
  const [wanted, times = '1'] = value.split(':');
  if (!KILL_POINTS.some((point) => point === wanted)) {
    throw new Error(`LOCAL_KILL_AT names no point of ${KILL_POINTS.join(', ')}: ${value}`);
  }
  let left = Number(times);
  return (point) => {
    if (point !== wanted) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
