import type { CompiledConfig, Queue } from '../../core/config/compiled';
import type { ChannelKind, QueueVisit } from '../../core/interaction/state';
import { queueIdOf, shardIdOf, type VisitId } from '../../core/lib/ids';
import { targetMsIn } from './new-visit';

/** A visit that goes on elsewhere. */
export interface Moving {
  readonly before: QueueVisit;
  readonly visitId: VisitId;
  readonly at: number;
}

/**
 * The visit in another queue: with its start of wait, which orders it there, and with what its flow asks but not what the old
 * queue asked. Its own beginning, from which the service level counts, is now.
 */
export function visitInQueue(
  config: CompiledConfig,
  to: Queue,
  channel: ChannelKind,
  { before, visitId, at }: Moving,
): QueueVisit {
  return {
    ...before,
    visitId,
    attempt: 0,
    queueId: queueIdOf(to.id),
    shardId: shardIdOf(to.shardId),
    beganAt: at,
    targetMs: targetMsIn(config, to, channel, before.waitingSince) ?? before.targetMs,
    requirements: [...to.requirements, ...askedByFlow(before, config.queues.get(before.queueId))],
  };
}

/** A visit carries what its flow and its queue ask as one. */
const askedByFlow = ({ requirements }: QueueVisit, from: Queue | undefined): QueueVisit['requirements'] =>
  requirements.filter(
    ({ skillId, minProficiency }) =>
      from?.requirements.some((one) => one.skillId === skillId && one.minProficiency >= minProficiency) !== true,
  );
