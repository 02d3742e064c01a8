import type { Facts } from '../../core/interaction/state';
import type { Callee } from '../../ports/channels';
import type { Deps } from '../lib/deps';

/** Somebody of the tenant's directory, as a call of ours is to ring them. */
export async function calleeOfPerson(
  { configs }: Pick<Deps, 'configs'>,
  { tenantId, ourAddress }: Pick<Facts, 'tenantId' | 'ourAddress'>,
  { teamsUserId }: { readonly teamsUserId: string },
): Promise<Callee> {
  const { config } = await configs.live(tenantId);
  return { teamsUserId, entraTenantId: config.tenant.entraTenantId, from: ourAddress };
}
