import { compareVisits } from './queue-index';
import { countBefore } from './sorted';
import type { ShardState } from './state';
import type { VisitId } from './types';

/** The visit's place among those of its queue that wait: 1 is next. Undefined: it is not live. */
export function position(state: ShardState, visitId: VisitId): number | undefined {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return undefined;
  const lines = state.index.queues.get(visit.queueId)?.lines.values() ?? [];
  let ahead = 0;
  for (const line of lines) ahead += countBefore(line.visits, visit, compareVisits);
  return ahead + 1;
}
