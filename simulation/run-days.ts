import { mergePeriods, type Observed } from './figures/figures';
import { createTally, type Period } from './figures/tally';
import type { Model } from './world/model';
import { runWorld } from './world/run-world';
import type { Witness } from './world/seen';

/** Days of one configuration. */
export interface Days {
  readonly observed: Observed;
  /** The parts of the day, each summed over all days. */
  readonly intervals: readonly Period[];
  readonly days: number;
  /** Queue visits in all. */
  readonly contacts: number;
}

/** How many days are lived, and with which luck. */
export interface DayPlan {
  readonly days: number;
  /** Lives further days until so many queue visits were made; null: `days` are enough. */
  readonly contacts: number | null;
  readonly seed: number;
  readonly shortAbandonUnderMs: number;
}

const INTERVAL_MS = 30 * 60_000;

/** Lives the same day many times with other luck. The same seed draws the same customers for any configuration. */
export function runDays(models: readonly Model[], plan: DayPlan): Days {
  const observations: Period[] = [];
  const intervals: Period[] = [];
  let contacts = 0;
  for (let day = 0; day < plan.days || contacts < (plan.contacts ?? 0); day += 1) {
    const ofDay = models.map((model) => runDay(model, `${plan.seed}/${day}`, plan));
    const observation = mergePeriods(ofDay.flat());
    observations.push(observation);
    ofDay.flat().forEach((period) => addTo(intervals, period));
    const came = visitsOf(observation);
    if (came === 0 && day >= plan.days) break;
    contacts += came;
  }
  const lengthMs = Math.max(...models.map(({ fromAt, untilAt }) => untilAt - fromAt));
  const observed = { observations, lengthMs, members: membersOf(models) };
  return { observed, intervals: intervals.sort((a, b) => a.fromAt - b.fromAt), days: observations.length, contacts };
}

function runDay(model: Model, seed: string, { shortAbandonUnderMs }: DayPlan): readonly Period[] {
  const { witness, periods } = createTally({ ...model, periodMs: INTERVAL_MS, shortAbandonUnderMs });
  runWorld(model, { seed, periodMs: INTERVAL_MS }, witness satisfies Witness);
  return periods;
}

const visitsOf = ({ queues }: Period): number => [...queues.values()].reduce((sum, { offered }) => sum + offered, 0);

function addTo(intervals: Period[], period: Period): void {
  const at = intervals.findIndex(({ fromAt }) => fromAt === period.fromAt);
  if (at === -1) intervals.push(mergePeriods([period]));
  else intervals[at] = mergePeriods([intervals[at] ?? period, period]);
}

function membersOf(models: readonly Model[]): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  for (const { agentId, profile } of models.flatMap(({ shifts }) => shifts))
    for (const queueId of profile.queueIds) members.set(queueId, (members.get(queueId) ?? new Set()).add(agentId));
  return members;
}
