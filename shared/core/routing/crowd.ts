import type { OverflowRule, VisitPlan } from './plan';
import { compareVisits } from './queue-index';
import { insertSorted, removeSorted } from './sorted';
import type { Index, QueueIndex, Visit } from './state';

/** Whether the rule asks what waits ahead: then it can come to hold for a visit that nothing has happened to. */
const asksAhead = ({ when }: OverflowRule): boolean => when.kind === 'waiting' || when.kind === 'expectedWait';

const mayBePushedOut = ({ overflow }: VisitPlan): boolean => overflow.length > 0 && overflow.some(asksAhead);

/** The visit waits in the queue: whoever is behind it stands one further back. */
export function joinCrowd(index: Index, queue: QueueIndex, visit: Visit): void {
  if (mayBePushedOut(visit.plan)) {
    const { key } = visit.plan;
    const crowd = queue.crowds.get(key);
    if (crowd === undefined) queue.crowds.set(key, [visit]);
    else insertSorted(crowd, visit, compareVisits);
  }
  lookAhead(index, queue);
}

/** The visit waits in the queue no more. */
export function leaveCrowd({ crowds }: QueueIndex, visit: Visit): void {
  const crowd = crowds.get(visit.plan.key);
  if (crowd === undefined) return;
  removeSorted(crowd, visit, compareVisits);
  if (crowd.length === 0) crowds.delete(visit.plan.key);
}

/** Something changed by which the wait of those in the queue may have become longer. Costs nothing where no rule asks for it. */
export function lookAhead(index: Index, queue: QueueIndex): void {
  if (queue.crowds.size > 0) index.crowded.add(queue.queueId);
}
