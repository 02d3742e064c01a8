import type { PartyFailure } from '../../core/interaction/party';
import type { InteractionRef } from '../../core/lib/ids';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { wrapUpMsOf } from '../lib/end-timings';
import type { CallContext } from './call-context';

type PartyContext = Extract<CallContext, { kind: 'party' }>;

/** Somebody whom an agent has rung took the call, or the voicemail did that answers for them: nobody can tell. */
export async function partyAnswered(deps: Deps, ref: InteractionRef, { partyId, who }: PartyContext): Promise<void> {
  const { config } = await deps.configs.live(ref.tenantId);
  await changeInteraction(deps, ref, ({ interaction }) => ({
    type: 'answerParty',
    at: deps.clock.now(),
    partyId,
    who,
    wrapUpMs: wrapUpMsOf(config, interaction),
  }));
}

/** They are not there: the customer stays with the agent, who may ask somebody else. */
export async function partyFailed(
  deps: Deps,
  ref: InteractionRef,
  { partyId }: PartyContext,
  why: PartyFailure,
): Promise<void> {
  await changeInteraction(deps, ref, () => ({ type: 'failParty', at: deps.clock.now(), partyId, why }));
}
