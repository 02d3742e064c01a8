import { agentIdOf } from '../../core/lib/ids';
import type { SeenInteraction } from '../../ports/interaction-store';
import type { Message } from '../../ports/message-store';
import { agentInCharge } from '../lib/agent-in-charge';
import { botCarriesAll } from '../lib/bot-load';
import type { Deps } from '../lib/deps';
import { tellAgent } from '../lib/tell-agent';
import { notThrough } from './not-through';

const SHOWN_CHARACTERS = 60;

/**
 * An agent whose words were accepted and did not reach the customer after all reads it where they wrote. Whoever has the customer now
 * sees it at the message; when nobody has, only its author can make it good.
 */
export async function tellUnsent(deps: Deps, seen: SeenInteraction, message: Message, code: string): Promise<void> {
  const { author, key, text } = message;
  if (author.kind !== 'agent') return;
  const { tenantId, interactionId } = seen.interaction.facts;
  const inCharge = agentInCharge(seen.interaction);
  if (inCharge !== null && (inCharge !== author.id || !(await botCarriesAll(deps, tenantId)))) return;
  const shown = text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
  const told = { tenantId, agentId: agentIdOf(author.id), sourceId: `${key}/failed` };
  await tellAgent(deps, told, interactionId, `${notThrough(code)} You wrote: ${shown}`);
}
