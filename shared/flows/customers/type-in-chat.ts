import type { AgentId, InteractionRef, TenantId } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import { agentWork } from '../agents/agent-work';
import { agentInCharge } from '../lib/agent-in-charge';
import { botCarriesAll } from '../lib/bot-load';
import type { Deps } from '../lib/deps';
import { deskAddress } from '../lib/desk-address';
import { FlowError } from '../lib/flow-error';
import { seenInCharge } from '../agents/reply';
import { agentOf } from '../lib/live-configs';
import { openIn, threadOf, type Writer } from './chat-thread';
import { tellPage } from './tell-page';

/** Tells the desk of the agent, if there is one, that the customer writes. Nothing is kept: who misses it misses nothing. */
export async function customerTypes(deps: Deps, writer: Writer): Promise<void> {
  const thread = await threadOf(deps, writer);
  const stored = await openIn(deps, thread);
  const agentId = stored && agentInCharge(stored.interaction);
  if (!stored || !agentId) return;
  const { tenantId, interactionId } = stored.interaction.facts;
  try {
    await deps.live.publish({ kind: 'agent', tenantId, agentId }, [{ kind: 'typing', interactionId }]);
    await showInBot(deps, tenantId, agentId);
  } catch (error) {
    deps.log.warn('typing not told', { interactionId, why: messageOf(error) });
  }
}

/** In the bot's chat nothing says who writes: it is shown while the agent has one written conversation, and can only be that customer. */
async function showInBot(deps: Deps, tenantId: TenantId, agentId: AgentId): Promise<void> {
  if (!(await botCarriesAll(deps, tenantId))) return;
  const { assignments } = await agentWork(deps, tenantId, agentId);
  if (assignments.filter(({ channel }) => channel !== 'voice').length !== 1) return;
  const address = await deskAddress(deps, tenantId, agentId);
  if (address !== undefined) await deps.desk.showTyping(address);
}

/** Tells the customer's page that the agent in charge writes. */
export async function agentTypes(deps: Deps, ref: InteractionRef, agentId: AgentId): Promise<void> {
  const stored = await seenInCharge(deps, ref, agentId);
  if (stored === undefined || agentInCharge(stored.interaction) !== agentId)
    throw new FlowError('notYours', 'Nobody of yours is waiting for a text here.');
  const { channel, externalRef, tenantId } = stored.interaction.facts;
  if (channel !== 'chat') throw new FlowError('refused', 'This channel does not show who writes.');
  const agent = await agentOf(deps, tenantId, agentId);
  await tellPage(deps, externalRef, { kind: 'typing', name: agent?.name ?? null });
}
