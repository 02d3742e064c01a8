import { createMemory } from './memory';
import { createIndex } from './queue-index';
import type { ShardState } from './state';

/** How many commands, ended visits and ended offers a shard remembers of each: a snapshot must fit in one document of 2 MB. */
export const REMEMBERED = 5_000;

/** A shard that nothing has happened to. */
export const createShard = (shardId: string): ShardState => ({
  shardId,
  seq: 0,
  at: 0,
  configVersion: 0,
  plannedVersion: 0,
  agents: new Map(),
  visits: new Map(),
  offers: new Map(),
  assignments: new Map(),
  openActs: new Map(),
  commands: createMemory(REMEMBERED),
  endedVisits: createMemory(REMEMBERED),
  endedOffers: createMemory(REMEMBERED),
  pace: new Map(),
  index: createIndex(),
});
