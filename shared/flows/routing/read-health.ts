import { shardIdOf, type TenantId } from '../../core/lib/ids';
import { lastSeq, type ShardState } from '../../core/routing/shard';
import { violations } from '../../core/routing/violations';
import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { mendedOf, type Mended } from './reconcile-shards';

/** How a shard is. Lengths in milliseconds. */
export interface ShardHealth {
  readonly shardId: string;
  readonly configVersion: number;
  readonly lastSeq: number;
  readonly violations: readonly string[];
  readonly fenceConflicts: number;
  readonly waiting: number;
  readonly oldestWaitMs: number | null;
  readonly dueSinceMs: number;
  readonly journalLagMs: number;
  readonly agents: number;
  readonly isTooLarge: boolean;
  readonly mended: Mended;
}

/** Beyond it a shard's losses by splitting are small and its gains are not: reference, §3.2. */
const MOST_AGENTS = 2_500;

/** Whether routing keeps its promises, shard by shard of the live configuration. */
export async function readHealth(deps: Deps, tenantId: TenantId): Promise<readonly ShardHealth[]> {
  const { config } = await deps.configs.live(tenantId);
  return Promise.all(config.shardIds.map((id) => shardHealth(deps, { tenantId, shardId: shardIdOf(id) })));
}

async function shardHealth(deps: Deps, shard: ShardRef): Promise<ShardHealth> {
  const now = deps.clock.now();
  const { configVersion, nextDueAt, openActsSince } = await deps.shards.facts(shard);
  return {
    shardId: shard.shardId,
    configVersion,
    fenceConflicts: deps.shards.fenceConflicts(shard),
    dueSinceMs: since(now, nextDueAt),
    journalLagMs: since(now, openActsSince),
    mended: await mendedOf(deps, shard),
    ...(await deps.shards.ask(shard, (state) => insideOf(state, now))),
  };
}

const since = (now: number, at: number | null): number => (at === null ? 0 : Math.max(0, now - at));

function insideOf(state: ShardState, now: number) {
  const waitingSince = [...state.visits.values()].reduce(
    (oldest, { waitingSinceAt }) => Math.min(oldest, waitingSinceAt),
    Number.POSITIVE_INFINITY,
  );
  return {
    lastSeq: lastSeq(state),
    violations: violations(state),
    waiting: state.visits.size,
    oldestWaitMs: state.visits.size === 0 ? null : Math.max(0, now - waitingSince),
    agents: state.agents.size,
    isTooLarge: state.agents.size > MOST_AGENTS,
  };
}
