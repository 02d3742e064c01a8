import type { Watch } from '../kit/http';
import { isAt, type CrashMoment, type CrashPoint, type SeenRequest } from './crash-points';

/** Kills the functions host when its traffic with the local services comes to a point. The app knows nothing of it. */
export interface Crashes {
  /** At the `nth` request from now on that is at the point; one point at a time. */
  arm(point: CrashPoint, nth: number): void;
  disarm(): void;
  /** The point that is waited for; null when none is, or when it was reached. */
  armed(): CrashPoint | null;
  /** Resolves when no kill is under way: a process that was told to die may look alive for a moment. */
  settled(): Promise<void>;
  readonly watch: Watch;
}

export function createCrashes(kill: () => Promise<void>): Crashes {
  let killing: Promise<void> = Promise.resolve();
  let waiting: { readonly point: CrashPoint; readonly left: number } | null = null;

  async function reached(moment: CrashMoment, request: SeenRequest): Promise<boolean> {
    if (waiting === null || !isAt(waiting.point, moment, request)) return false;
    const left = waiting.left - 1;
    waiting = left === 0 ? null : { ...waiting, left };
    if (left > 0) return false;
    killing = kill();
    await killing;
    return true;
  }

  return {
    arm: (point, nth) => void (waiting = { point, left: nth }),
    disarm: () => void (waiting = null),
    armed: () => waiting?.point ?? null,
    settled: () => killing,
    watch: {
      arrives: async (request) => !(await reached('before', request)),
      answers: async (request) => void (await reached('after', request)),
    },
  };
}
