import { shardIdOf, type TenantId } from '../../core/lib/ids';
import { calibration, type Calibration } from '../../core/routing/shard';
import type { Deps } from '../lib/deps';

/** How each queue keeps the waits that it promises. A queue that never promised any has a row without a share. */
export async function readCalibration(
  deps: Pick<Deps, 'configs' | 'shards'>,
  tenantId: TenantId,
): Promise<readonly Calibration[]> {
  const { config } = await deps.configs.live(tenantId);
  const found = await Promise.all(
    config.shardIds.map((shardId) => deps.shards.ask({ tenantId, shardId: shardIdOf(shardId) }, calibration)),
  );
  const byQueue = new Map(found.flat().map((one) => [one.queueId, one]));
  return [...config.queues.keys()].map(
    (queueId) => byQueue.get(queueId) ?? { queueId, promises: 0, kept: 0, share: null },
  );
}
