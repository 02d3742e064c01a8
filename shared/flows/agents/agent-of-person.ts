import type { Agent } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';

/** Somebody's account in a directory of Microsoft Entra ID, by which Teams names them too. */
interface EntraAccount {
  readonly entraTenantId: string;
  readonly objectId: string;
}

/** The agent that a person is; undefined for one who answers no customers. A person is an agent of one tenant at most. */
export async function agentOfPerson(
  { configs }: Pick<Deps, 'configs'>,
  { entraTenantId, objectId }: EntraAccount,
): Promise<{ readonly tenantId: TenantId; readonly agent: Agent } | undefined> {
  for (const tenantId of await configs.tenants()) {
    const { config } = await configs.live(tenantId);
    if (config.tenant.entraTenantId !== entraTenantId) continue;
    const agent = [...config.agents.values()].find((one) => one.entraObjectId === objectId);
    if (agent !== undefined) return { tenantId, agent };
  }
  return undefined;
}
