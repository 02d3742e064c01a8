import { interactionIdOf } from '../../shared/core/lib/ids';
import { callOut, ownNumbers, textOut, type ReachOut } from '../../shared/flows/agents/reach-out';
import type { SeenInteraction } from '../../shared/ports/interaction-store';
import type { App } from '../compose';
import { agentOperation, type AgentCaller } from '../operations';
import { deliveryOf, summaryOf } from './views';

/** Calls and texts that agents begin. */
export function registerReachingOut(): void {
  agentOperation('listOwnNumbers', async ({ deps }, { tenantId, agentId }) => ({
    ...(await ownNumbers(deps, tenantId, agentId)),
    emergencyCalls: false,
  }));
  agentOperation('callOut', async (app, caller, { body }) => {
    const seen = await callOut(app.deps, requestOf(caller, body));
    audit(app, caller, seen, body.consentGiven);
    return { interaction: await summaryOf(app.deps, seen, caller.agentId) };
  });
  agentOperation('textOut', async (app, caller, { body }) => {
    const { seen, replied } = await textOut(app.deps, { ...requestOf(caller, body), text: body.text });
    audit(app, caller, seen, body.consentGiven);
    const { message, delivery } = replied;
    const interaction = await summaryOf(app.deps, seen, caller.agentId);
    return { key: message.key, delivery: deliveryOf(delivery), interaction };
  });
}

type Asked = Pick<ReachOut, 'to' | 'from' | 'consentGiven' | 'key'> & { readonly about: string | null };

const requestOf = ({ tenantId, agentId }: AgentCaller, { about, ...asked }: Asked): ReachOut => ({
  ...asked,
  tenantId,
  agentId,
  about: about === null ? null : interactionIdOf(about),
});

/** Who reached out, and what they said of the customer's consent; ids only. At the level that no environment filters away. */
function audit(
  { deps }: App,
  { tenantId, agentId }: AgentCaller,
  { interaction }: SeenInteraction,
  consentGiven: boolean,
) {
  const { interactionId, channel, continues } = interaction.facts;
  const about = continues?.interactionId ?? null;
  deps.log.warn('agent reached out', { tenantId, agentId, interactionId, channel, consentGiven, about });
}
