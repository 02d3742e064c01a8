import type { CompiledConfig } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { ConfigVersion } from '../../ports/config-store';
import { compileFiles } from '../lib/compile-files';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { readConfig } from '../../contracts/read-config';

export interface PublishRequest {
  readonly tenantId: TenantId;
  readonly files: ConfigVersion['files'];
  /** The only Entra directory whose tenants the caller may change; null for whoever serves them all. */
  readonly ofDirectory: string | null;
}

export interface Published {
  readonly version: number;
  readonly changed: boolean;
}

/** Compiles, stores and makes live; the tenant's addresses lead to it from then on. The same files again change nothing. */
export async function publishConfig(deps: Deps, request: PublishRequest): Promise<Published> {
  const { tenantId, files } = request;
  const config = compiled(files);
  if (config.tenant.id !== tenantId) throw new FlowError('invalid', `The files are of tenant ${config.tenant.id}.`);
  await checkDirectory(deps, request, config);
  await checkAddresses(deps, tenantId, config);
  const published = await publishOnce(deps, tenantId, files);
  await putAddresses(deps, tenantId, config);
  return published;
}

/** The files of the live version, and whose they are. */
export async function liveFiles(
  { configStore }: Pick<Deps, 'configStore'>,
  tenantId: TenantId,
): Promise<ConfigVersion & { readonly entraTenantId: string }> {
  const version = await configStore.liveVersion(tenantId);
  const found = version === undefined ? undefined : await configStore.read(tenantId, version);
  if (found === undefined) throw new FlowError('notFound', 'There is no such tenant.');
  return { ...found, entraTenantId: compileFiles(found.files).tenant.entraTenantId };
}

function compiled(files: ConfigVersion['files']): CompiledConfig {
  const result = readConfig(files.map(({ name, content }) => ({ file: name, text: content })));
  if (result.ok) return result.value;
  const details = result.error.map(({ file, line, path, message }) => ({
    path: [line === null ? file : `${file}:${line}`, ...path].join(' '),
    message,
  }));
  throw new FlowError('invalid', 'The configuration is refused.', details);
}

/** An administrator of one organisation can neither take over another's tenant nor give theirs away. */
async function checkDirectory(
  deps: Deps,
  { tenantId, ofDirectory }: PublishRequest,
  { tenant }: CompiledConfig,
): Promise<void> {
  if (ofDirectory === null) return;
  const { entraTenantId } = await liveFiles(deps, tenantId);
  if (entraTenantId !== ofDirectory || tenant.entraTenantId !== ofDirectory)
    throw new FlowError('notFound', 'There is no such tenant.');
}

async function checkAddresses(deps: Deps, tenantId: TenantId, { entryPoints }: CompiledConfig): Promise<void> {
  for (const { id, channel, address } of entryPoints.values()) {
    const owner = channel === 'chat' ? undefined : await deps.addresses.find(address);
    if (owner !== undefined && owner.tenantId !== tenantId)
      throw new FlowError('invalid', `The address of entry point ${id} belongs to another tenant.`);
  }
}

async function publishOnce(deps: Deps, tenantId: TenantId, files: ConfigVersion['files']): Promise<Published> {
  const version = await deps.configStore.liveVersion(tenantId);
  const live = version === undefined ? undefined : await deps.configStore.read(tenantId, version);
  if (live !== undefined && isSame(live.files, files)) return { version: live.version, changed: false };
  const outcome = await deps.configStore.publish(tenantId, files);
  if (outcome.kind === 'conflict') throw new FlowError('contended', 'Another version was published at the same time.');
  return { version: outcome.version, changed: true };
}

const isSame = (before: ConfigVersion['files'], after: ConfigVersion['files']): boolean =>
  before.length === after.length &&
  after.every(({ name, content }) => before.some((one) => one.name === name && one.content === content));

/** Repeated with every publication: an earlier one may have died in between. A chat's key is no address: its threads are. */
async function putAddresses(deps: Deps, tenantId: TenantId, { entryPoints }: CompiledConfig): Promise<void> {
  for (const { id, channel, address } of entryPoints.values()) {
    if (channel === 'chat') continue;
    await deps.addresses.put(address, { tenantId, channel, entryPoint: id, customer: null });
  }
}
