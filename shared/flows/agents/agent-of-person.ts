import type { Agent } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';

/** A person as Microsoft Entra and Teams name them. */
export interface Person {
  readonly entraTenantId: string;
  readonly objectId: string;
}

/** The agent that a person is; undefined for one who answers no customers. A person is an agent of one tenant at most. */
export async function agentOfPerson(
  { configs }: Pick<Deps, 'configs'>,
  { entraTenantId, objectId }: Person,
): Promise<{ readonly tenantId: TenantId; readonly agent: Agent } | undefined> {
  for (const tenantId of await configs.tenants()) {
    const { config } = await configs.live(tenantId);
    if (config.tenant.entraTenantId !== entraTenantId) continue;
    const agent = [...config.agents.values()].find((one) => one.entraObjectId === objectId);
    if (agent !== undefined) return { tenantId, agent };
  }
  return undefined;
}
