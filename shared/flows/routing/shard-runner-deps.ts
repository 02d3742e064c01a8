import type { Act } from '../../core/routing/acts';
import type { RoutingConfig } from '../../core/routing/config';
import type { Outcome } from '../../core/routing/outcomes';
import type { Log } from '../../ports/log';
import type { RoutingJournal, ShardRef } from '../../ports/routing-journal';
import type { Clock, Ids } from '../../ports/time-and-ids';

/** The answer of the shard and what must be done now that it is durable. */
export interface Submitted {
  readonly outcome: Outcome;
  readonly acts: readonly Act[];
}

/** What the shards of a process stand on. */
export interface ShardRunnerDeps {
  readonly journal: RoutingJournal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The routing part of the tenant's configuration; version 0 asks for the live one. */
  readonly configFor: (shard: ShardRef, version: number) => Promise<RoutingConfig>;
  /** Lets a random while pass, at most so many milliseconds: real time, for it is other processes' work. */
  readonly pause?: (atMostMs: number) => Promise<void>;
  /** After so many entries a segment is sealed, so that loading reads a snapshot and a short tail. */
  readonly segmentEntries?: number;
}
