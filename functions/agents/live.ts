import type { AgentSnapshot, LiveContact } from '../../shared/contracts/live';
import { interactionIdOf, type InteractionId } from '../../shared/core/lib/ids';
import { agentWork } from '../../shared/flows/agents/agent-work';
import type { Deps } from '../../shared/flows/lib/deps';
import { agentStateOf } from '../../shared/flows/live/tell-agent-state';
import { agentOperation, roleOperation, type AgentCaller } from '../operations';
import { ownTenant } from '../supervisors/metrics';
import { messageOf, offerOf, summaryOf } from './views';

/** Where desks and wallboards listen, and what they begin with. */
export function registerLive(): void {
  agentOperation('listenAsAgent', ({ deps }, { tenantId, agentId }) =>
    deps.live.connect({ kind: 'agent', tenantId, agentId }),
  );
  roleOperation('listenAsSupervisor', async (app, caller, { query }) =>
    app.deps.live.connect({ kind: 'figures', tenantId: await ownTenant(app, caller, query.tenantId) }),
  );
  agentOperation('getAgentSnapshot', ({ deps }, caller) => snapshotOf(deps, caller));
}

async function snapshotOf(deps: Deps, caller: AgentCaller): Promise<AgentSnapshot> {
  const { tenantId, agentId } = caller;
  const [{ seq, state }, { offers, assignments }] = await Promise.all([
    agentStateOf(deps, tenantId, agentId),
    agentWork(deps, tenantId, agentId),
  ]);
  const ids = new Set([...offers, ...assignments].map(({ interactionId }) => interactionIdOf(interactionId)));
  const contacts = await Promise.all([...ids].map((interactionId) => contactOf(deps, caller, interactionId)));
  return { stateSeq: seq, state, contacts: contacts.filter((contact) => contact !== undefined) };
}

type Contact = AgentSnapshot['contacts'][number];

async function contactOf(deps: Deps, caller: AgentCaller, interactionId: InteractionId): Promise<Contact | undefined> {
  const { tenantId, agentId } = caller;
  const ref = { tenantId, interactionId };
  const stored = await deps.interactions.glance(ref);
  if (stored === undefined) return undefined;
  // Asked again: what was offered a moment ago may be held by now.
  const { offers, assignments } = await agentWork(deps, tenantId, agentId);
  const offer = offers.find((one) => one.interactionId === interactionId);
  const isHeld = assignments.some((one) => one.interactionId === interactionId);
  const contact: LiveContact = {
    interactionId,
    seq: stored.interaction.seq,
    offer: offer === undefined ? null : await offerOf(deps, tenantId, offer, stored),
    interaction: isHeld ? await summaryOf(deps, stored, agentId) : null,
  };
  return { ...contact, messages: isHeld ? (await deps.messages.list(ref)).map(messageOf) : [] };
}
