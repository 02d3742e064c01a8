import type { EntryPoint } from '../../core/config/compiled';
import type { AddressOwner } from '../../ports/directory';
import type { Deps } from './deps';

/** The tenant's entry point that an address belongs to, in the live version; undefined when it was taken out since. */
export async function entryPointOf(
  deps: Deps,
  owner: AddressOwner,
): Promise<{ readonly entryPoint: EntryPoint | undefined; readonly version: number }> {
  const { config, version } = await deps.configs.live(owner.tenantId);
  return { entryPoint: config.entryPoints.get(owner.entryPoint), version };
}
