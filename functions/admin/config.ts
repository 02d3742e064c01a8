import { tenantIdOf, type TenantId } from '../../shared/core/lib/ids';
import { previewConfig } from '../../shared/flows/admin/preview-config';
import { checkMayRead, MOST_HISTORY, publishConfig, restoreConfig } from '../../shared/flows/admin/publish-config';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { ConfigAuthor, ConfigVersion } from '../../shared/ports/config-store';
import type { Caller } from '../../shared/security/entra';
import type { App } from '../compose';
import { publicOperation, roleOperation } from '../operations';

/** Tenants' configurations: published by their administrators, or by whoever holds the master key of the host. */
export function registerConfig(): void {
  registerChanges();
  registerReading();
}

function registerChanges(): void {
  publicOperation('installConfig', ({ deps }, { params, body }) => {
    const author = { id: 'hostKey', name: null };
    return publishConfig(deps, { ...body, tenantId: tenantIdOf(params.tenantId), ofDirectory: null, author });
  });
  roleOperation('publishConfig', (app, caller, { params, body }) =>
    publishConfig(app.deps, { ...body, ...changeOf(app, caller, params.tenantId) }),
  );
  roleOperation('restoreConfig', async (app, caller, { params, body }) => {
    const change = changeOf(app, caller, params.tenantId);
    await checkMayRead(app.deps, change.tenantId, change.ofDirectory);
    return restoreConfig(app.deps, { ...body, ...change });
  });
}

function registerReading(): void {
  roleOperation('getLiveConfig', async (app, caller, { params }) => {
    const tenantId = await readable(app, caller, params.tenantId);
    return filesOf(await versionOf(app, tenantId, await app.deps.configStore.liveVersion(tenantId)));
  });
  roleOperation('getConfigVersion', async (app, caller, { params }) => {
    const tenantId = await readable(app, caller, params.tenantId);
    const history = await app.deps.configStore.history(tenantId, MOST_HISTORY);
    const known = history.find(({ version }) => version === params.version);
    return filesOf(await versionOf(app, tenantId, known?.version));
  });
  roleOperation('getConfigHistory', async (app, caller, { params, query }) => {
    const tenantId = await readable(app, caller, params.tenantId);
    const history = await app.deps.configStore.history(tenantId, query.limit);
    return history.map(({ version, change }) => ({ version, ...change }));
  });
  roleOperation('previewConfig', async (app, caller, { params, body }) => {
    const tenantId = tenantIdOf(params.tenantId);
    // An administrator of the deployment may preview a tenant that is not there yet.
    if (directoryOf(app, caller) !== null) await readable(app, caller, tenantId);
    return previewConfig(app.deps, tenantId, body.files);
  });
}

async function readable(app: App, caller: Caller, name: string): Promise<TenantId> {
  const tenantId = tenantIdOf(name);
  await checkMayRead(app.deps, tenantId, directoryOf(app, caller));
  return tenantId;
}

async function versionOf({ deps }: App, tenantId: TenantId, version: number | undefined): Promise<ConfigVersion> {
  const found = version === undefined ? undefined : await deps.configStore.read(tenantId, version);
  if (found === undefined) throw new FlowError('notFound', 'There is no such version.');
  return found;
}

const filesOf = ({ version, files }: ConfigVersion) => ({
  version,
  files: files.map(({ name, content }) => ({ name, content })),
});

const changeOf = (app: App, caller: Caller, tenantId: string) => ({
  tenantId: tenantIdOf(tenantId),
  ofDirectory: directoryOf(app, caller),
  author: authorOf(caller),
});

const authorOf = (caller: Caller): ConfigAuthor => ({
  id: `${caller.entraTenantId}/${caller.objectId}`,
  name: caller.kind === 'person' ? caller.name : caller.appId,
});

/** Administrators of the deployment's own directory serve every tenant; those of another only tenants of theirs. */
const directoryOf = ({ settings }: App, { entraTenantId }: Caller): string | null =>
  entraTenantId === settings.BOT_TENANT_ID ? null : entraTenantId;
