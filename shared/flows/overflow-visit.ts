import { visitIdOf, type InteractionRef } from '../core/lib/ids';
import type { OverflowedAct } from '../core/routing/acts';
import { visitIdOfShard } from './acts/shard-visit-id';
import { failHandover } from './agents/fail-handover';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { visitInQueue } from './lib/visit-in-queue';

/** Which visit goes where. */
type Overflow = Pick<OverflowedAct, 'visitId' | 'toQueueId'>;

/**
 * A visit goes on in another queue, or in the same one of another shard: with its start of wait, and with what its flow asks but not
 * what the old queue asked. One of a customer who is still their agent's ends there.
 */
export async function overflowVisit(deps: Deps, ref: InteractionRef, act: Overflow): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  const to = config.queues.get(act.toQueueId);
  const visitId = visitIdOf(deps.ids.next());
  const changed = await changeInteraction(deps, ref, ({ interaction: { facts, phase } }) => {
    if (to === undefined || !('visit' in phase)) return null;
    const at = deps.clock.now();
    const visit = visitInQueue(config, to, facts.channel, { before: phase.visit, visitId, at });
    return { type: 'moveVisit', at, visitId: visitIdOfShard(act.visitId), visit };
  });
  if (changed.kind === 'ignored') await failHandover(deps, ref, visitIdOfShard(act.visitId), 'notTaken');
}
