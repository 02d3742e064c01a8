import type { OfferView } from '../../shared/contracts/http/agents';
import { interactionIdOf, offerIdOf } from '../../shared/core/lib/ids';
import { agentWork } from '../../shared/flows/agents/agent-work';
import { acceptOffer, declineOffer } from '../../shared/flows/agents/answer-offer';
import { handleInteraction } from '../../shared/flows/agents/handle-interaction';
import type { Deps } from '../../shared/flows/lib/deps';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { agentOperation, type AgentCaller } from '../operations';
import { changedOf, summaryOf } from './views';

/** What is offered to an agent, and their answers. */
export function registerOffers(): void {
  agentOperation('listOffers', async ({ deps }, caller) => ({ offers: await offersTo(deps, caller) }));
  agentOperation('acceptOffer', async ({ deps }, caller, { params }) => {
    await acceptOffer(deps, { ...caller, offerId: offerIdOf(params.offerId) });
    return { interaction: await accepted(deps, caller, params.offerId) };
  });
  agentOperation('declineOffer', async ({ deps }, caller, { params }) => {
    const outcome = await declineOffer(deps, { ...caller, offerId: offerIdOf(params.offerId) });
    if (outcome.kind === 'notYourOffer' || outcome.kind === 'unknownOffer')
      throw new FlowError('notFound', 'There is no such offer.');
    return undefined;
  });
  agentOperation('connectOffer', async ({ deps }, caller, { params }) => {
    const ref = { tenantId: caller.tenantId, interactionId: await interactionOf(deps, caller, params.offerId) };
    return changedOf(deps, await handleInteraction(deps, ref, caller.agentId, 'connect'), caller.agentId);
  });
}

async function offersTo(deps: Deps, { tenantId, agentId }: AgentCaller): Promise<OfferView[]> {
  const [{ offers }, { config }] = await Promise.all([agentWork(deps, tenantId, agentId), deps.configs.live(tenantId)]);
  return Promise.all(
    offers.map(async ({ offerId, interactionId, channel, queueId, deadlineAt }) => {
      const stored = await deps.interactions.glance({ tenantId, interactionId: interactionIdOf(interactionId) });
      return {
        offerId,
        interactionId,
        channel,
        customerName: stored?.interaction.facts.customerName ?? null,
        queueName: config.queues.get(queueId)?.name ?? null,
        answerBy: deadlineAt,
      };
    }),
  );
}

/** The interaction that an accepted offer was of: an assignment has the id of its offer. */
async function interactionOf(deps: Deps, { tenantId, agentId }: AgentCaller, offerId: string) {
  const { assignments } = await agentWork(deps, tenantId, agentId);
  const found = assignments.find(({ assignmentId }) => assignmentId === offerId);
  if (found === undefined) throw new FlowError('gone', 'The offer is over.');
  return interactionIdOf(found.interactionId);
}

/** The shard may give it to an agent in the very moment in which the customer leaves: the interaction has the last word. */
async function accepted(deps: Deps, caller: AgentCaller, offerId: string) {
  const interactionId = await interactionOf(deps, caller, offerId);
  const stored = await deps.interactions.glance({ tenantId: caller.tenantId, interactionId });
  const isTheirs = stored?.interaction.segments.some((segment) => segment.offerId === offerId) ?? false;
  if (stored === undefined || !isTheirs) throw new FlowError('gone', 'The customer waits no more.');
  return summaryOf(deps, stored, caller.agentId);
}
