import type { CompiledConfig } from '../../core/config/compiled';
import { shardIdOf, type TenantId } from '../../core/lib/ids';
import { effectOfConfig, type QueueEffect } from '../../core/routing/effect';
import type { ConfigVersion } from '../../ports/config-store';
import type { Deps } from '../lib/deps';
import { routingConfigOf } from '../routing/routing-config';
import { compiled, liveVersion } from './publish-config';

/** What making these files live would do to who waits and who works now. */
export interface ConfigPreview {
  /** 0: nothing is live. */
  readonly liveVersion: number;
  readonly queues: readonly QueueEffect[];
  /** Agents who are signed in and would be signed out: the files have them no more, or in another shard. */
  readonly signedOut: readonly string[];
}

/** Refuses what would be refused when it is published; changes nothing. */
export async function previewConfig(
  deps: Deps,
  tenantId: TenantId,
  files: ConfigVersion['files'],
): Promise<ConfigPreview> {
  const next = compiled(files);
  const live = await liveVersion(deps, tenantId);
  if (live === undefined) return { liveVersion: 0, queues: [], signedOut: [] };
  const { config: present } = await deps.configs.at(tenantId, live.version);
  const effects = await Promise.all(
    present.shardIds.map((shardId) => effectOn(deps, { tenantId, shardId, version: live.version + 1 }, next)),
  );
  return {
    liveVersion: live.version,
    queues: effects.flatMap(({ queues }) => queues),
    signedOut: effects.flatMap(({ signedOut }) => signedOut),
  };
}

interface At {
  readonly tenantId: TenantId;
  readonly shardId: string;
  readonly version: number;
}

async function effectOn(deps: Deps, { tenantId, shardId, version }: At, next: CompiledConfig) {
  const now = deps.clock.now();
  const config = routingConfigOf(next, shardId, version);
  return deps.shards.ask({ tenantId, shardId: shardIdOf(shardId) }, (state) => effectOfConfig(state, { config, now }));
}
