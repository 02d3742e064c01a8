import { shardIdOf, tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import { liveFiles } from '../../shared/flows/admin/publish-config';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { Caller } from '../../shared/security/entra';
import type { App } from '../compose';
import { roleOperation } from '../operations';
import { directoryOf } from './config';

/** What a recording is made of: a shard's journal, and the configurations that it was decided by. */
export function registerRecordings(): void {
  roleOperation('readShardJournal', async (app, caller, { params, query }) => {
    const tenantId = await servedTenant(app, caller, params.tenantId);
    const shard = { tenantId, shardId: shardIdOf(params.shardId) };
    for await (const { snapshot, entries } of app.deps.journal.history(shard, Date.parse(query.from))) {
      const wanted = entries.filter(({ seq }) => seq > query.after);
      if (wanted.length > 0)
        return { snapshot: snapshot && { ...snapshot }, entries: wanted.map((entry) => ({ ...entry })) };
    }
    return { snapshot: null, entries: [] };
  });
  roleOperation('getConfigVersion', async (app, caller, { params }) => {
    const tenantId = await servedTenant(app, caller, params.tenantId);
    const found = await app.deps.configStore.read(tenantId, params.version);
    if (found === undefined) throw new FlowError('notFound', 'There is no such version.');
    return { version: found.version, files: found.files.map(({ name, content }) => ({ name, content })) };
  });
}

async function servedTenant(app: App, caller: Caller, id: string): Promise<TenantId> {
  const tenantId = tenantIdOf(id);
  const { entraTenantId } = await liveFiles(app.deps, tenantId);
  const only = directoryOf(app, caller);
  if (only !== null && only !== entraTenantId) throw new FlowError('notFound', 'There is no such tenant.');
  return tenantId;
}
