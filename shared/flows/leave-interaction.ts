import type { CloseReason } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';
import { changeInteraction, type Changed } from './lib/change-interaction';
import type { Deps } from './lib/deps';
import { endTimings } from './lib/end-timings';

/** The customer is gone: hung up, closed the chat for good, or wants no more texts. */
export async function leaveInteraction(deps: Deps, ref: InteractionRef, reason: CloseReason): Promise<Changed> {
  const { config } = await deps.configs.live(ref.tenantId);
  return changeInteraction(deps, ref, ({ interaction }) => ({
    type: 'leave',
    at: deps.clock.now(),
    reason,
    ...endTimings(config, interaction),
  }));
}
