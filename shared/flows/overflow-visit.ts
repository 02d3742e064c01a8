import type { CompiledConfig, Queue } from '../core/config/compiled';
import type { Facts, QueueVisit } from '../core/interaction/state';
import { queueIdOf, shardIdOf, visitIdOf, type InteractionRef, type VisitId } from '../core/lib/ids';
import type { OverflowedAct } from '../core/routing/acts';
import { visitIdOfShard } from './acts/shard-visit-id';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { dueAt } from './lib/local-time';

/** Which visit goes where. */
type Overflow = Pick<OverflowedAct, 'visitId' | 'toQueueId'>;

/** A visit goes on in another queue, or in the same one of another shard: with its start of wait, and with what its flow asks but not what the old queue asked. */
export async function overflowVisit(deps: Deps, ref: InteractionRef, act: Overflow): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  const to = config.queues.get(act.toQueueId);
  const visitId = visitIdOf(deps.ids.next());
  await changeInteraction(deps, ref, ({ interaction: { facts, phase } }) => {
    if (to === undefined || !('visit' in phase)) return null;
    const at = deps.clock.now();
    const visit = movedTo(config, to, facts, { before: phase.visit, visitId, at });
    return { type: 'moveVisit', at, visitId: visitIdOfShard(act.visitId), visit };
  });
}

interface Moving {
  readonly before: QueueVisit;
  readonly visitId: VisitId;
  readonly at: number;
}

function movedTo(config: CompiledConfig, to: Queue, { channel }: Facts, { before, visitId, at }: Moving): QueueVisit {
  const target = to.channels.get(channel)?.target;
  const schedule = config.hours.get(to.hoursId ?? '') ?? null;
  const { waitingSince } = before;
  return {
    ...before,
    visitId,
    attempt: 0,
    queueId: queueIdOf(to.id),
    shardId: shardIdOf(to.shardId),
    beganAt: at,
    targetMs: target === undefined ? before.targetMs : dueAt(target, schedule, waitingSince) - waitingSince,
    requirements: [...to.requirements, ...askedByFlow(before, config.queues.get(before.queueId))],
  };
}

/** A visit carries what its flow and its queue ask as one. */
const askedByFlow = ({ requirements }: QueueVisit, from: Queue | undefined): QueueVisit['requirements'] =>
  requirements.filter(
    ({ skillId, minProficiency }) =>
      from?.requirements.some((one) => one.skillId === skillId && one.minProficiency >= minProficiency) !== true,
  );
