import { never } from '../lib/never';
import { expectedWaitAt } from './expected-wait';
import type { OverflowCondition, VisitPlan } from './plan';
import { placeOf } from './position';
import { compareVisits } from './queue-index';
import type { Place, QueueIndex, ShardState, Visit } from './state';
import type { QueueId } from './types';

/** A visit that asks to enter a queue, and what will order it there. */
interface Asking {
  readonly plan: VisitPlan;
  readonly queueId: QueueId;
  readonly isOpen: boolean;
  readonly place: Place;
}

/** The first overflow rule that holds as the visit enters; undefined when it may stay. */
export const holdingRule = (state: ShardState, asking: Asking): number | undefined =>
  firstHeld(asking.plan, (when) => holdsOnEntry(state, asking, when));

function firstHeld({ overflow }: VisitPlan, holds: (when: OverflowCondition) => boolean): number | undefined {
  const rule = overflow.findIndex(({ when }) => holds(when));
  return rule < 0 ? undefined : rule;
}

function holdsOnEntry(state: ShardState, { queueId, isOpen, place }: Asking, when: OverflowCondition): boolean {
  switch (when.kind) {
    case 'closed':
      return !isOpen;
    case 'waiting':
      return waitingIn(state, queueId) >= when.atLeast;
    case 'agents':
      return signedInTo(state, queueId) < when.fewerThan;
    case 'expectedWait':
      return isWaitThere(state, queueId) && waitAt(state, queueId, placeOf(state, queueId, place)) > when.overMs;
    case 'waited':
      return false;
    default:
      return never(when);
  }
}

/** Where somebody is free there is no wait, whatever it was like before; unless others wait already, whom the free may not have. */
const isWaitThere = (state: ShardState, queueId: QueueId): boolean =>
  isNobodyFree(state, queueId) || waitingIn(state, queueId) > 0;

const waitAt = (state: ShardState, queueId: QueueId, place: number): number =>
  expectedWaitAt(state, queueId, place)?.expectedMs ?? 0;

const isNobodyFree = (state: ShardState, queueId: QueueId): boolean =>
  (state.index.queues.get(queueId)?.ready.length ?? 0) === 0;

const signedInTo = (state: ShardState, queueId: QueueId): number => state.index.queues.get(queueId)?.members.size ?? 0;

/** How many visits of the queue no agent looks at. */
export function waitingIn(state: ShardState, queueId: QueueId): number {
  let waiting = 0;
  for (const line of state.index.queues.get(queueId)?.lines.values() ?? []) waiting += line.visits.length;
  return waiting;
}

/** A visit that waits and overflows, the rule that holds, and what its condition compared, where that is of this visit alone. */
export interface Forsaken {
  readonly visit: Visit;
  readonly rule: number;
  /** Visits ahead of it, or milliseconds that it would still have to wait. */
  readonly figure?: number;
}

/**
 * The first waiting visit whose queue has lost so many agents that it overflows. What follows is found by the next look: queues where
 * nothing does are not looked at again before something changes in them.
 */
export const firstForsaken = (state: ShardState): Forsaken | undefined =>
  firstIn(state, state.index.thinned, forsakenIn);

/** The next waiting visit that overflows because too much waits ahead of it by now, or because its queue moves more slowly. */
export const firstPushedOut = (state: ShardState): Forsaken | undefined =>
  firstIn(state, state.index.crowded, pushedOutOf);

function firstIn(
  state: ShardState,
  queueIds: Set<QueueId>,
  find: (state: ShardState, queue: QueueIndex) => Forsaken | undefined,
): Forsaken | undefined {
  // In an order that follows from the state alone: a shard that was restored has other histories in its sets.
  for (const queueId of [...queueIds].sort()) {
    const queue = state.index.queues.get(queueId);
    const found = queue && find(state, queue);
    if (found !== undefined) return found;
    queueIds.delete(queueId);
  }
  return undefined;
}

const isLookedAt = ({ offerIds }: Visit): boolean => offerIds.length > 0;

function forsakenIn(state: ShardState, { queueId, lines }: QueueIndex): Forsaken | undefined {
  const signedIn = signedInTo(state, queueId);
  const ruleOf = ({ plan }: Visit) => firstHeld(plan, (when) => when.kind === 'agents' && signedIn < when.fewerThan);
  const isForsaken = (visit: Visit) => !isLookedAt(visit) && ruleOf(visit) !== undefined;
  const [visit] = [...lines.values()].flatMap(({ visits }) => visits.find(isForsaken) ?? []).sort(compareVisits);
  const rule = visit && ruleOf(visit);
  return visit && rule !== undefined ? { visit, rule } : undefined;
}

/**
 * Who is furthest back goes first: that brings nobody closer, so it holds for those before them as it did, and as many stay as can. Of
 * each plan the last says whether any goes.
 */
function pushedOutOf(state: ShardState, { crowds }: QueueIndex): Forsaken | undefined {
  const last = [...crowds.values()].flatMap((crowd) => crowd.findLast((visit) => !isLookedAt(visit)) ?? []);
  for (const visit of last.sort((a, b) => compareVisits(b, a))) {
    const ahead = aheadOf(state, visit);
    const rule = firstHeld(visit.plan, (when) => isTooMuch(ahead, when));
    if (rule === undefined) continue;
    const isByLength = visit.plan.overflow[rule]?.when.kind === 'waiting';
    return { visit, rule, figure: isByLength ? ahead.visits : ahead.waitMs };
  }
  return undefined;
}

/** What lies ahead of a visit: how many wait, and how long it is still to wait; nothing is said of that while somebody is free. */
interface Ahead {
  readonly visits: number;
  readonly waitMs: number;
}

function aheadOf(state: ShardState, visit: Visit): Ahead {
  const place = placeOf(state, visit.queueId, visit);
  return { visits: place - 1, waitMs: isNobodyFree(state, visit.queueId) ? waitAt(state, visit.queueId, place) : 0 };
}

const isTooMuch = ({ visits, waitMs }: Ahead, when: OverflowCondition): boolean =>
  (when.kind === 'waiting' && visits >= when.atLeast) || (when.kind === 'expectedWait' && waitMs > when.overMs);
