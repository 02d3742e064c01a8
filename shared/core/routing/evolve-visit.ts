import type { Enqueue } from './commands';
import { note, noteDeparture, noteStep, noteVisit } from './due';
import type { Entry } from './entries';
import { remember } from './memory';
import type { Recorded, VisitEnd } from './outcomes';
import { paceArrival, paceDeparture } from './pace';
import { USUAL_PLAN, type DepartureCause, type VisitPlan } from './plan';
import { delaysOverAt } from './preference';
import { promiseFor, scorePromise } from './promise';
import { queueIndexOf } from './queue-index';
import type { ShardState, Visit } from './state';
import { endOfStep, needAt, orderIn, stepsOf } from './steps';
import type { AgentId, VisitId } from './types';
import { stopWaiting, wait } from './waiting';

type Enqueued = Extract<Recorded, { kind: 'enqueued' }>;

/** The visit waits, with what it was promised as it came. */
export function addVisit(state: ShardState, { seq, at, outcome }: Entry, command: Enqueue): void {
  // Only this outcome is journaled for an enqueue.
  const made = outcome as Enqueued;
  const visit = visitOf(command, made, { seq, at });
  if (command.missedBy !== undefined && made.coolDownUntilAt !== undefined) {
    const { agentId } = command.missedBy;
    visit.coolDowns = new Map([[agentId, made.coolDownUntilAt]]);
    visit.misses = new Map([[agentId, 1]]);
  }
  beginStep(visit, made.step, at);
  paceArrival(state, queueIndexOf(state.index, visit.queueId));
  holdVisit(state, visit);
  visit.promised = promiseFor(state, visit);
  // A restored shard cannot tell who came to a queue that had too few agents by then: so it is looked at here as well.
  if (visit.plan.overflow.some(({ when }) => when.kind === 'agents')) state.index.thinned.add(visit.queueId);
}

/** A visit before its first step is in force. One literal, and nothing made for it that most never need: this is the hot path. */
function visitOf(command: Enqueue, made: Enqueued, { seq, at }: Pick<Entry, 'seq' | 'at'>): Visit {
  const plan = planIn(made.plan);
  const { steps, asks } = stepsOf(plan, command);
  return {
    visitId: command.visitId,
    interactionId: command.interactionId,
    queueId: command.queueId,
    channel: command.channel,
    brought: command.steps,
    rule: command.rule ?? null,
    plan,
    asks,
    steps,
    ownPriority: command.priority,
    priority: command.priority,
    waitingSinceAt: command.waitingSinceAt,
    targetMs: command.targetMs,
    dueAt: command.waitingSinceAt + command.targetMs,
    preferredAgentId: command.preferredAgentId,
    expiresAt: command.expiresAt,
    seq,
    enteredAt: at,
    step: made.step,
    stepSinceAt: at,
    stepUntilAt: null,
    need: NOTHING,
    relaxAt: null,
    closesAt: made.closesAt ?? null,
    promised: null,
    delaysOver: delaysOverAt(plan, command.waitingSinceAt, at),
    overflowing: made.overflowing ?? null,
    offerIds: NO_OFFERS,
    allowed: offersAtFirst(plan),
    moreAt: null,
    coolDowns: NOBODY,
    misses: NOBODY,
  };
}

const NOTHING: Visit['need'] = [];
const NO_OFFERS: Visit['offerIds'] = [];
/** Shared by all whom nobody is kept from. */
export const NOBODY: Visit['coolDowns'] = new Map();

/** A plan as journaled, which may be older than some of its fields. */
export const planIn = (plan: Partial<VisitPlan> | undefined): VisitPlan =>
  plan === undefined ? USUAL_PLAN : { ...USUAL_PLAN, ...plan };

const offersAtFirst = ({ offering }: VisitPlan): number => (offering.kind === 'all' ? offering.atMost : 1);

/** Puts a step in force; the visit is in no line meanwhile, for it changes what orders and what finds it. */
function beginStep(visit: Visit, step: number, from: number, at = from): void {
  visit.step = step;
  visit.stepSinceAt = from;
  visit.stepUntilAt = endOfStep(visit, step, from);
  const { priority, dueAt } = orderIn(visit);
  visit.priority = priority;
  visit.dueAt = dueAt;
  takeNeed(visit, at);
}

function takeNeed(visit: Visit, at: number): void {
  const { need, relaxAt } = needAt(visit, at);
  visit.need = need;
  visit.relaxAt = relaxAt;
}

/** Takes a live visit into the state and the index. */
export function holdVisit(state: ShardState, visit: Visit): void {
  state.visits.set(visit.visitId, visit);
  state.index.visitByInteraction.set(visit.interactionId, visit.visitId);
  waitUnlessLookedAt(state, visit);
  noteVisit(state, visit);
  for (const [agentId, at] of visit.coolDowns) note(state, { at, kind: 'coolDownEnd', id: visit.visitId, agentId });
}

/** It is in a line as long as one more agent may see it. Who is sent on as they come stands before nobody. */
function waitUnlessLookedAt(state: ShardState, visit: Visit): void {
  if (visit.overflowing === null && visit.offerIds.length < visit.allowed) wait(state.index, visit);
}

