import type { Watch } from '../kit/http';
import { pointsAt, type CrashMoment, type CrashPoint, type SeenRequest } from './crash-points';

/** A death of the functions host: at the `nth` request, counted from when it was armed, that is at the point. */
export interface Kill {
  readonly point: CrashPoint;
  readonly nth: number;
}

/** Kills the functions host when its traffic with the local services comes to a point. The app knows nothing of it. */
export interface Crashes {
  /** At each of these, in whatever order they come; those armed before are taken back. All are counted across deaths. */
  arm(kills: readonly Kill[]): void;
  /** Those that did not come about yet, as they were armed. */
  armed(): readonly Kill[];
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
  let waiting: readonly Kill[] = [];
  const came = new Map<CrashPoint, number>();
  let tracing: (readonly CrashPoint[])[] | null = null;

  async function reached(moment: CrashMoment, request: SeenRequest): Promise<boolean> {
    if (waiting.length === 0 && tracing === null) return false;
    const points = pointsAt(moment, request);
    if (points.length === 0) return false;
    tracing?.push(points);
    for (const point of points) came.set(point, (came.get(point) ?? 0) + 1);
    const left = waiting.filter(({ point, nth }) => !points.includes(point) || came.get(point) !== nth);
    if (left.length === waiting.length) return false;
    waiting = left;
    killing = kill();
    await killing;
    return true;
  }

  return {
    arm(kills) {
      came.clear();
      waiting = kills;
    },
    armed: () => waiting,
    trace: () => void (tracing = []),
    traced() {
      const points = tracing ?? [];
      tracing = null;
      return points;
    },
    settled: () => killing,
    watch: {
      arrives: async (request) => !(await reached('before', request)),
      answers: async (request) => void (await reached('after', request)),
    },
  };
}
