import { decodePosition } from '../core/flow/position-codec';
import type { InteractionRef } from '../core/lib/ids';
import { visitIdOfShard } from './acts/shard-visit-id';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { stepFlow } from './walk-flow';

/** The longest wait is over: the visit ends and the flow goes on to its configured end. */
export async function expireVisit(deps: Deps, ref: InteractionRef, shardVisitId: string): Promise<void> {
  const changed = await changeInteraction(deps, ref, () => ({
    type: 'expireVisit',
    at: deps.clock.now(),
    visitId: visitIdOfShard(shardVisitId),
  }));
  if (changed.kind !== 'changed') return;
  const { phase } = changed.stored.interaction;
  const position = phase.name === 'selfService' ? decodePosition(phase.position) : null;
  if (position?.state !== 'queued') return;
  await stepFlow(deps, ref, { kind: 'queueLeft', turn: position.turn, because: 'tooLong' });
}
