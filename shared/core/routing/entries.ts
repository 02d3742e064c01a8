import type { Act } from './acts';
import type { Command } from './commands';
import type { Recorded } from './outcomes';

/**
 * One step of the shard, as written in the journal: plain data, at most ENTRY_LIMIT_BYTES as JSON. One submit may make several (what
 * is due first, the command, then one for each offer); they are appended in order.
 */
export interface Entry {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** The instant that the step was decided for; never earlier than the entry before. */
  readonly at: number;
  /** The configuration version that decided. */
  readonly configVersion: number;
  /**
   * The cause. A step that follows from the state or the time alone has a `tick` under the id of the command that met it, an offer a
   * `match` or `tick`.
   */
  readonly command: Command;
  readonly outcome: Recorded;
  /** What must be done outside once this entry is durable, in this order. */
  readonly acts: readonly Act[];
  /** Ids of acts that were done since the entry before. */
  readonly doneActs: readonly string[];
}

/** Design §4: a journal entry is ≤ 2 KB. */
export const ENTRY_LIMIT_BYTES = 2_048;
