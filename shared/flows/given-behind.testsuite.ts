import { SHARD, TENANT, type World } from '../../tests/contracts/fakes/world';
import { shardIdOf } from '../core/lib/ids';
import type { StoredInteraction } from '../ports/interaction-store';
import type { Deps } from './lib/deps';

/** Another process, whose replica has not got what was written to the interaction since it was like this. */
export function behind(world: World, replica: StoredInteraction | undefined): Deps {
  const other = world.otherProcess();
  const { interactions, addresses, inbox } = other;
  let isBehind = true;
  return {
    ...other,
    interactions: {
      ...interactions,
      load: async (ref) => (isBehind ? replica : interactions.load(ref)),
      glance: async (ref) => (isBehind ? replica : interactions.glance(ref)),
      // What this process tries to write is refused by the one that has everything, and it knows that much from then on.
      save: async (write, etag) => ((isBehind = false), interactions.save(write, etag)),
      latest: async (ref) => ((isBehind = false), interactions.latest(ref)),
    },
    // Where nothing of the interaction has come, nothing of what leads to it has either.
    addresses: { ...addresses, find: async (address) => (replica === undefined ? undefined : addresses.find(address)) },
    inbox: { ...inbox, head: async (key) => (replica === undefined ? undefined : inbox.head(key)) },
  };
}

/** Another process, which has looked at the shard, and whose replica has not got what was written to its journal since. */
export async function behindTheShard(world: World): Promise<Deps> {
  let isBehind = false;
  const other = world.otherProcess((journal) => ({
    ...journal,
    since: async (shard, fence) =>
      isBehind ? { kind: 'since', entries: [], fence, penOf: null, segmentEntries: 0 } : journal.since(shard, fence),
  }));
  await other.shards.ask({ tenantId: TENANT, shardId: shardIdOf(SHARD) }, () => null);
  isBehind = true;
  return other;
}
