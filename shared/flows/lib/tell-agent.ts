import type { AgentId, TenantId } from '../../core/lib/ids';
import { deskAddress } from './desk-address';
import type { Deps } from './deps';

/** Whom it is told, and what it answers: a repeat is the same line. */
interface Told {
  readonly tenantId: TenantId;
  readonly agentId: AgentId;
  readonly sourceId: string;
}

/** A line of ours in an agent's chat with the bot; none for one who left the configuration. */
export async function tellAgent(deps: Deps, told: Told, interactionId: string | null, text: string): Promise<void> {
  const address = await deskAddress(deps, told.tenantId, told.agentId);
  if (address === undefined) return;
  const key = `${told.sourceId}/answer`;
  await deps.desk.showNotice(address, {
    key,
    interactionId: interactionId ?? '',
    text,
    actions: [],
    wrapUpChoices: [],
    transferChoices: [],
  });
}
