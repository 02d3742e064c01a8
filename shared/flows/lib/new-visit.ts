import type { CompiledConfig, Queue } from '../../core/config/compiled';
import type { ChannelKind, QueueVisit } from '../../core/interaction/state';
import { queueIdOf, shardIdOf, type VisitId } from '../../core/lib/ids';
import { dueAt } from './local-time';

/** What whoever begins a visit knows of it; its shard, its target and its beginning follow from the configuration. */
export type NewVisit = Omit<
  QueueVisit,
  'visitId' | 'attempt' | 'queueId' | 'shardId' | 'beganAt' | 'targetMs' | 'handedOver'
> & { readonly queueId: string };

/** What callers leave behind waits longer than they would, but not for ever. */
export const DEFERRED_FOR_MS = { callback: 24 * 3_600_000, voicemail: 7 * 24 * 3_600_000 } as const;

/** A stay in a queue that begins now. */
export function newVisit(
  config: CompiledConfig,
  channel: ChannelKind,
  { queueId, ...wanted }: NewVisit,
  { visitId, at }: { readonly visitId: VisitId; readonly at: number },
): QueueVisit {
  const queue = config.queues.get(queueId);
  return {
    visitId,
    attempt: 0,
    queueId: queueIdOf(queueId),
    shardId: shardIdOf(queue?.shardId ?? config.shardIds[0] ?? 'main'),
    beganAt: at,
    targetMs: targetMsIn(config, queue, channel, wanted.waitingSince) ?? 0,
    ...wanted,
  };
}

/** How soon after the start of their wait a queue wants customers of a channel to be served; undefined where it says nothing of the channel. */
export function targetMsIn(
  config: CompiledConfig,
  queue: Queue | undefined,
  channel: ChannelKind,
  waitingSince: number,
): number | undefined {
  const target = queue?.channels.get(channel)?.target;
  const schedule = config.hours.get(queue?.hoursId ?? '') ?? null;
  return target === undefined ? undefined : dueAt(target, schedule, waitingSince) - waitingSince;
}
