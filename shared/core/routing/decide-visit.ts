import type { RescindReason } from './acts';
import type { Cancel, Enqueue } from './commands';
import { planFor, refuse, rulesOf, step, type Circumstances, type Decision, type NewAct } from './decision';
import { departingOf } from './departure';
import { fitsPlan } from './entry-size';
import { recall } from './memory';
import { holdingRule, type Forsaken } from './overflow';
import { USUAL_PLAN, type VisitPlan } from './plan';
import type { Departing, Offer, ShardState, Visit } from './state';
import { firstStep, orderIn, stepsOf } from './steps';

/** A visit begins to wait. What was enqueued, cancelled or ended before is told as such. */
export function decideEnqueue(state: ShardState, command: Enqueue, circumstances: Circumstances): Decision {
  const { visitId, interactionId, queueId, steps } = command;
  const live = state.visits.get(visitId);
  if (live !== undefined) return refuse({ kind: 'alreadyEnqueued', seq: live.seq, step: live.step });
  const how = recall(state.endedVisits, visitId);
  if (how !== undefined) return refuse({ kind: 'visitEnded', how });
  const other = state.index.visitByInteraction.get(interactionId);
  if (other !== undefined) return refuse({ kind: 'otherVisitLive', visitId: other });
  if (!circumstances.config.queues.has(queueId)) return refuse({ kind: 'unknownQueue', queueId });
  if (steps.length === 0) return refuse({ kind: 'noSteps' });
  return take(state, command, circumstances);
}

/** Takes the visit in, by the plan that its queue has now. */
function take(state: ShardState, command: Enqueue, circumstances: Circumstances): Decision {
  const { now, config } = circumstances;
  const { queueId, channel, steps, missedBy, onlyIfOpen } = command;
  const rules = rulesOf(config, queueId);
  const { opening, coolDownMs } = rules;
  const plan = planFor(rules, command.rule);
  if (onlyIfOpen === true && opening?.(now).isOpen === false) return refuse({ kind: 'queueClosed', queueId });
  const seq = state.seq + 1;
  if (plan !== null) return takeBy(state, command, plan, circumstances);
  const asked = { steps, asks: [], plan: USUAL_PLAN, queueId, channel, enteredAt: now };
  const first = steps[0]?.skipIf === undefined ? 0 : firstStep(state, asked, 0, now);
  if (missedBy === undefined) return step({ kind: 'enqueued', seq, step: first });
  return step({ kind: 'enqueued', seq, step: first, coolDownUntilAt: now + coolDownMs[missedBy.cause] });
}

function takeBy(state: ShardState, command: Enqueue, plan: VisitPlan, { now, config }: Circumstances): Decision {
  if (!fitsPlan(command, plan)) return refuse({ kind: 'tooLarge' });
  const { queueId, channel, missedBy } = command;
  const { opening, coolDownMs } = rulesOf(config, queueId);
  const { isOpen, closesAt } = opening?.(now) ?? { isOpen: true, closesAt: null };
  const asked = { ...stepsOf(plan, command), plan, queueId, channel, enteredAt: now };
  const seq = state.seq + 1;
  const first = firstStep(state, asked, 0, now);
  const place = { ...orderIn({ ...command, ...asked, ownPriority: command.priority, step: first }), seq };
  const overflowing = holdingRule(state, { plan, queueId, isOpen, place });
  return step({
    kind: 'enqueued',
    seq,
    step: first,
    plan,
    ...(closesAt === null ? {} : { closesAt }),
    ...(overflowing === undefined ? {} : { overflowing }),
    ...(missedBy === undefined ? {} : { coolDownUntilAt: now + coolDownMs[missedBy.cause] }),
  });
}

/** The customer waits no more. It may be said before the visit comes: then it never waits. */
export function decideCancel(state: ShardState, { visitId }: Cancel): Decision {
  const visit = state.visits.get(visitId);
  if (visit !== undefined) return step({ kind: 'cancelled' }, ...rescindOne(state, visit, 'cancelled'));
  const how = recall(state.endedVisits, visitId);
  return how === undefined ? step({ kind: 'cancelledAhead' }) : refuse({ kind: 'visitEnded', how });
}

/** The longest wait is over. */
export const expire = (state: ShardState, visit: Visit): Decision =>
  step({ kind: 'visitExpired', visitId: visit.visitId }, ...rescindOne(state, visit, 'expired'), {
    kind: 'expired',
    ...about(visit),
  });

/** The step is over: the next one that is not left out. */
export function enterNext(state: ShardState, visit: Visit): Decision {
  const from = visit.stepUntilAt ?? state.at;
  const next = firstStep(state, visit, visit.step + 1, from);
  return step({ kind: 'stepEntered', visitId: visit.visitId, step: next });
}

/** Its queue lets it go: back to the flow, or to another queue. */
export function depart(visit: Visit): Decision | undefined {
  const departing = departingOf(visit);
  return departing && departTo(visit, departing);
}

/** Its queue is another shard's from now on: it goes on there, in a new visit with its old start of wait. Agents who look at it are told. */
export function moveOut(state: ShardState, visit: Visit): Decision {
  const outcome = { kind: 'visitDeparted', visitId: visit.visitId, because: 'movedShard' } as const;
  const moved = { kind: 'overflowed', ...about(visit), toQueueId: visit.queueId, because: outcome.because } as const;
  return step(outcome, ...rescindOne(state, visit, 'expired'), moved);
}

/** Where it goes, why, and what was compared. */
type Leaving = Pick<Departing, 'to' | 'because'> & { readonly figure?: number };

function departTo(visit: Visit, { to, because, figure }: Leaving): Decision {
  const compared = figure === undefined ? {} : { figure };
  const outcome = { kind: 'visitDeparted', visitId: visit.visitId, because, ...compared } as const;
  if (to.kind === 'leave') return step(outcome, { kind: 'expired', ...about(visit), because });
  return step(outcome, { kind: 'overflowed', ...about(visit), toQueueId: to.queueId, because });
}

/** It overflows by what became of its queue. */
export function forsake({ visit, rule, figure }: Forsaken): Decision | undefined {
  const held = visit.plan.overflow[rule];
  return held && departTo(visit, { to: held.to, because: held.when.kind, ...(figure === undefined ? {} : { figure }) });
}

const about = ({ interactionId, visitId, queueId }: Visit) => ({ interactionId, visitId, queueId });

/** One offer is taken back by the same entry; several would not fit it and follow. */
function rescindOne(state: ShardState, { offerIds }: Visit, reason: RescindReason): readonly NewAct[] {
  const [first] = offerIds;
  const offer = first === undefined ? undefined : state.offers.get(first);
  return offer === undefined ? [] : [rescind(offer, reason)];
}

/** Takes an offer back from its agent. */
export const rescind = ({ offerId, interactionId, visitId, agentId }: Offer, reason: RescindReason): NewAct => ({
  kind: 'rescind',
  offerId,
  interactionId,
  visitId,
  agentId,
  reason,
});
