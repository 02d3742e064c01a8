import type { Act } from '../core/interaction/acts';
import type { InteractionEvent } from '../core/interaction/events';
import type { Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';

/** An act that is listed and not yet marked done. */
export interface OpenAct {
  /** Made by `actIdOf`: the same for every repeat, so receivers can tell. */
  readonly actId: string;
  readonly act: Act;
  readonly listedAt: number;
  /** Nobody else does it before this instant. */
  readonly claimedUntil: number;
  readonly tries: number;
}

/** The snapshot of an interaction as stored. */
export interface StoredInteraction {
  readonly interaction: Interaction;
  readonly openActs: readonly OpenAct[];
  /** The providers' own names for what acts made, by a key of ours (`call`, `card:<offer id>`). Opaque to flows. */
  readonly refs: Readonly<Record<string, string>>;
  readonly etag: string;
}

/** An interaction as it was seen, for whoever neither writes nor repairs it. */
export type SeenInteraction = Pick<StoredInteraction, 'interaction'>;

/** One write: the snapshot as it becomes and the events that made it so. */
export interface InteractionWrite {
  readonly interaction: Interaction;
  readonly openActs: readonly OpenAct[];
  readonly refs: Readonly<Record<string, string>>;
  readonly events: readonly InteractionEvent[];
}

/** A timeline entry, numbered from 1 without gaps. */
export interface TimelineEntry {
  readonly seq: number;
  readonly event: InteractionEvent;
}

/** The truth about interactions: one snapshot each, guarded by its etag, with the events that led to it. */
export interface InteractionStore {
  /** As it is to be written: without the acts that are marked done. */
  load(ref: InteractionRef): Promise<StoredInteraction | undefined>;
  /**
   * The same as it stands now. Another read may be behind what a process beside this one has just written: fine for whoever
   * writes, for then the etag refuses; not for whoever concludes from it that there is nothing to do.
   */
  latest(ref: InteractionRef): Promise<StoredInteraction | undefined>;
  /** One read, whatever is open. */
  glance(ref: InteractionRef): Promise<SeenInteraction | undefined>;
  /** Snapshot and events in one batch; `exists` when someone created it before. */
  create(
    write: InteractionWrite,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'exists' }>;
  /** Snapshot and events in one batch; `conflict` when the stored etag is no longer `etag`. */
  save(
    write: InteractionWrite,
    etag: string,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
  /**
   * Marks acts of one step done, with the refs that they gave, beside the snapshot: a mark costs half of what writing the
   * snapshot costs, and never collides with a change. The next `save` takes it along. `repeated`: acts of that step were
   * marked before, and nothing was written.
   */
  markDone(
    ref: InteractionRef,
    acts: readonly OpenAct[],
    refs: StoredInteraction['refs'],
  ): Promise<'marked' | 'repeated'>;
  timeline(ref: InteractionRef): Promise<readonly TimelineEntry[]>;
  /**
   * Interactions whose earliest claim on an act runs out in [from, to), the earliest first: what the sweep looks at. Acts
   * that were marked done since are among them.
   */
  claimedUntil(from: number, to: number): Promise<readonly Due[]>;
  /** Claims that ran out before this instant were seen to; 0 at first. */
  sweptTo(): Promise<number>;
  putSweptTo(at: number): Promise<void>;
}

/** When the earliest claim of an interaction runs out. */
export interface Due {
  readonly ref: InteractionRef;
  readonly dueAt: number;
}
