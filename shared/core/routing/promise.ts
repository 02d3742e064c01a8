import { expectedWait } from './expected-wait';
import { paceOf } from './pace';
import type { ShardState, Visit } from './state';
import type { ExpectedWait, QueueId, VisitId } from './types';

/** What a visit that has just entered may be told of its wait; null where nothing is known, and where somebody is free. */
export function promiseFor(state: ShardState, { visitId, queueId }: Visit): ExpectedWait | null {
  if ((state.index.queues.get(queueId)?.ready.length ?? 0) > 0) return null;
  return expectedWait(state, visitId) ?? null;
}

/** The visit is answered: its wait was within what it was promised, or was not. Who left is no evidence of either. */
export function scorePromise(state: ShardState, { queueId, promised, enteredAt }: Visit): void {
  if (promised === null) return;
  const pace = paceOf(state, queueId);
  pace.promises += 1;
  if (isKept(promised, state.at - enteredAt)) pace.promisesKept += 1;
}

/** Whether a wait was within what was promised, ends included. */
export const isKept = ({ lowMs, highMs }: ExpectedWait, waitMs: number): boolean => lowMs <= waitMs && waitMs <= highMs;

/** What the visit was promised as it entered. */
export const promised = (state: ShardState, visitId: VisitId): ExpectedWait | null =>
  state.visits.get(visitId)?.promised ?? null;

/** How a queue keeps what it promises: eight of ten waits are to be within their interval. */
export interface Calibration {
  readonly queueId: QueueId;
  readonly promises: number;
  readonly kept: number;
  /** Null before the first. */
  readonly share: number | null;
}

/** Of every queue that has moved. */
export const calibration = ({ pace }: ShardState): readonly Calibration[] =>
  [...pace].map(([queueId, { promises, promisesKept: kept }]) => ({
    queueId,
    promises,
    kept,
    share: promises === 0 ? null : kept / promises,
  }));
