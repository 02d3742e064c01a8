import { tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { intervalsOfQueues, readLive } from '../../shared/flows/read-figures';
import { readCalibration } from '../../shared/flows/routing/read-calibration';
import { overseenQueues } from '../../shared/flows/supervisors/oversight';
import type { Caller } from '../../shared/security/entra';
import type { App } from '../compose';
import { roleOperation } from '../operations';

/** Figures of a tenant, for analysts and supervisors of its own directory: of all queues, or those that they oversee. */
export function registerMetrics(): void {
  roleOperation('getLiveFigures', async (app, caller, { query }) => {
    const tenantId = await ownTenant(app, caller, query.tenantId);
    return readLive(app.deps, tenantId, await readableQueues(app, tenantId, caller));
  });
  roleOperation('getWaitCalibration', async (app, caller, { query }) => {
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const overseen = await readableQueues(app, tenantId, caller);
    return (await readCalibration(app.deps, tenantId)).filter(({ queueId }) => overseen.has(queueId));
  });
  roleOperation('getIntervalFigures', async (app, caller, { query }) => {
    const span = { from: Date.parse(query.from), to: Date.parse(query.to) };
    const tenantId = await ownTenant(app, caller, query.tenantId);
    const overseen = await readableQueues(app, tenantId, caller);
    return intervalsOfQueues(app.deps, tenantId, span, overseen);
  });
}

/** Analysts read of all queues, supervisors of theirs. */
async function readableQueues({ deps }: App, tenantId: TenantId, { roles, objectId }: Caller) {
  if (!roles.has('analyst')) return overseenQueues(deps, tenantId, objectId);
  const { config } = await deps.configs.live(tenantId);
  return new Set<string>(config.queues.keys());
}

/** A tenant of somebody else is not found, as if it were not there. */
export async function ownTenant({ deps }: App, { entraTenantId }: Caller, asked: string): Promise<TenantId> {
  const tenantId = tenantIdOf(asked);
  const { config } = await deps.configs.live(tenantId);
  if (config.tenant.entraTenantId !== entraTenantId) throw new FlowError('notFound', 'There is no such tenant.');
  return tenantId;
}
