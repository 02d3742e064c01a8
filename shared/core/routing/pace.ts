import { lookAhead } from './crowd';
import type { Pace, QueueIndex, ShardState } from './state';

const REMEMBERED_GAPS = 30;

/** A visit came into the queue. */
export function paceArrival(state: ShardState, queue: QueueIndex): void {
  queue.live += 1;
  if (queue.live > 1 || queue.ready.length > 0) return;
  paceOf(state, queue.queueId).sinceAt = state.at;
}

/** A visit left the queue. Who was sent on as they came, or from the end of it, brought nobody closer: that says nothing of the pace. */
export function paceDeparture(state: ShardState, queue: QueueIndex, isStepAhead: boolean): void {
  queue.live -= 1;
  const pace = state.pace.get(queue.queueId);
  const isMoving = queue.live > 0 && queue.ready.length === 0;
  if (pace === undefined && !isMoving) return;
  const own = pace ?? paceOf(state, queue.queueId);
  if (isStepAhead && own.sinceAt !== null) own.gapsMs.push(state.at - own.sinceAt);
  if (own.gapsMs.length > REMEMBERED_GAPS) own.gapsMs.shift();
  if (isStepAhead || !isMoving) own.sinceAt = isMoving ? state.at : null;
  lookAhead(state.index, queue);
}

/** How fast a queue moves, and how it keeps its promises; of one that never moved a fresh one, kept. */
export function paceOf(state: ShardState, queueId: string): Pace {
  const known = state.pace.get(queueId);
  if (known !== undefined) return known;
  const made: Pace = { sinceAt: null, gapsMs: [], promises: 0, promisesKept: 0 };
  state.pace.set(queueId, made);
  return made;
}
