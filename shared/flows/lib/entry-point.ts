import type { CompiledConfig, EntryPoint } from '../../core/config/compiled';
import type { Channel } from '../../core/lib/channel';
import type { AddressOwner } from '../../ports/directory';
import type { Deps } from './deps';

/** Where a customer reached us. */
export interface Reached {
  readonly channel: Channel;
  /** Number or mailbox; of a chat its thread, which says nothing here. */
  readonly ourAddress: string;
  /** Over which a call came; null where nothing says it. */
  readonly trunk?: string | null;
}

/** Identities of Communication Services. */
const BROWSERS = '8:acs:';

/** The tenant's entry point that was reached, in the live version; undefined when it was taken out since. */
export async function entryPointOf(
  deps: Deps,
  owner: AddressOwner,
  reached: Reached,
): Promise<{ readonly entryPoint: EntryPoint | undefined; readonly version: number }> {
  const { config, version } = await deps.configs.live(owner.tenantId);
  // A chat thread remembers through which it began. What else we know of an address is only whose it is: one number can
  // take calls and texts, and its entry points are what the live version says. An identity that pages call stands for one.
  const isNamed = reached.channel === 'chat' || reached.ourAddress.startsWith(BROWSERS);
  const entryPoint = isNamed ? config.entryPoints.get(owner.entryPoint) : entryPointAt(config, reached);
  return { entryPoint, version };
}

/** The entry point of an address in a configuration. */
export function entryPointAt({ entryPoints }: CompiledConfig, reached: Reached): EntryPoint | undefined {
  const address = reached.ourAddress.toLowerCase();
  return [...entryPoints.values()].find(
    (one) => one.channel === reached.channel && one.address === address && one.trunk === (reached.trunk ?? null),
  );
}
