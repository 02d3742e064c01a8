import { shardIdOf, type TenantId } from '../../core/lib/ids';
import { staffing } from '../../core/routing/shard';
import type { Deps } from './deps';
import { FlowError } from './flow-error';

/** Whoever comes after so many would wait for hours: they are told at once. */
const MOST_WAITING = 500;

/** A flood ends here, and never reaches an agent. */
export async function refuseFullQueue(deps: Deps, tenantId: TenantId, queueId: string): Promise<void> {
  const { config } = await deps.configs.live(tenantId);
  const shardId = config.queues.get(queueId)?.shardId;
  if (shardId === undefined) return;
  const { waiting } = await deps.shards.ask({ tenantId, shardId: shardIdOf(shardId) }, (state) =>
    staffing(state, queueId),
  );
  if (waiting >= MOST_WAITING) throw new FlowError('tooMany', 'Too many are waiting already.');
}
