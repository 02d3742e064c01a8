import { placeOfItem } from '../../contracts/read-config';
import { addressKeyOf } from '../../core/config/address-key';
import type { CompiledConfig, EntryPoint } from '../../core/config/compiled';
import type { TenantId } from '../../core/lib/ids';
import type { ConfigVersion } from '../../ports/config-store';
import type { Deps } from '../lib/deps';
import { entryPointAt } from '../lib/entry-point';
import { FlowError } from '../lib/flow-error';

/**
 * Makes every number and mailbox of a configuration the tenant's, before the version is live: so no two tenants are ever
 * live with one number. What is claimed for a version that then does not become live leads nowhere and is free to others.
 */
export async function claimAddresses(
  deps: Deps,
  tenantId: TenantId,
  config: CompiledConfig,
  files: ConfigVersion['files'],
): Promise<void> {
  for (const entryPoint of config.entryPoints.values()) {
    // A chat's key is no address: its threads are.
    if (entryPoint.channel === 'chat') continue;
    if ((await claim(deps, tenantId, entryPoint)) === 'taken') throw refusal(entryPoint, files);
  }
}

async function claim(deps: Deps, tenantId: TenantId, entryPoint: EntryPoint): Promise<'ours' | 'taken'> {
  const { id, channel, address, trunk } = entryPoint;
  const key = addressKeyOf(address, trunk);
  const holder = await deps.addresses.find(key);
  if (holder?.tenantId === tenantId) return 'ours';
  if (holder !== undefined && (await isLiveAt(deps, holder.tenantId, entryPoint))) return 'taken';
  const owner = { tenantId, channel, entryPoint: id, customer: null };
  return (await deps.addresses.claim(key, owner, holder)) === 'claimed' ? 'ours' : 'taken';
}

/** Asks the store: what this process remembers of another tenant may be a second old. */
async function isLiveAt(
  { configStore, configs }: Deps,
  tenantId: TenantId,
  { address: ourAddress, trunk }: EntryPoint,
): Promise<boolean> {
  const version = await configStore.liveVersion(tenantId);
  if (version === undefined) return false;
  const { config } = await configs.at(tenantId, version);
  return (['voice', 'sms', 'email'] as const).some((channel) => entryPointAt(config, { channel, ourAddress, trunk }));
}

function refusal({ id, address }: EntryPoint, files: ConfigVersion['files']): FlowError {
  const sources = files.map(({ name, content }) => ({ file: name, text: content }));
  const path = placeOfItem(sources, 'entryPoints', id, 'address');
  const message = `'${address}' belongs to another tenant`;
  return new FlowError('invalid', 'The configuration is refused.', [{ path, message }]);
}
