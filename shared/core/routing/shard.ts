/**
 * The routing shard: a deterministic state machine that decides who is offered what. The single writer of its journal (the fence in
 * the store decides who that is) uses it so:
 *
 * ```ts
 * let state = restore(latestSnapshot);            // or createShard(shardId)
 * state = fold(state, tailOfJournal);
 * const { entries, outcome } = submit(state, { command, now, config, doneActs });
 * // 1. append `entries` in order; when the fence refuses, drop `state`, reload, submit again
 * // 2. only then: answer `outcome`, and do every act of every entry (actsOf); report done ids in the next submission
 * ```
 *
 * - `submit` first ends what is due at `now`, then applies the command, then (for `match` and `tick`) makes offers.
 * - `decide` is one step of that, pure, and reads only. `evolve` applies one entry. **`evolve`, `fold` and `submit` consume the state
 *   they are given** (they own a mutable index behind it): go on with the one they return, and keep a `snapshot` when you need the old.
 * - The configuration given must be the version that `configVersion(state)` names (else `wrongConfig`); the journal alone, without any
 *   configuration, folds to the state: state = fold(journal) = fold(snapshot + tail).
 * - Commands are idempotent: by `commandId` while remembered, by the ids they name for ever.
 * - Asked without changing anything: `nextDueAt`, `openActs`, `staffing`, `position`, `configVersion`, `lastSeq`, `explain`, `whyNot`.
 */
import type { Command } from './commands';
import type { RoutingConfig } from './config';
import type { Entry } from './entries';
import type { Outcome } from './outcomes';

export interface Submission {
  readonly command: Command;
  /** A time before the last entry's counts as the last entry's. */
  readonly now: number;
  readonly config: RoutingConfig;
  /** Ids of acts done since the last submission that was appended. Ids of acts not open are ignored. */
  readonly doneActs: readonly string[];
}

export interface Submitted {
  /** To append, in order, before anything else happens. Empty: nothing changed. */
  readonly entries: readonly Entry[];
  readonly outcome: Outcome;
  /** Offers remain to be made (one submit makes at most MAX_OFFERS_PER_SUBMIT): tick again. `nextDueAt` says so too. */
  readonly isMoreDue: boolean;
}
