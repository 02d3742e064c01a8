import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';

/** The queues that somebody with the app role of a supervisor oversees: those given to them, or all where the tenant names nobody. */
export async function overseenQueues(
  { configs }: Pick<Deps, 'configs'>,
  tenantId: TenantId,
  entraObjectId: string,
): Promise<ReadonlySet<string>> {
  const { config } = await configs.live(tenantId);
  const all = [...config.queues.keys()];
  if (config.supervisors.size === 0) return new Set(all);
  const own = [...config.supervisors.values()].filter((one) => one.entraObjectId === entraObjectId);
  return new Set(own.flatMap(({ queueIds }) => queueIds ?? all));
}
