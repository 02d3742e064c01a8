import type { LiveUpdate } from '../../shared/contracts/live';
import { tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import { messageOf } from '../../shared/core/lib/message-of';
import type { Deps } from '../../shared/flows/lib/deps';
import { readLive } from '../../shared/flows/read-figures';

/** Tells the wallboards of these tenants the figures as they are now. Best effort: the next change says everything again. */
export async function tellWallboards(deps: Deps, tenants: ReadonlySet<string>): Promise<void> {
  if (!deps.live.isThere) return;
  for (const tenant of tenants) {
    const tenantId = tenantIdOf(tenant);
    try {
      await deps.live.publish({ kind: 'figures', tenantId }, [await newsOf(deps, tenantId)]);
    } catch (error) {
      deps.log.warn('figures not published', { tenantId, why: messageOf(error) });
    }
  }
}

/** All wallboards of a tenant hear the same: where supervisors oversee some queues only, they are told to look for themselves. */
async function newsOf(deps: Deps, tenantId: TenantId): Promise<LiveUpdate> {
  const { config } = await deps.configs.live(tenantId);
  if (config.supervisors.size > 0) return { kind: 'reload' };
  const figures = await readLive(deps, tenantId, new Set(config.queues.keys()));
  return { kind: 'figures', figures: { ...figures } };
}
