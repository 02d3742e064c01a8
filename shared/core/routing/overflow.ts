import { never } from '../lib/never';
import { expectedWaitAt } from './expected-wait';
import type { OverflowCondition, VisitPlan } from './plan';
import { compareVisits } from './queue-index';
import type { ShardState, Visit } from './state';
import type { QueueId } from './types';

/** A visit that asks to enter a queue. */
interface Asking {
  readonly plan: VisitPlan;
  readonly queueId: QueueId;
  readonly isOpen: boolean;
}

/** The first overflow rule that holds as the visit enters; undefined when it may stay. */
export function holdingRule(state: ShardState, asking: Asking): number | undefined {
  const rule = asking.plan.overflow.findIndex(({ when }) => holdsOnEntry(state, asking, when));
  return rule < 0 ? undefined : rule;
}

function holdsOnEntry(state: ShardState, { queueId, isOpen }: Asking, when: OverflowCondition): boolean {
  switch (when.kind) {
    case 'closed':
      return !isOpen;
    case 'waiting':
      return waitingIn(state, queueId) >= when.atLeast;
    case 'agents':
      return signedInTo(state, queueId) < when.fewerThan;
    case 'expectedWait':
      return isLongWait(state, queueId, when.overMs);
    case 'waited':
      return false;
    default:
      return never(when);
  }
}

/** Where somebody is free there is no wait, whatever it was like before. */
function isLongWait(state: ShardState, queueId: QueueId, overMs: number): boolean {
  const waiting = waitingIn(state, queueId);
  if (waiting === 0 && (state.index.queues.get(queueId)?.ready.length ?? 0) > 0) return false;
  return (expectedWaitAt(state, queueId, waiting + 1)?.expectedMs ?? 0) > overMs;
}

const signedInTo = (state: ShardState, queueId: QueueId): number => state.index.queues.get(queueId)?.members.size ?? 0;

/** How many visits of the queue no agent looks at. */
export function waitingIn(state: ShardState, queueId: QueueId): number {
  let waiting = 0;
  for (const line of state.index.queues.get(queueId)?.lines.values() ?? []) waiting += line.visits.length;
  return waiting;
}

/**
 * The first waiting visit whose queue has lost so many agents that it overflows, and the rule. What follows is found by the next look:
 * queues where nothing does are not looked at again before somebody leaves them.
 */
export function firstForsaken(state: ShardState): { readonly visit: Visit; readonly rule: number } | undefined {
  const { thinned } = state.index;
  // In an order that follows from the state alone: a shard that was restored has other histories in its sets.
  for (const queueId of [...thinned].sort()) {
    const found = forsakenIn(state, queueId);
    if (found !== undefined) return found;
    thinned.delete(queueId);
  }
  return undefined;
}

function forsakenIn(state: ShardState, queueId: QueueId) {
  const signedIn = signedInTo(state, queueId);
  const ruleOf = ({ plan }: Visit) =>
    plan.overflow.findIndex(({ when }) => when.kind === 'agents' && signedIn < when.fewerThan);
  const isForsaken = (visit: Visit) => visit.offerIds.length === 0 && ruleOf(visit) >= 0;
  const lines = [...(state.index.queues.get(queueId)?.lines.values() ?? [])];
  const [visit] = lines.flatMap(({ visits }) => visits.find(isForsaken) ?? []).sort(compareVisits);
  return visit && { visit, rule: ruleOf(visit) };
}
