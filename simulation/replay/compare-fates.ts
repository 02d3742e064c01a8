import type { Entry } from '../../shared/core/routing/entries';
import { fatesOf, waitMs, type Fate } from './fates';

/** A visit that came out otherwise. */
export interface Moved {
  readonly recorded: Fate;
  readonly replayed: Fate;
  /** Replayed less recorded; null where one of them still waits. */
  readonly waitDeltaMs: number | null;
}

export interface QueueDelta {
  readonly queueId: string;
  readonly visits: number;
  readonly wentElsewhere: number;
  readonly answered: readonly [recorded: number, replayed: number];
  /** Mean waits of those who were answered. */
  readonly asaMs: readonly [recorded: number | null, replayed: number | null];
}

export interface FateComparison {
  readonly visits: number;
  /** Another agent, or another end. */
  readonly wentElsewhere: readonly Moved[];
  /** The same agent and end, but another wait. */
  readonly otherWait: readonly Moved[];
  readonly queues: readonly QueueDelta[];
}

/** What became of the same customers in two courses of one day; those who came before `countedFromAt` are not counted. */
export function compareFates(
  recorded: readonly Entry[],
  replayed: readonly Entry[],
  countedFromAt: number,
): FateComparison {
  const [before, after] = [fatesOf(recorded), fatesOf(replayed)];
  const pairs = [...before.values()].flatMap((one): Moved[] => {
    const other = after.get(one.visitId);
    return other === undefined || one.queuedAt < countedFromAt
      ? []
      : [{ recorded: one, replayed: other, waitDeltaMs: deltaOf(one, other) }];
  });
  const isElsewhere = (pair: Moved) =>
    pair.recorded.agentId !== pair.replayed.agentId || pair.recorded.end !== pair.replayed.end;
  return {
    visits: pairs.length,
    wentElsewhere: pairs.filter(isElsewhere),
    otherWait: pairs.filter((pair) => !isElsewhere(pair) && pair.waitDeltaMs !== 0 && pair.waitDeltaMs !== null),
    queues: [...new Set(pairs.map((pair) => pair.recorded.queueId))].sort().map((queueId) => {
      const own = pairs.filter((pair) => pair.recorded.queueId === queueId);
      return {
        queueId,
        visits: own.length,
        wentElsewhere: own.filter(isElsewhere).length,
        answered: [answered(own.map((pair) => pair.recorded)), answered(own.map((pair) => pair.replayed))],
        asaMs: [asa(own.map((pair) => pair.recorded)), asa(own.map((pair) => pair.replayed))],
      };
    }),
  };
}

function deltaOf(before: Fate, after: Fate): number | null {
  const [first, second] = [waitMs(before), waitMs(after)];
  return first === null || second === null ? null : second - first;
}

const answered = (fates: readonly Fate[]): number => fates.filter(({ end }) => end === 'answered').length;

function asa(fates: readonly Fate[]): number | null {
  const waits = fates.flatMap((fate) => (fate.end === 'answered' ? [waitMs(fate) ?? 0] : []));
  return waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
}
