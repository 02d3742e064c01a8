import type { ShardRef } from '../../ports/routing-journal';
import type { Deps } from '../lib/deps';
import { submitToShard } from './submit-to-shard';

/**
 * A shard takes a version of its tenant's configuration in its own journal, so that its decisions can be replayed. Agents whom the version
 * has no more, or in another shard, are signed out, and who waits in a queue of another shard moves there.
 */
export async function takeConfig(deps: Deps, shard: ShardRef, version: number): Promise<void> {
  await submitToShard(deps, shard, { name: 'config', commandId: `config-${version}`, version });
}
