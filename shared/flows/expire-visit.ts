import type { QueueLeftReason } from '../core/flow/protocol';
import type { InteractionRef } from '../core/lib/ids';
import type { DepartureCause } from '../core/routing/plan';
import { visitIdOfShard } from './acts/shard-visit-id';
import { failHandover } from './agents/fail-handover';
import { wordsOf } from './command-of-step';
import { changeInteraction } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';
import { leaveQueueByFlow } from './walk-flow';

/** A visit that its queue lets go. `because` as the shard says it; absent: the longest wait is over. */
interface Expiring {
  readonly visitId: string;
  readonly because?: DepartureCause;
}

/** Nobody came: the visit ends and the flow goes on to its configured end. */
export async function expireVisit(deps: Deps, ref: InteractionRef, expiring: Expiring): Promise<void> {
  const visitId = visitIdOfShard(expiring.visitId);
  const leave = (because: QueueLeftReason) =>
    leaveQueueByFlow(deps, ref, visitId, (turn) => ({ kind: 'queueLeft', turn, because }));
  let left = await leave(expiring.because === 'closed' ? 'closed' : 'tooLong');
  // A flow that lets customers wait through closed hours has no other way for them than after too long a wait.
  if (left.kind === 'ignored' && expiring.because === 'closed') left = await leave('tooLong');
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
