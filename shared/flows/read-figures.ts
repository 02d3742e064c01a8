import type { CompiledConfig } from '../core/config/compiled';
import { EMPTY_INTERVAL, serviceLevel, type Interval, type QueueFigures } from '../core/metrics/interval';
import { EMPTY_LIVE, isOfQueues, type Live } from '../core/metrics/live';
import { neverDelivered } from '../core/metrics/never-delivered';
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

/** What customers and agents do at this moment: `open` counts interactions by channel. */
export interface LiveFigures {
  readonly at: number;
  readonly open: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly queues: readonly LiveQueue[];
  readonly agents: readonly LiveAgent[];
}

/** What customers and agents of these queues are doing now. Every one of the configuration has a row. */
export async function readLive(deps: Deps, tenantId: TenantId, queueIds: ReadonlySet<string>): Promise<LiveFigures> {
  const at = deps.clock.now();
  const { config } = await deps.configs.live(tenantId);
  const all = (await deps.metrics.read<Live>({ tenantId, bucket: { kind: 'live' } })) ?? EMPTY_LIVE;
  const live = ofQueues(all, queueIds);
  const waiting = Object.values(live.waiting);
  const segments = Object.values(live.segments).flat();
  return {
    at,
    open: countBy(Object.values(live.open), ({ channel }) => channel),
    parked: Object.keys(live.parked).length,
    queues: [...config.queues.keys()]
      .filter((queueId) => queueIds.has(queueId))
      .map((queueId) => {
        const here = waiting.filter((visit) => visit.queueId === queueId);
        const longestWaitMs = Math.max(0, ...here.map(({ beganAt }) => at - beganAt));
        return { queueId, waiting: here.length, longestWaitMs };
      }),
    agents: agentsOf(config, queueIds).map((agentId) => {
      const own = segments.filter((segment) => segment.agentId === agentId);
      return { agentId, holding: countBy(own, ({ state }) => state) };
    }),
  };
}

/** An agent of several queues is shown with what they hold of these only. */
function ofQueues({ open, waiting, segments, parked }: Live, queueIds: ReadonlySet<string>): Live {
  const live = { open, waiting, segments, parked };
  const isOfThem = (id: string): boolean => isOfQueues(live, id, queueIds);
  return {
    open: keepKeys(open, isOfThem),
    waiting: keepKeys(waiting, isOfThem),
    segments: keepKeys(segments, isOfThem),
    parked: keepKeys(parked, isOfThem),
  };
}

const agentsOf = ({ agents }: CompiledConfig, queueIds: ReadonlySet<string>): readonly string[] =>
  [...agents.values()].filter((agent) => agent.queueIds.some((id) => queueIds.has(id))).map(({ id }) => id);

/** The figures of a quarter of an hour. A service level is null where nothing counts for it. */
export interface IntervalFigures extends Omit<Interval, 'queues'> {
  readonly startAt: number;
  readonly queues: Readonly<Record<string, QueueFigures & { readonly serviceLevel: number | null }>>;
}

/** A day and a bit: more is asked for in parts. */
const MOST_INTERVALS = 100;

/**
 * The quarters of an hour that begin in [from, to), the oldest first; those in which nothing happened are left out. Where figures of
 * agents are off, of an agent no more is told than that offers do not reach them, which somebody must see to.
 */
export async function readIntervals(
  deps: Pick<Deps, 'metrics' | 'agentFigures'>,
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
      const agents = deps.agentFigures === 'on' ? interval.agents : neverDelivered(interval.agents);
      return { startAt, ...interval, agents, queues: mapValues(interval.queues, withServiceLevel) };
    });
  return (await Promise.all(read)).filter(isUsed);
}

/** The same for a supervisor: queues that they oversee and agents of those. What came in and went out is the tenant's. */
export async function intervalsOfQueues(
  deps: Pick<Deps, 'metrics' | 'agentFigures' | 'configs'>,
  tenantId: TenantId,
  span: { readonly from: number; readonly to: number },
  queueIds: ReadonlySet<string>,
): Promise<readonly IntervalFigures[]> {
  const { config } = await deps.configs.live(tenantId);
  const agents = new Set(agentsOf(config, queueIds));
  const isOfThem = (key: string): boolean => queueIds.has(key.slice(0, key.lastIndexOf('|')));
  return (await readIntervals(deps, tenantId, span)).map((interval) => ({
    ...interval,
    queues: keepKeys(interval.queues, isOfThem),
    agents: keepKeys(interval.agents, (agentId) => agents.has(agentId)),
  }));
}

const keepKeys = <Value>(
  all: Readonly<Record<string, Value>>,
  isKept: (key: string) => boolean,
): Readonly<Record<string, Value>> => Object.fromEntries(Object.entries(all).filter(([key]) => isKept(key)));

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
