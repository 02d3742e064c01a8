import { shardIdOf } from '../../core/lib/ids';
import type { RoutingJournal } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';

/** Brings what the shards of all tenants have sealed into the archive, and removes from the journals what has been there for long. */
export async function archiveJournals(
  deps: Pick<Deps, 'clock' | 'configs' | 'log'> & {
    readonly journal: Pick<RoutingJournal, 'archive'>;
  },
): Promise<void> {
  for (const tenantId of await deps.configs.tenants()) {
    const { config } = await deps.configs.live(tenantId);
    for (const shardId of config.shardIds) {
      const shard = { tenantId, shardId: shardIdOf(shardId) };
      const { archived, removed } = await deps.journal.archive(shard, deps.clock.now());
      if (archived + removed > 0) deps.log.info('journal archived', { shardId, archived, removed });
    }
  }
}
