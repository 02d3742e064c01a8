import { hasRoom, isAvailable, lackOf, meets, stepInForce } from './eligibility';
import type { VisitPlan } from './plan';
import type { Agent, ShardState, Visit } from './state';
import type { AgentId, Requirement, RoutingStep, SkipIf } from './types';

/** What an enqueue asks: steps of its own, or, where it brings one without limits, requirements beside those of the queue's steps. */
interface Brought {
  readonly steps: readonly RoutingStep[];
  readonly preferredAgentId: AgentId | null;
}

const NO_ASKS: Visit['asks'] = [];

/** The steps that a visit goes through, and what is asked beside them. */
export function stepsOf(plan: VisitPlan, { steps, preferredAgentId }: Brought): Pick<Visit, 'steps' | 'asks'> {
  if (plan.steps === null && plan.preferredForMs === 0) return { steps, asks: NO_ASKS };
  const [only] = steps;
  const isAsk = steps.length === 1 && only?.onlyAgentIds === null && only.timeoutMs === null;
  const followed = isAsk && plan.steps !== null ? { steps: plan.steps, asks: only.requirements } : { steps, asks: [] };
  if (plan.preferredForMs === 0 || preferredAgentId === null) return followed;
  const window: RoutingStep = {
    requirements: [],
    onlyAgentIds: [preferredAgentId],
    timeoutMs: plan.preferredForMs,
    skipIf: 'nobodySignedIn',
  };
  return { ...followed, steps: [window, ...followed.steps] };
}

type Ordered = Pick<Visit, 'steps' | 'step' | 'plan' | 'ownPriority' | 'waitingSinceAt' | 'targetMs'>;

/** What orders a visit among others while its step is in force, beside its age in the shard. */
export function orderIn(visit: Ordered): Pick<Visit, 'priority' | 'dueAt'> {
  const { priority = visit.ownPriority, headStartMs = visit.plan.headStartMs } = stepInForce(visit);
  return { priority, dueAt: visit.waitingSinceAt + visit.targetMs - headStartMs };
}

/** Null: the step has no end. The last one has an end only where something follows it. */
export function endOfStep({ steps, plan }: Pick<Visit, 'steps' | 'plan'>, step: number, from: number): number | null {
  if (step >= steps.length) return from;
  const timeoutMs = steps[step]?.timeoutMs ?? null;
  const isEndless = step + 1 === steps.length && plan.after === null;
  return timeoutMs === null || isEndless ? null : from + timeoutMs;
}

type Relaxing = Pick<Visit, 'asks' | 'enteredAt' | 'steps' | 'step' | 'stepSinceAt'>;

const isLasting = ({ forMs }: Requirement): boolean => forMs === undefined;

/** What is asked of an agent at an instant, and when less will be. */
export function needAt(visit: Relaxing, at: number): { need: readonly Requirement[]; relaxAt: number | null } {
  const { asks, enteredAt, stepSinceAt } = visit;
  const { requirements } = stepInForce(visit);
  if (asks.length === 0 && requirements.every(isLasting)) return { need: requirements, relaxAt: null };
  const all = [
    ...asks.map((one) => [one, enteredAt] as const),
    ...requirements.map((one) => [one, stepSinceAt] as const),
  ];
  const left = all.filter(([{ forMs }, since]) => forMs === undefined || since + forMs > at);
  const ends = left.flatMap(([{ forMs }, since]) => (forMs === undefined ? [] : since + forMs));
  return { need: left.map(([one]) => one), relaxAt: ends.length === 0 ? null : Math.min(...ends) };
}

/** A visit that is about to enter one of its steps. */
type Entering = Pick<Visit, 'asks' | 'enteredAt' | 'steps' | 'plan' | 'queueId' | 'channel'>;

/**
 * The first step from `from` on that is not left out; the number of steps when all are and something follows them. The last step is
 * never left out where nothing follows: the visit waits in it.
 */
export function firstStep(state: ShardState, visit: Entering, from: number, at: number): number {
  const { steps, plan } = visit;
  for (let step = from; step < steps.length; step += 1) {
    const skipIf = steps[step]?.skipIf;
    if (skipIf === undefined || !isDeserted(state, { ...visit, step, stepSinceAt: at }, skipIf, at)) return step;
  }
  return plan.after === null ? steps.length - 1 : steps.length;
}

function isDeserted(state: ShardState, visit: Entering & Relaxing, skipIf: SkipIf, at: number): boolean {
  const { need } = needAt(visit, at);
  const { where, onlyAgentIds, queueIds } = stepInForce(visit);
  const agentIds = onlyAgentIds ?? membersOf(state, queueIds ?? [visit.queueId]);
  for (const agentId of agentIds) {
    const agent = state.agents.get(agentId);
    if (agent === undefined || !isThere(agent, visit, skipIf)) continue;
    if (lackOf(agent, need) === undefined && meets(agent, where)) return false;
  }
  return true;
}

function* membersOf(state: ShardState, queueIds: readonly string[]): Iterable<AgentId> {
  for (const queueId of queueIds) yield* state.index.queues.get(queueId)?.members ?? [];
}

function isThere(agent: Agent, { channel }: Pick<Visit, 'channel'>, skipIf: SkipIf): boolean {
  if (agent.availability.kind === 'signedOut') return false;
  if (skipIf === 'nobodySignedIn') return true;
  return isAvailable(agent) && (skipIf === 'nobodyReady' || hasRoom(agent, channel));
}
