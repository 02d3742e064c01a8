import type { OfferView } from '../../shared/contracts/http/agents';
import { interactionIdOf, offerIdOf } from '../../shared/core/lib/ids';
import type { Outcome } from '../../shared/core/routing/outcomes';
import { agentWork } from '../../shared/flows/agents/agent-work';
import { acceptOffer, declineOffer, heldBy, takenBy } from '../../shared/flows/agents/answer-offer';
import { handleInteraction } from '../../shared/flows/agents/handle-interaction';
import type { Deps } from '../../shared/flows/lib/deps';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { agentOperation, type AgentCaller } from '../operations';
import { changedOf, offerOf, summaryOf } from './views';

/** What is offered to an agent, and their answers. */
export function registerOffers(): void {
  agentOperation('listOffers', async ({ deps }, caller) => ({
    now: deps.clock.now(),
    offers: await offersTo(deps, caller),
  }));
  agentOperation('acceptOffer', async ({ deps }, caller, { params }) => {
    refuseStrangers(await acceptOffer(deps, { ...caller, offerId: offerIdOf(params.offerId) }));
    return { interaction: await accepted(deps, caller, params.offerId) };
  });
  agentOperation('declineOffer', async ({ deps }, caller, { params }) => {
    refuseStrangers(await declineOffer(deps, { ...caller, offerId: offerIdOf(params.offerId) }));
    return undefined;
  });
  agentOperation('connectOffer', async ({ deps }, caller, { params }) => {
    const interactionId = await heldBy(deps, { ...caller, offerId: offerIdOf(params.offerId) });
    if (interactionId === undefined) throw new FlowError('notFound', 'There is no such offer.');
    const ref = { tenantId: caller.tenantId, interactionId };
    return changedOf(deps, await handleInteraction(deps, ref, caller.agentId, 'connect'), caller.agentId);
  });
}

/** An offer to somebody else is not there, as if it had never been made. */
function refuseStrangers({ kind }: Outcome): void {
  if (kind === 'notYourOffer' || kind === 'unknownOffer') throw new FlowError('notFound', 'There is no such offer.');
}

async function offersTo(deps: Deps, { tenantId, agentId }: AgentCaller): Promise<OfferView[]> {
  const { offers } = await agentWork(deps, tenantId, agentId);
  return Promise.all(
    offers.map(async (offer) => {
      const ref = { tenantId, interactionId: interactionIdOf(offer.interactionId) };
      return offerOf(deps, tenantId, offer, await deps.interactions.glance(ref));
    }),
  );
}

async function accepted(deps: Deps, caller: AgentCaller, offerId: string) {
  const taken = await takenBy(deps, { ...caller, offerId: offerIdOf(offerId) });
  if (taken === undefined) throw new FlowError('gone', 'The customer waits no more.');
  return summaryOf(deps, taken, caller.agentId);
}
