import { compareVisits } from './queue-index';
import { countBefore } from './sorted';
import type { Place, ShardState } from './state';
import type { QueueId, VisitId } from './types';

/** The visit's place among those of its queue that wait: 1 is next. Undefined: it is not live. */
export function position(state: ShardState, visitId: VisitId): number | undefined {
  const visit = state.visits.get(visitId);
  return visit && placeOf(state, visit.queueId, visit);
}

/** Of whoever waits in the queue, or comes to, in that order. */
export function placeOf(state: ShardState, queueId: QueueId, order: Place): number {
  const lines = state.index.queues.get(queueId)?.lines.values() ?? [];
  let ahead = 0;
  for (const line of lines) ahead += countBefore<Readonly<Place>>(line.visits, order, compareVisits);
  return ahead + 1;
}
