import { formatPlace, readConfig } from '../../contracts/read-config';
import type { CompiledConfig } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { ConfigAuthor, ConfigVersion } from '../../ports/config-store';
import { compileFiles } from '../lib/compile-files';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { assignConsents } from './assign-consents';
import { claimAddresses } from './claim-addresses';

/** Who changes what is live, and why. */
export interface ChangeRequest {
  readonly tenantId: TenantId;
  /** The only Entra directory whose tenants the caller may change; null for whoever serves them all. */
  readonly ofDirectory: string | null;
  readonly author: ConfigAuthor;
  readonly reason: string;
  /** What the caller believes to be live, 0 for nothing; null for whoever does not care. */
  readonly expectedVersion: number | null;
}

/** Files that are to become live. */
export interface PublishRequest extends ChangeRequest {
  readonly files: ConfigVersion['files'];
}

/** The version that is live now; `changed` false where the same files were live before. */
export interface Published {
  readonly version: number;
  readonly changed: boolean;
}

/** Compiles, stores and makes live, in one step that happens or does not. The same files again change nothing. */
export const publishConfig = (deps: Deps, request: PublishRequest): Promise<Published> =>
  makeLive(deps, request, request.files, null);

/** Makes the files of an earlier version live again, as a new version. */
export async function restoreConfig(
  deps: Deps,
  request: ChangeRequest & { readonly version: number },
): Promise<Published> {
  const { tenantId, version } = request;
  const found = await deps.configStore.read(tenantId, version);
  const wasLive = (await deps.configStore.history(tenantId, MOST_HISTORY)).some((entry) => entry.version === version);
  if (found === undefined || !wasLive) throw new FlowError('notFound', `Version ${version} was never live.`);
  return makeLive(deps, request, found.files, version);
}

/** How far back history is looked at. */
export const MOST_HISTORY = 1_000;

async function makeLive(
  deps: Deps,
  request: ChangeRequest,
  files: ConfigVersion['files'],
  restores: number | null,
): Promise<Published> {
  const { tenantId, author, reason } = request;
  const config = compiled(files);
  if (config.tenant.id !== tenantId) throw new FlowError('invalid', `The files are of tenant ${config.tenant.id}.`);
  await checkDirectory(deps, request, config);
  const live = await liveVersion(deps, tenantId);
  checkExpectation(request, live);
  await claimAddresses(deps, tenantId, config, files);
  await assignConsents(deps, config, live === undefined ? null : compileFiles(live.files));
  if (live !== undefined && isSame(live.files, files)) return { version: live.version, changed: false };
  const change = { at: deps.clock.now(), author, reason, replaces: live?.version ?? 0, restores };
  const outcome = await deps.configStore.publish(tenantId, { files, change });
  if (outcome.kind === 'conflict') throw new FlowError('refused', 'Another version became live at the same time.');
  return { version: outcome.version, changed: true };
}

/** The live version as it is stored. */
export async function liveVersion(
  { configStore }: Pick<Deps, 'configStore'>,
  tenantId: TenantId,
): Promise<ConfigVersion | undefined> {
  const version = await configStore.liveVersion(tenantId);
  return version === undefined ? undefined : configStore.read(tenantId, version);
}

/** Compiles files that a caller sent. Refuses with every reason, each at its file and line. */
export function compiled(files: ConfigVersion['files']): CompiledConfig {
  const result = readConfig(files.map(({ name, content }) => ({ file: name, text: content })));
  if (result.ok) return result.value;
  const details = result.error.map((error) => ({ path: formatPlace(error), message: error.message }));
  throw new FlowError('invalid', 'The configuration is refused.', details);
}

/** An administrator of one organisation can neither take over another's tenant nor give theirs away. */
async function checkDirectory(
  deps: Deps,
  { tenantId, ofDirectory }: ChangeRequest,
  { tenant }: CompiledConfig,
): Promise<void> {
  if (ofDirectory === null) return;
  await checkMayRead(deps, tenantId, ofDirectory);
  if (tenant.entraTenantId !== ofDirectory) throw new FlowError('notFound', 'There is no such tenant.');
}

/** Whoever serves one organisation learns nothing of the others, not even that they are there. */
export async function checkMayRead(
  deps: Pick<Deps, 'configStore'>,
  tenantId: TenantId,
  ofDirectory: string | null,
): Promise<void> {
  const live = await liveVersion(deps, tenantId);
  if (live === undefined) throw new FlowError('notFound', 'There is no such tenant.');
  if (ofDirectory !== null && compileFiles(live.files).tenant.entraTenantId !== ofDirectory)
    throw new FlowError('notFound', 'There is no such tenant.');
}

function checkExpectation({ expectedVersion }: ChangeRequest, live: ConfigVersion | undefined): void {
  if (expectedVersion === null || expectedVersion === (live?.version ?? 0)) return;
  const found = live === undefined ? 'Nothing is live' : `Version ${live.version} is live (${live.change.reason})`;
  throw new FlowError('refused', `${found}, not version ${expectedVersion}.`);
}

const isSame = (before: ConfigVersion['files'], after: ConfigVersion['files']): boolean =>
  before.length === after.length &&
  after.every(({ name, content }) => before.some((one) => one.name === name && one.content === content));
