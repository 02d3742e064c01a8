import { shardIdOf, type TenantId } from '../../core/lib/ids';
import { configVersion } from '../../core/routing/shard';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { performShardActs, submitToShard } from './submit-to-shard';
import { takeConfig } from './take-config';

/** An act not marked done after this long is done again: its process died, or its provider failed. */
const REDO_AFTER_MS = 5_000;

/** Every second: ends what is due in the shards, makes the offers that events missed, and does again what was left undone. */
export async function tickShards(deps: Deps): Promise<void> {
  for (const tenantId of await deps.configs.tenants()) {
    const { config, version } = await deps.configs.live(tenantId);
    for (const shardId of config.shardIds) await tickShard(deps, { tenantId, shardId: shardIdOf(shardId) }, version);
  }
}

async function tickShard(deps: Deps, shard: ShardRef, version: number): Promise<void> {
  const now = deps.clock.now();
  const facts = await deps.shards.facts(shard);
  const isNewer = facts.configVersion < version;
  if (isNewer) await takeConfig(deps, shard, version);
  // A new version may have somebody for who waits.
  const isDue = isNewer || (facts.nextDueAt !== null && facts.nextDueAt <= now);
  const isOverdue = facts.openActsSince !== null && facts.openActsSince <= now - REDO_AFTER_MS;
  if (!isDue && !isOverdue) return;
  const overdue = isOverdue ? await deps.shards.overdueActs(shard, now - REDO_AFTER_MS) : [];
  await performShardActs(deps, shard, overdue);
  await submitToShard(deps, shard, { name: 'tick', commandId: deps.ids.next() });
}

/** An event woke us: offers what can be offered now. */
export async function assignNow(deps: Deps, tenantId: TenantId, shardId: string): Promise<void> {
  const shard = { tenantId, shardId: shardIdOf(shardId) };
  if ((await deps.shards.ask(shard, configVersion)) === 0)
    await takeConfig(deps, shard, (await deps.configs.live(tenantId)).version);
  await submitToShard(deps, shard, { name: 'match', commandId: deps.ids.next() });
}
