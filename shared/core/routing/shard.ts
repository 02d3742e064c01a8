/**
 * The routing shard: a deterministic state machine that decides who is offered what. The single writer of its journal (the fence in
 * the store decides who that is) uses it so:
 *
 * ```ts
 * const before = fold(restore(latestSnapshot), tailOfJournal); // or fold(createShard(shardId), journal)
 * const { state, entries, outcome } = submit(before, { command, now, config, doneActs });
 * // 1. append `entries` in order; when the fence refuses, drop `state`, reload, submit again
 * // 2. only then: answer `outcome`, and do every act of every entry; report done ids in the next submission
 * ```
 *
 * - `submit` first ends what is due at `now`, then applies the command, then (for `match` and `tick`) makes offers.
 * - `decide` is one step of that, pure, and reads only. `evolve` applies one entry. **`evolve`, `fold` and `submit` consume the state
 *   they are given** (they own a mutable index behind it): go on with the one they return, and keep a `snapshot` when you need the old.
 * - The configuration given must be the version that `configVersion(state)` names (else `wrongConfig`); a shard that has none yet
 *   takes the first that it is given. The journal alone, without any configuration, folds to the state:
 *   state = fold(journal) = fold(snapshot + tail).
 * - Commands are idempotent: by `commandId` while remembered, by the ids they name for ever.
 * - Asked without changing anything: `nextDueAt`, `openActs`, `isMoot`, `staffing`, `position`, `expectedWait`, `promised`, `calibration`, `configVersion`, `lastSeq`, `explain`, `whyNot`.
 */
export { createShard } from './create-shard';
export { evolve, fold } from './evolve';
export { explain, whyNot } from './explain';
export { expectedWait } from './expected-wait';
export { position } from './position';
export { calibration, isKept, promised, type Calibration } from './promise';
export { configVersion, isMoot, lastSeq, nextDueAt, openActs, staffing } from './questions';
export { restore, snapshot } from './snapshot';
export type { Snapshot } from './snapshot-shape';
export type { ShardState } from './state';
export { submit } from './submit';
