import { tenantIdOf } from '../../shared/core/lib/ids';
import { messageOf } from '../../shared/core/lib/message-of';
import type { Deps } from '../../shared/flows/lib/deps';
import { readLive } from '../../shared/flows/read-figures';

/** Tells the wallboards of these tenants the figures as they are now. Best effort: the next change says everything again. */
export async function tellWallboards(deps: Deps, tenants: ReadonlySet<string>): Promise<void> {
  if (!deps.live.isThere) return;
  for (const tenant of tenants) {
    const tenantId = tenantIdOf(tenant);
    try {
      const figures = await readLive(deps, tenantId);
      await deps.live.publish({ kind: 'figures', tenantId }, [{ kind: 'figures', figures: { ...figures } }]);
    } catch (error) {
      deps.log.warn('figures not published', { tenantId, why: messageOf(error) });
    }
  }
}
