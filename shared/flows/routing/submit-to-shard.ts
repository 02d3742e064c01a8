import type { Act } from '../../core/routing/acts';
import type { Command } from '../../core/routing/commands';
import type { Outcome } from '../../core/routing/outcomes';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { messageOf } from '../../core/lib/message-of';

/**
 * Decide → append → act: the answer and every act come after the append that says so. What is not done here, because
 * this process dies or a provider fails, is found by the tick.
 */
export async function submitToShard(deps: Deps, shard: ShardRef, command: Command): Promise<Outcome> {
  const { outcome, acts } = await deps.shards.submit(shard, command);
  await performShardActs(deps, shard, acts);
  return outcome;
}

/** Does the acts in order; one that fails stays open for the tick and does not hold up the others. */
export async function performShardActs(deps: Deps, shard: ShardRef, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    try {
      await deps.perform.shardAct(deps, shard, act);
      deps.shards.markDone(shard, [act.id]);
    } catch (error) {
      deps.shards.putBack(shard, [act.id]);
      deps.log.warn('shard act to be repeated', {
        shardId: shard.shardId,
        act: act.kind,
        why: messageOf(error),
      });
    }
  }
}
