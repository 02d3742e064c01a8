import type { Watch } from '../kit/http';
import { pointsAt, type CrashMoment, type CrashPoint, type SeenRequest } from './crash-points';

/** Kills the functions host when its traffic with the local services comes to a point. The app knows nothing of it. */
export interface Crashes {
  /** At the `nth` request from now on that is at the point; one point at a time. */
  arm(point: CrashPoint, nth: number): void;
  disarm(): void;
  /** The point that is waited for; null when none is, or when it was reached. */
  armed(): CrashPoint | null;
  /** From now on writes down where traffic comes. */
  trace(): void;
  /** Where it came since, in order, and ends the writing: the points of one request stand together. */
  traced(): readonly (readonly CrashPoint[])[];
  /** Resolves when no kill is under way: a process that was told to die may look alive for a moment. */
  settled(): Promise<void>;
  readonly watch: Watch;
}

export function createCrashes(kill: () => Promise<void>): Crashes {
  let killing: Promise<void> = Promise.resolve();
  let waiting: { readonly point: CrashPoint; readonly left: number } | null = null;
  let tracing: (readonly CrashPoint[])[] | null = null;

  async function reached(moment: CrashMoment, request: SeenRequest): Promise<boolean> {
    if (waiting === null && tracing === null) return false;
    const points = pointsAt(moment, request);
    if (points.length === 0) return false;
    tracing?.push(points);
    if (waiting === null || !points.includes(waiting.point)) return false;
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
    trace: () => void (tracing = []),
    traced() {
      const came = tracing ?? [];
      tracing = null;
      return came;
    },
    settled: () => killing,
    watch: {
      arrives: async (request) => !(await reached('before', request)),
      answers: async (request) => void (await reached('after', request)),
    },
  };
}
