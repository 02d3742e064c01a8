import { EMPTY_INTERVAL, serviceLevel, type Interval, type QueueFigures } from '../core/metrics/interval';
import { EMPTY_LIVE, type Live } from '../core/metrics/live';
import { INTERVAL_MS, intervalOf } from '../core/metrics/measured';
import type { TenantId } from '../core/lib/ids';
import type { Deps } from './lib/deps';

/** Now, by queue. Lengths in milliseconds. */
export interface LiveQueue {
  readonly queueId: string;
  readonly waiting: number;
  readonly longestWaitMs: number;
}

/** Now, by agent: what they hold, by the state it is in. */
export interface LiveAgent {
  readonly agentId: string;
  readonly holding: Readonly<Record<string, number>>;
}

export interface LiveFigures {
  readonly at: number;
  readonly open: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly queues: readonly LiveQueue[];
  readonly agents: readonly LiveAgent[];
}

/** What customers and agents are doing now. Every queue and agent of the configuration has a row. */
export async function readLive(deps: Deps, tenantId: TenantId): Promise<LiveFigures> {
  const at = deps.clock.now();
  const { config } = await deps.configs.live(tenantId);
  const live = (await deps.metrics.read<Live>({ tenantId, bucket: { kind: 'live' } })) ?? EMPTY_LIVE;
  const waiting = Object.values(live.waiting);
  const segments = Object.values(live.segments).flat();
  return {
    at,
    open: countBy(Object.values(live.open), ({ channel }) => channel),
    parked: Object.keys(live.parked).length,
    queues: [...config.queues.keys()].map((queueId) => {
      const here = waiting.filter((visit) => visit.queueId === queueId);
      const longestWaitMs = Math.max(0, ...here.map(({ beganAt }) => at - beganAt));
      return { queueId, waiting: here.length, longestWaitMs };
    }),
    agents: [...config.agents.keys()].map((agentId) => {
      const own = segments.filter((segment) => segment.agentId === agentId);
      return { agentId, holding: countBy(own, ({ state }) => state) };
    }),
  };
}

export interface IntervalFigures extends Omit<Interval, 'queues'> {
  readonly startAt: number;
  readonly queues: Readonly<Record<string, QueueFigures & { readonly serviceLevel: number | null }>>;
}

/** A day and a bit: more is asked for in parts. */
const MOST_INTERVALS = 100;

/** The quarters of an hour that begin in [from, to), the oldest first; those in which nothing happened are left out. */
export async function readIntervals(
  deps: Pick<Deps, 'metrics'>,
  tenantId: TenantId,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly IntervalFigures[]> {
  const first = intervalOf(from + INTERVAL_MS - 1);
  const starts = Array.from({ length: MOST_INTERVALS }, (_, index) => first + index * INTERVAL_MS);
  const read = starts
    .filter((startAt) => startAt < to)
    .map(async (startAt) => {
      const bucket = { kind: 'interval', startAt } as const;
      const interval = (await deps.metrics.read<Interval>({ tenantId, bucket })) ?? EMPTY_INTERVAL;
      return { startAt, ...interval, queues: mapValues(interval.queues, withServiceLevel) };
    });
  return (await Promise.all(read)).filter(isUsed);
}

const withServiceLevel = (row: QueueFigures) => ({ ...row, serviceLevel: serviceLevel(row) });

const isUsed = ({ arrived, closed, queues, agents }: IntervalFigures): boolean =>
  [arrived, closed, queues, agents].some((rows) => Object.keys(rows).length > 0);

const mapValues = <From, To>(all: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, map(value)]));

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
