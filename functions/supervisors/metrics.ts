import { tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { readCalibration } from '../../shared/flows/routing/read-calibration';
import { readIntervals, readLive } from '../../shared/flows/read-figures';
import type { Caller } from '../../shared/security/entra';
import type { App } from '../compose';
import { roleOperation } from '../operations';

/** Figures of a tenant, for supervisors of its own directory. */
export function registerMetrics(): void {
  roleOperation('getLiveFigures', async (app, caller, { query }) =>
    readLive(app.deps, await ownTenant(app, caller, query.tenantId)),
  );
  roleOperation('getWaitCalibration', async (app, caller, { query }) =>
    readCalibration(app.deps, await ownTenant(app, caller, query.tenantId)),
  );
  roleOperation('getIntervalFigures', async (app, caller, { query }) => {
    const span = { from: Date.parse(query.from), to: Date.parse(query.to) };
    return readIntervals(app.deps, await ownTenant(app, caller, query.tenantId), span);
  });
}

/** A tenant of somebody else is not found, as if it were not there. */
export async function ownTenant({ deps }: App, { entraTenantId }: Caller, asked: string): Promise<TenantId> {
  const tenantId = tenantIdOf(asked);
  const { config } = await deps.configs.live(tenantId);
  if (config.tenant.entraTenantId !== entraTenantId) throw new FlowError('notFound', 'There is no such tenant.');
  return tenantId;
}
