import { DEFAULT_QUEUE_RULES } from '../../shared/core/routing/config';
import type { Requirement } from '../../shared/core/routing/types';
import { mergePeriods, queueFigures, type Observed, type QueueFigures } from '../figures/figures';
import { createTally } from '../figures/tally';
import type { Distribution } from '../world/distribution';
import type { Model, Shift, Source } from '../world/model';
import { runWorld } from '../world/run-world';
import type { Witness } from '../world/seen';

export const MINUTE_MS = 60_000;
const NEVER_MS = 1e13;

export const exponential = (meanMs: number): Distribution => ({ kind: 'exponential', meanMs });
export const UNLIMITED: Distribution = { kind: 'unlimited' };

export interface GivenSource {
  readonly queueId: string;
  readonly perHour: number;
  readonly handleMs: number;
  readonly patienceMs?: number;
  readonly targetMs?: number;
  readonly requirements?: readonly Requirement[];
}

/** Customers as theory likes them: Poisson, exponential, answered at once, no wrap-up. */
export const sourceOf = (given: GivenSource): Source => ({
  name: given.queueId + JSON.stringify(given.requirements ?? []),
  queueId: given.queueId,
  channel: 'voice',
  arrivals: { kind: 'poisson', perHour: given.perHour },
  handling: exponential(given.handleMs),
  wrapUp: { kind: 'constant', ms: 0 },
  patience: given.patienceMs === undefined ? UNLIMITED : exponential(given.patienceMs),
  answering: { delay: { kind: 'constant', ms: 0 }, declined: 0, ignored: 0 },
  visit: () => ({
    steps: [{ requirements: given.requirements ?? [], onlyAgentIds: null, timeoutMs: null }],
    priority: 0,
    targetMs: given.targetMs ?? 20_000,
    maxWaitMs: null,
    wrapUpMs: null,
  }),
});

export const agentsOf = (
  count: number,
  queueIds: (n: number) => readonly string[],
  skills: (n: number) => Readonly<Record<string, number>> = () => ({}),
): Shift[] =>
  Array.from({ length: count }, (_, n) => ({
    agentId: `agent-${n}`,
    profile: {
      queueIds: queueIds(n),
      skills: skills(n),
      capacity: { totalUnits: 1, channels: { voice: { units: 1, max: 1, exclusive: true } } },
    },
    fromAt: 0,
    untilAt: NEVER_MS,
    breaks: [],
  }));

export const modelOf = (sources: readonly GivenSource[], shifts: readonly Shift[], untilAt: number): Model => ({
  config: {
    version: 1,
    shardId: 'theory',
    queues: new Map(sources.map(({ queueId }) => [queueId, DEFAULT_QUEUE_RULES])),
    leaseMs: NEVER_MS,
  },
  sources: sources.map(sourceOf),
  shifts,
  fromAt: 0,
  untilAt,
  tickMs: 0,
  backAfterMs: 0,
  waitingPlaces: null,
});

/**
 * One long run cut into batches, the first left out because it begins with an empty queue. Batches much longer than the
 * queue's memory are as good as independent.
 */
export function observe(model: Model, seed: number, batches: number, beside: Witness = () => undefined): Observed {
  const periodMs = model.untilAt / (batches + 1);
  const { witness, periods } = createTally({ ...model, periodMs, shortAbandonUnderMs: 0 });
  runWorld(model, { seed, periodMs }, (seen) => {
    witness(seen);
    beside(seen);
  });
  const members = new Map(
    [...model.config.queues.keys()].map((queueId) => [
      queueId,
      new Set(model.shifts.filter(({ profile }) => profile.queueIds.includes(queueId)).map(({ agentId }) => agentId)),
    ]),
  );
  return { observations: periods.slice(1).map((period) => mergePeriods([period])), lengthMs: periodMs, members };
}

export const figuresOf = (observed: Observed, queueId: string): QueueFigures =>
  queueFigures(observed, `${queueId}|voice`);
