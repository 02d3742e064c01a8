import { performAct } from './acts/perform-act';
import type { Performers } from './lib/deps';
import { performShardAct } from './routing/perform-shard-act';

/** The acts of the product, as functions/compose.ts hands them to its flows. */
export const performers: Performers = { act: performAct, shardAct: performShardAct };
