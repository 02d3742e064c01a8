import type { Facts } from '../../core/interaction/state';
import type { Deps } from '../lib/deps';

/** What others see whom we call from where the customer reached us: the tenant's rule, or that number; null for what is no number. */
export async function callerIdOf(
  { configs }: Pick<Deps, 'configs'>,
  { tenantId, ourAddress }: Pick<Facts, 'tenantId' | 'ourAddress'>,
): Promise<string | null> {
  if (!ourAddress.startsWith('+')) return null;
  const { config } = await configs.live(tenantId);
  const named = [...config.entryPoints.values()].find(
    ({ channel, address, callerId }) => channel === 'voice' && address === ourAddress && callerId !== null,
  );
  return named?.callerId ?? ourAddress;
}
