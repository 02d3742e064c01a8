import type { AgentId, TenantId } from '../../core/lib/ids';
import type { DeskAddress } from '../../ports/agent-desk';
import type { Deps } from './deps';

/** Where an agent is reached in Teams; undefined for one who left the configuration. */
export async function deskAddress(
  deps: Pick<Deps, 'configs' | 'directory'>,
  tenantId: TenantId,
  agentId: AgentId,
): Promise<DeskAddress | undefined> {
  const { config } = await deps.configs.live(tenantId);
  const agent = config.agents.get(agentId);
  if (agent === undefined) return undefined;
  const desk = await deps.directory.desk(tenantId, agentId);
  return {
    agentName: agent.name,
    teamsUserId: agent.teamsUserId,
    entraTenantId: config.tenant.entraTenantId,
    conversationId: desk?.conversationId ?? null,
    serviceUrl: desk?.serviceUrl ?? null,
  };
}
