import { DateTime } from 'luxon';
import type { CompiledConfig } from '../shared/core/config/compiled';
import type { QueueDelta } from '../simulation/replay/compare-fates';
import { record, type JournalSource } from '../simulation/replay/record';
import { replayRecording, type ReplayOutcome } from '../simulation/replay/replay-file';
import { SimulationError } from '../simulation/simulation-error';
import type { Stamp } from './stamp';
import { NotThere } from './stamp';

/** What a configuration would have done to the customers of a day. */
export type Traffic =
  | { readonly kind: 'unknown'; readonly day: string; readonly why: string }
  | {
      readonly kind: 'replayed';
      /** `YYYY-MM-DD`, in the time zone of the tenant. */
      readonly day: string;
      readonly visits: number;
      /** Another agent, or another end. */
      readonly wentElsewhere: number;
      readonly queues: readonly QueueDelta[];
    };

/** Which day is decided again (`YYYY-MM-DD`, in the time zone of the tenant), and by what instead of what is live. */
export interface TrafficQuestion {
  readonly live: CompiledConfig;
  readonly next: CompiledConfig;
  readonly day: string;
}

/** Yesterday of a tenant, as its own clocks have it. */
export const yesterdayOf = ({ tenant }: CompiledConfig, now: number): string =>
  DateTime.fromMillis(now, { zone: tenant.timeZone }).minus({ days: 1 }).toISODate() ?? '';

/** Decides every recorded decision of a day again under another configuration, in the simulator. Changes nothing. */
export async function trafficUnder(stamp: Stamp, { live, next, day }: TrafficQuestion): Promise<Traffic> {
  try {
    const outcomes: ReplayOutcome[] = [];
    for (const shardId of live.shardIds) outcomes.push(await replayShard(stamp, shardId, { live, next, day }));
    return summed(day, outcomes);
  } catch (thrown) {
    // A plan is worth reading without it: so is why it is not there.
    if (thrown instanceof SimulationError || thrown instanceof NotThere)
      return { kind: 'unknown', day, why: thrown.message };
    throw thrown;
  }
}

async function replayShard(
  stamp: Stamp,
  shardId: string,
  { live: { tenant }, next, day }: TrafficQuestion,
): Promise<ReplayOutcome> {
  const begun = DateTime.fromISO(day, { zone: tenant.timeZone });
  const [fromAt, untilAt] = [begun.toMillis(), begun.plus({ days: 1 }).toMillis()];
  const recording = await record(sourceOf(stamp), { tenantId: tenant.id, shardId, fromAt, untilAt });
  return replayRecording(`${shardId}, ${day}`, recording, { after: next, countedFromAt: fromAt });
}

const sourceOf = (stamp: Stamp): JournalSource => ({
  readShardJournal: ({ tenantId, shardId }, query) =>
    stamp.ask('readShardJournal', { params: { tenantId, shardId }, query }),
  getConfigVersion: (tenantId, version) =>
    stamp.ask('getConfigVersion', { params: { tenantId, version: String(version) } }),
});

function summed(day: string, outcomes: readonly ReplayOutcome[]): Traffic {
  const comparisons = outcomes.map(({ comparison }) => comparison);
  const visits = comparisons.reduce((sum, one) => sum + one.visits, 0);
  if (visits === 0) return { kind: 'unknown', day, why: 'nobody came into a queue' };
  return {
    kind: 'replayed',
    day,
    visits,
    wentElsewhere: comparisons.reduce((sum, one) => sum + one.wentElsewhere.length, 0),
    queues: comparisons.flatMap(({ queues }) => queues),
  };
}

/** As people read it. */
export function trafficLines(traffic: Traffic): readonly string[] {
  if (traffic.kind === 'unknown') return [`Of ${traffic.day} nothing can be said: ${traffic.why}.`];
  const { day, visits, wentElsewhere, queues } = traffic;
  return [
    `${day} once more with these files: ${String(wentElsewhere)} of ${String(visits)} queue visits would have gone elsewhere.`,
    ...queues.map(
      (one) =>
        `    ${one.queueId}: ${String(one.visits)} came, answered ${one.answered.join(' → ')}, mean wait ${one.asaMs.map(seconds).join(' → ')}`,
    ),
  ];
}

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`);
