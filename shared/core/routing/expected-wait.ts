import { position } from './position';
import type { ShardState } from './state';
import type { ExpectedWait, QueueId, VisitId } from './types';

/** Fewer departures say nothing. */
const FEWEST_GAPS = 3;

/** The tenth and the ninetieth hundredth of the normal distribution. */
const Z = 1.2816;

/** Undefined: the visit is not live, or too few left its queue lately while others waited. */
export function expectedWait(state: ShardState, visitId: VisitId): ExpectedWait | undefined {
  const visit = state.visits.get(visitId);
  const place = position(state, visitId);
  return visit === undefined || place === undefined ? undefined : expectedWaitAt(state, visit.queueId, place);
}

/** Of whoever is at that place of the queue. */
export function expectedWaitAt(state: ShardState, queueId: QueueId, place: number): ExpectedWait | undefined {
  const gapsMs = state.pace.get(queueId)?.gapsMs ?? [];
  if (gapsMs.length < FEWEST_GAPS) return undefined;
  const meanMs = gapsMs.reduce((sum, gap) => sum + gap, 0) / gapsMs.length;
  const expectedMs = place * meanMs;
  return {
    position: place,
    expectedMs: Math.round(expectedMs),
    lowMs: Math.round(expectedMs * ratioAt(-Z, place, gapsMs.length)),
    highMs: Math.round(expectedMs * ratioAt(Z, place, gapsMs.length)),
  };
}

/**
 * A quantile of the wait of `place` departures over its expectation, where that was learnt from `seen` of them: an F distribution with
 * 2·place and 2·seen degrees of freedom when gaps are exponential, by Paulson's approximation (Biometrics 1942).
 */
function ratioAt(z: number, place: number, seen: number): number {
  const s = 1 / (9 * seen);
  const t = 1 / (9 * place);
  const a = 1 - s;
  const b = 1 - t;
  const square = a * a * t + b * b * s - z * z * s * t;
  const root = (a * b + z * Math.sqrt(Math.max(0, square))) / (a * a - z * z * s);
  return Math.max(0, root) ** 3;
}
