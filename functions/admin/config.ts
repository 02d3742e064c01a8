import { tenantIdOf } from '../../shared/core/lib/ids';
import { liveFiles, publishConfig } from '../../shared/flows/admin/publish-config';
import { FlowError } from '../../shared/flows/lib/flow-error';
import type { Caller } from '../../shared/security/entra';
import type { App } from '../compose';
import { publicOperation, roleOperation } from '../operations';

/** Tenants' configurations: published by their administrators, or by whoever holds the master key of the host. */
export function registerConfig(): void {
  publicOperation('installConfig', ({ deps }, { params, body }) =>
    publishConfig(deps, { tenantId: tenantIdOf(params.tenantId), files: body.files, ofDirectory: null }),
  );
  roleOperation('publishConfig', async (app, caller, { params, body }) => {
    const ofDirectory = directoryOf(app, caller);
    return publishConfig(app.deps, { tenantId: tenantIdOf(params.tenantId), files: body.files, ofDirectory });
  });
  roleOperation('getLiveConfig', async (app, caller, { params }) => {
    const { version, files, entraTenantId } = await liveFiles(app.deps, tenantIdOf(params.tenantId));
    const only = directoryOf(app, caller);
    if (only !== null && only !== entraTenantId) throw new FlowError('notFound', 'There is no such tenant.');
    return { version, files: files.map(({ name, content }) => ({ name, content })) };
  });
}

/** Administrators of the deployment's own directory serve every tenant; those of another only tenants of theirs. */
export const directoryOf = ({ settings }: App, { entraTenantId }: Caller): string | null =>
  entraTenantId === settings.BOT_TENANT_ID ? null : entraTenantId;
