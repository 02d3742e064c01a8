import type { QueueRules } from './config';
import { planFor, step, type Circumstances, type Decision } from './decision';
import { moveOut } from './decide-visit';
import type { Agent, ShardState, Visit } from './state';
import { movedProfile } from './moved-profile';
import { USUAL_PLAN, type VisitPlan } from './plan';
import { endOfStep, firstStep, stepsOf } from './steps';

/** The next visit or agent that the version in force means otherwise; when there is none left, that it has reached everybody. */
export function decideUnplanned(state: ShardState, circumstances: Circumstances): Decision | undefined {
  if (state.plannedVersion === state.configVersion) return undefined;
  const { agentIds, visitIds } = state.index.unplanned;
  for (const agentId of agentIds) {
    const agent = state.agents.get(agentId);
    const decision = agent && reprofiled(agent, circumstances);
    if (decision !== undefined) return decision;
    agentIds.delete(agentId);
  }
  for (const visitId of visitIds) {
    const visit = state.visits.get(visitId);
    const decision = visit && replanned(state, visit, circumstances);
    if (decision !== undefined) return decision;
    visitIds.delete(visitId);
  }
  return step({ kind: 'configApplied' });
}

function reprofiled(
  { agentId, profile: before, moves, leaseUntilAt }: Agent,
  { config }: Circumstances,
): Decision | undefined {
  if (config.profiles === undefined) return undefined;
  const found = config.profiles.get(agentId);
  if (found === undefined) return letGo(agentId, leaseUntilAt);
  const profile = movedProfile(found, moves);
  if (JSON.stringify(profile) === JSON.stringify(before)) return undefined;
  return step({ kind: 'agentReprofiled', agentId, profile });
}

/** What they still hold is taken from them by the steps that follow, but for a call. */
const letGo = (agentId: string, leaseUntilAt: number | null): Decision | undefined =>
  leaseUntilAt === null
    ? undefined
    : step({ kind: 'agentLetGo', agentId }, { kind: 'agentSignedOut', agentId, cause: 'notOfShard' });

/** The place in the queue stays; where the visit is in its steps follows from how long it has been in the queue. */
function replanned(state: ShardState, visit: Visit, { now, config }: Circumstances): Decision | undefined {
  const rules = config.queues.get(visit.queueId);
  if (config.elsewhere?.has(visit.queueId) === true) return moveOut(state, visit);
  if (rules === undefined || rules.whenChanged === 'pin') return undefined;
  const plan = planFor(rules, visit.rule) ?? USUAL_PLAN;
  const closesAt = closingOf(rules, plan, visit, now);
  if (plan.key === visit.plan.key) return closesAt === visit.closesAt ? undefined : reopened(visit, closesAt);
  const { visitId, queueId, channel, enteredAt } = visit;
  const brought = { steps: visit.brought, preferredAgentId: visit.preferredAgentId };
  const entering = { ...stepsOf(plan, brought), plan, queueId, channel, enteredAt };
  const reached = reachedAt(entering, now);
  const first = firstStep(state, entering, reached.step, now);
  const stepSinceAt = first === reached.step ? reached.sinceAt : now;
  return step({ kind: 'replanned', visitId, plan, step: first, stepSinceAt, closesAt });
}

/** Only its hours are others now: it stays where it is in its steps. */
const reopened = ({ visitId, plan, step: at, stepSinceAt }: Visit, closesAt: number | null): Decision =>
  step({ kind: 'replanned', visitId, plan, step: at, stepSinceAt, closesAt });

/** When the queue closes, where its rules ask; at once when it is closed by now, as in an emergency. What they do not ask stays as it is. */
function closingOf(
  { opening }: QueueRules,
  { overflow }: VisitPlan,
  { closesAt: before }: Visit,
  now: number,
): number | null {
  if (!overflow.some(({ when }) => when.kind === 'closed')) return before;
  const { isOpen, closesAt } = opening?.(now) ?? { isOpen: true, closesAt: null };
  if (isOpen) return closesAt;
  return before !== null && before <= now ? before : now;
}

/** Of the steps whose time has come the last, and when that was. */
function reachedAt(visit: Pick<Visit, 'steps' | 'plan' | 'enteredAt'>, now: number): { step: number; sinceAt: number } {
  let sinceAt = visit.enteredAt;
  for (let at = 0; at < visit.steps.length; at += 1) {
    const end = endOfStep(visit, at, sinceAt);
    if (end === null || end > now) return { step: at, sinceAt };
    sinceAt = end;
  }
  return { step: visit.steps.length, sinceAt };
}
