import { estimateDifference, estimateRatio, type Estimate, type Share } from './estimate';
import { agentCounts, queueCounts, WAIT_EDGES_MS, type Period, type QueueCounts } from './tally';

/** What one queue's channel comes to, over all days. */
export interface QueueFigures {
  /** A day. */
  readonly offered: Estimate;
  /** Answered within target ÷ (offered − short abandons). */
  readonly serviceLevel: Estimate;
  /** Average speed of answer. */
  readonly asaMs: Estimate;
  /** Abandoned ÷ (offered − short abandons). */
  readonly abandonment: Estimate;
  /** Nobody came: the longest wait was over, or the day. A share as above. */
  readonly unserved: Estimate;
  /** Found every waiting place taken, of all that came. */
  readonly blocked: Estimate;
  /** Of the agents of the queue: the share of their signed-in time in which they held anything. */
  readonly occupancy: Estimate;
  /** Of a day, on average over the days. */
  readonly longestWaitMs: Estimate;
  /** Of all, answered or not. */
  readonly meanWaitMs: Estimate;
  /** Waiting at a time, on average. */
  readonly waiting: Estimate;
  /** Of answered visits that were promised a wait, those that waited within its interval: eight of ten are to. */
  readonly promiseKept: Estimate;
}

export type FigureName = keyof QueueFigures;

/** What was counted in one of several independent runs. */
export type Observation = Period;

/** What a figure is made of in one observation. `longestWaitMs` and `offered` are means of days, a quotient with 1. */
type Making = (counts: QueueCounts, agents: readonly [busyMs: number, signedInMs: number], lengthMs: number) => Share;

const counted = ({ offered, shortAbandoned }: QueueCounts): number => offered - shortAbandoned;

const MAKINGS: Readonly<Record<FigureName, Making>> = {
  offered: ({ offered }) => [offered, 1],
  serviceLevel: (counts) => [counts.answeredWithin, counted(counts)],
  asaMs: ({ answeredWaitMs, answered }) => [answeredWaitMs, answered],
  abandonment: (counts) => [counts.abandoned, counted(counts)],
  unserved: (counts) => [counts.expired + counts.stranded, counted(counts)],
  blocked: ({ blocked, offered }) => [blocked, offered],
  occupancy: (_, agents) => agents,
  longestWaitMs: ({ longestWaitMs }) => [longestWaitMs, 1],
  meanWaitMs: ({ waitMs, offered }) => [waitMs, offered],
  waiting: ({ waitingMs }, _, lengthMs) => [waitingMs, lengthMs],
  promiseKept: ({ promiseKept, promised }) => [promiseKept, promised],
};

export const FIGURE_NAMES = Object.keys(MAKINGS) as readonly FigureName[];

/** What figures are taken of: independent observations, each so long, and who works in which queue. */
export interface Observed {
  readonly observations: readonly Observation[];
  readonly lengthMs: number;
  /** By queue: the ids of its agents. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

export const queueKeys = ({ observations }: Observed): readonly string[] =>
  [...new Set(observations.flatMap(({ queues }) => [...queues.keys()]))].sort();

/** A queue's channel over all observations. */
export function queueFigures(observed: Observed, key: string): QueueFigures {
  return figuresBy((name) => estimateRatio(sharesOf(observed, key, name)));
}

/** Second less first, day by day. */
export function differences(before: Observed, after: Observed, key: string): QueueFigures {
  return figuresBy((name) => estimateDifference(sharesOf(before, key, name), sharesOf(after, key, name)));
}

function figuresBy(estimate: (name: FigureName) => Estimate): QueueFigures {
  return Object.fromEntries(FIGURE_NAMES.map((name) => [name, estimate(name)])) as Record<FigureName, Estimate>;
}

function sharesOf({ observations, lengthMs, members }: Observed, key: string, name: FigureName): readonly Share[] {
  const own = members.get(key.slice(0, key.lastIndexOf('|'))) ?? new Set<string>();
  return observations.map((observation) => {
    const counts = queueCounts(observation, key);
    return MAKINGS[name](counts, name === 'occupancy' ? workOf(observation, own) : [0, 0], lengthMs);
  });
}

function workOf({ agents }: Observation, members: ReadonlySet<string>): Share {
  let [busyMs, signedInMs] = [0, 0];
  for (const agentId of members) {
    busyMs += agents.get(agentId)?.busyMs ?? 0;
    signedInMs += agents.get(agentId)?.signedInMs ?? 0;
  }
  return [busyMs, signedInMs];
}

/** Utilisation of each agent, and how unequal they are. */
export function utilisation({ observations }: Observed): ReadonlyMap<string, Estimate> {
  const ids = [...new Set(observations.flatMap(({ agents }) => [...agents.keys()]))].sort();
  return new Map(ids.map((id) => [id, estimateRatio(observations.map((one) => workOf(one, new Set([id]))))]));
}

/** Gini's coefficient: 0 when all are equal, towards 1 when one has everything. */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const weighted = sorted.reduce((sum, value, n) => sum + (2 * (n + 1) - sorted.length - 1) * value, 0);
  return total === 0 ? 0 : weighted / (sorted.length * total);
}

/** All periods of one run as one observation. */
export function mergePeriods(periods: readonly Period[]): Observation {
  const merged: Period = { fromAt: periods[0]?.fromAt ?? 0, queues: new Map(), agents: new Map() };
  for (const { queues, agents } of periods) {
    for (const [key, counts] of queues) addQueue(queueCounts(merged, key), counts);
    for (const [agentId, { signedInMs, busyMs, answered }] of agents) {
      const own = agentCounts(merged, agentId);
      own.signedInMs += signedInMs;
      own.busyMs += busyMs;
      own.answered += answered;
    }
  }
  return merged;
}

const ADDED = [
  ...['offered', 'answered', 'answeredWithin', 'abandoned', 'shortAbandoned', 'expired', 'stranded', 'blocked'],
  ...['promised', 'promiseKept'],
  ...['answeredWaitMs', 'waitMs', 'waitingMs'],
] as readonly Exclude<keyof QueueCounts, 'waits' | 'longestWaitMs'>[];

function addQueue(to: QueueCounts, from: QueueCounts): void {
  for (const name of ADDED) to[name] += from[name];
  to.longestWaitMs = Math.max(to.longestWaitMs, from.longestWaitMs);
  WAIT_EDGES_MS.concat(0).forEach((_, bin) => (to.waits[bin] = (to.waits[bin] ?? 0) + (from.waits[bin] ?? 0)));
}
