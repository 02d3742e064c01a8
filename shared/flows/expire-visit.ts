import { type InteractionRef } from '../core/lib/ids';
import { visitIdOfShard } from './acts/shard-visit-id';
import { failHandover } from './agents/fail-handover';
import { wordsOf } from './command-of-step';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { leaveQueueByFlow } from './walk-flow';

/** The longest wait is over: the visit ends and the flow goes on to its configured end. */
export async function expireVisit(deps: Deps, ref: InteractionRef, shardVisitId: string): Promise<void> {
  const visitId = visitIdOfShard(shardVisitId);
  const left = await leaveQueueByFlow(deps, ref, visitId, (turn) => ({ kind: 'queueLeft', turn, because: 'tooLong' }));
  // Nobody came for a customer who is still their agent's.
  if (left.kind === 'ignored') await failHandover(deps, ref, visitId, 'notTaken');
  if (left.kind === 'ignored' && left.stored.interaction.deferred !== null) await expireDeferred(deps, ref);
}

/** Nobody took what a caller left behind: it must not wait for ever. */
async function expireDeferred(deps: Deps, ref: InteractionRef): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  const words = wordsOf(config, config.tenant.languages[0], [], null);
  const changed = await changeInteraction(deps, ref, ({ interaction }) => {
    const { phase, deferred } = interaction;
    if (deferred === null || (phase.name !== 'queued' && phase.name !== 'alerting')) return null;
    const reason = deferred.kind === 'callback' ? 'callbackGivenUp' : 'queueDeadline';
    return { type: 'end', at: deps.clock.now(), reason, words, ...endTimings(config, interaction) };
  });
  if (changed.kind === 'changed') deps.log.error('what a caller left behind was never taken', { ...ref });
}