/** How a visit ended, and why where its queue let it go. */
export interface Ended {
  readonly how: VisitEnd;
  readonly because?: DepartureCause;
}

/** Every visit ends once, and how is remembered. */
export function endVisit(state: ShardState, visitId: VisitId, { how, because }: Ended): void {
  remember(state.endedVisits, visitId, how);
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  stopWaiting(state.index, visit);
  if (how === 'answered') scorePromise(state, visit);
  state.visits.delete(visitId);
  state.index.visitByInteraction.delete(visit.interactionId);
  const isPushedOut = because === 'waiting' || because === 'expectedWait';
  paceDeparture(state, queueIndexOf(state.index, visit.queueId), visit.overflowing === null && !isPushedOut);
  for (const offerId of visit.offerIds) state.index.orphans.add(offerId);
}

/** One more agent sees it. */
export function beOffered(state: ShardState, visitId: VisitId, offerId: string): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  visit.offerIds = [...visit.offerIds, offerId];
  if (visit.offerIds.length >= visit.allowed) stopWaiting(state.index, visit);
  const { offering } = visit.plan;
  if (offering.kind === 'progressive' && visit.moreAt === null && visit.allowed < offering.atMost)
    noteMore(state, visit, state.at + offering.everyMs);
}

function noteMore(state: ShardState, visit: Visit, at: number | null): void {
  visit.moreAt = at;
  if (at !== null) note(state, { at, kind: 'moreOffers', id: visit.visitId });
}

/** Nobody took it yet: one more agent may look at it beside the others. */
export function widenOffers(state: ShardState, visitId: VisitId): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined || visit.plan.offering.kind !== 'progressive') return;
  const { atMost, everyMs } = visit.plan.offering;
  stopWaiting(state.index, visit);
  visit.allowed += 1;
  noteMore(state, visit, visit.allowed < atMost ? (visit.moreAt ?? state.at) + everyMs : null);
  waitUnlessLookedAt(state, visit);
}

/** The ids but for one. */
export const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id);

/** What a failed offer leaves behind: until when the agent is spared, and whether it counts as a miss of theirs. */
interface Failed {
  readonly offerId: string;
  readonly agentId: AgentId;
  readonly coolDownUntilAt: number | null;
  readonly isMiss: boolean;
}

/** An offer of it failed: it waits on in its old place. */
export function waitAgain(state: ShardState, visitId: VisitId, failed: Failed): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  const { offerId, agentId, coolDownUntilAt, isMiss } = failed;
  stopWaiting(state.index, visit);
  visit.offerIds = without(visit.offerIds, offerId);
  if (isMiss) visit.misses = new Map(visit.misses).set(agentId, (visit.misses.get(agentId) ?? 0) + 1);
  if (coolDownUntilAt !== null) {
    visit.coolDowns = new Map(visit.coolDowns).set(agentId, coolDownUntilAt);
    note(state, { at: coolDownUntilAt, kind: 'coolDownEnd', id: visitId, agentId });
  }
  waitUnlessLookedAt(state, visit);
  if (visit.offerIds.length > 0) return;
  noteDeparture(state, visit);
  // Who left the queue while an agent looked at the visit may have been the last.
  state.index.thinned.add(visit.queueId);
}

/** The next step counts from the end of the one before, however late that was noticed. */
export function enterStep(state: ShardState, visitId: VisitId, step: number): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  stopWaiting(state.index, visit);
  beginStep(visit, step, visit.stepUntilAt ?? state.at);
  waitUnlessLookedAt(state, visit);
  noteStep(state, visit);
}

/** Another version of the queue's rules reached it. What agents look at, they go on looking at. */
export function replan(state: ShardState, replanned: Extract<Recorded, { kind: 'replanned' }>): void {
  const { visitId, step, stepSinceAt, closesAt } = replanned;
  state.index.unplanned.visitIds.delete(visitId);
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  stopWaiting(state.index, visit);
  const plan = planIn(replanned.plan);
  const followed = stepsOf(plan, { steps: visit.brought, preferredAgentId: visit.preferredAgentId });
  Object.assign(visit, { plan, ...followed, closesAt, overflowing: null, moreAt: null });
  visit.delaysOver = delaysOverAt(plan, visit.waitingSinceAt, state.at);
  visit.allowed = Math.max(offersAtFirst(plan), plan.offering.kind === 'progressive' ? visit.offerIds.length : 1);
  beginStep(visit, step, stepSinceAt, state.at);
  const { offering } = plan;
  if (offering.kind === 'progressive' && visit.offerIds.length > 0 && visit.allowed < offering.atMost)
    visit.moreAt = state.at + offering.everyMs;
  waitUnlessLookedAt(state, visit);
  noteVisit(state, visit);
  // The new rules may ask for more agents than there are.
  state.index.thinned.add(visit.queueId);
}

/** Less is asked from the instant on that was noted for it. */
export function relax(state: ShardState, visitId: VisitId): void {
  const visit = state.visits.get(visitId);
  if (visit === undefined) return;
  stopWaiting(state.index, visit);
  takeNeed(visit, visit.relaxAt ?? state.at);
  waitUnlessLookedAt(state, visit);
  if (visit.relaxAt !== null) note(state, { at: visit.relaxAt, kind: 'relaxation', id: visitId });
}
