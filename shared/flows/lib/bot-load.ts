import type { TenantId } from '../../core/lib/ids';
import type { Deps } from './deps';

/** Whether agents read everything in their chat with the bot, or offers alone. A stamp without live updates shows the rest nowhere else. */
export async function botCarriesAll(
  { configs, live }: Pick<Deps, 'configs' | 'live'>,
  tenantId: TenantId,
): Promise<boolean> {
  const { config } = await configs.live(tenantId);
  return config.tenant.botCarries === 'everything' || !live.isThere;
}
