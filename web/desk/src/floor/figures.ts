import { QUARTER_MS, type FloorView, type Intervals } from '../data/floor';

/** What a queue did in a span, over its channels. */
export interface QueueSum {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Null while there is nothing to divide by. */
  readonly serviceLevel: number | null;
}

type Row = Intervals[number]['queues'][string];

/** Sums rows as `metrics/intervals` gives them: answered within target / (offered - short abandons). */
export function sumOf(rows: readonly Row[]): QueueSum {
  const total = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const offered = total((row) => row.offered);
  const counted = offered - total((row) => row.outcomes['shortAbandoned'] ?? 0);
  const within = total((row) => row.answeredWithinTarget);
  return {
    offered,
    answered: total((row) => row.outcomes['answered'] ?? 0),
    abandoned: total((row) => row.outcomes['abandoned'] ?? 0),
    serviceLevel: counted > 0 ? within / counted : null,
  };
}

/** The rows of a queue, of all its channels, in all intervals; null asks for every queue. */
export const rowsOf = (intervals: Intervals, queueId: string | null): readonly Row[] =>
  intervals.flatMap(({ queues }) =>
    Object.entries(queues).flatMap(([key, row]) => (queueId === null || key.startsWith(`${queueId}|`) ? [row] : [])),
  );

export interface TrendPoint {
  readonly startAt: number;
  readonly sum: QueueSum;
}

/** One point for each quarter of an hour that ends with the newest, whether something happened in it or not. */
export function trendOf(
  intervals: Intervals,
  queueId: string | null,
  newestAt: number,
  { count, lengthMs }: { readonly count: number; readonly lengthMs: number },
): readonly TrendPoint[] {
  const first = Math.floor(newestAt / lengthMs) * lengthMs - (count - 1) * lengthMs;
  return Array.from({ length: count }, (_, index) => {
    const startAt = first + index * lengthMs;
    return {
      startAt,
      sum: sumOf(
        rowsOf(
          intervals.filter((one) => one.startAt === startAt),
          queueId,
        ),
      ),
    };
  });
}

/** When somebody should be told. */
export type Thresholds = FloorView['queues'][number]['alertAt'];

/** A threshold that is not kept. */
export type Alert =
  | { readonly kind: 'waiting'; readonly queueId: string; readonly queue: string; readonly count: number }
  | { readonly kind: 'wait'; readonly queueId: string; readonly queue: string; readonly ms: number }
  | { readonly kind: 'level'; readonly queueId: string; readonly queue: string; readonly level: number }
  | { readonly kind: 'nobody'; readonly queueId: string; readonly queue: string }
  | { readonly kind: 'silent'; readonly agentId: string; readonly agent: string }
  /** Offers could not be brought to them: the bot is blocked or not installed, or their telephone does not ring. */
  | { readonly kind: 'unreachable'; readonly agentId: string; readonly agent: string };

/** What a supervisor should look at now, the most urgent kinds first. `own`: their thresholds; null: those of the configuration. */
export function alertsOf(floor: FloorView, intervals: Intervals, own: Thresholds | null): readonly Alert[] {
  return [
    ...floor.queues.flatMap((queue) => queueAlerts(queue, floor, intervals, own)),
    ...floor.agents.flatMap(({ agentId, name, availability }): Alert[] =>
      availability.kind === 'notResponding' ? [{ kind: 'silent', agentId, agent: name }] : [],
    ),
    ...unreachableOf(floor, intervals),
  ];
}

/** Signed out, an agent cannot be helped; an old failure may have been mended. */
function unreachableOf({ at, agents }: FloorView, intervals: Intervals): readonly Alert[] {
  const recent = intervals.filter(({ startAt }) => startAt > at - 2 * QUARTER_MS);
  return agents.flatMap(({ agentId, name, availability }): Alert[] => {
    const missed = recent.some(({ agents: figures }) => (figures[agentId]?.offerEnds['unreachable'] ?? 0) > 0);
    return missed && availability.kind !== 'signedOut' ? [{ kind: 'unreachable', agentId, agent: name }] : [];
  });
}

function queueAlerts(
  { queueId, name: queue, waiting, longestWaitMs, alertAt }: FloorView['queues'][number],
  floor: FloorView,
  intervals: Intervals,
  own: Thresholds | null,
): Alert[] {
  const thresholds = own ?? alertAt;
  const of = { queueId, queue };
  const { serviceLevel: level } = sumOf(rowsOf(intervals, queueId));
  return [
    ...(waiting > 0 && readyIn(floor, queueId) === 0 ? [{ kind: 'nobody', ...of } as const] : []),
    ...(longestWaitMs > thresholds.waitMs ? [{ kind: 'wait', ...of, ms: longestWaitMs } as const] : []),
    ...(waiting > thresholds.waiting ? [{ kind: 'waiting', ...of, count: waiting } as const] : []),
    ...(level !== null && level < thresholds.serviceLevel ? [{ kind: 'level', ...of, level } as const] : []),
  ];
}

export const readyIn = ({ agents }: FloorView, queueId: string): number =>
  agents.filter(
    ({ queueIds, availability, veto }) => availability.kind === 'ready' && veto === null && queueIds.includes(queueId),
  ).length;
