import type { HandoverFailure } from '../../core/interaction/events';
import type { InteractionRef } from '../../core/lib/ids';
import { changeInteraction, type Changed } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';

/** A handover came to nothing, if there still is one: the customer stays where they are. `visitId` is that of the handover; null means any. */
export const failHandover = (
  deps: Deps,
  ref: InteractionRef,
  visitId: string | null,
  why: HandoverFailure,
): Promise<Changed> =>
  changeInteraction(deps, ref, () => ({ type: 'failHandover', at: deps.clock.now(), visitId, why }));
