import type { Act } from '../core/interaction/acts';
import type { InteractionEvent } from '../core/interaction/events';
import type { Interaction } from '../core/interaction/state';
import type { InteractionRef } from '../core/lib/ids';

/** An act that is listed and not yet marked done. */
export interface OpenAct {
  /** `<seq of its event>/<n>`: the same for every repeat, so receivers can tell. */
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
  load(ref: InteractionRef): Promise<StoredInteraction | undefined>;
  /** Snapshot and events in one batch; `exists` when someone created it before. */
  create(
    write: InteractionWrite,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'exists' }>;
  /** Snapshot and events in one batch; `conflict` when the stored etag is no longer `etag`. */
  save(
    write: InteractionWrite,
    etag: string,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
  timeline(ref: InteractionRef): Promise<readonly TimelineEntry[]>;
  /** Interactions with an act listed before `before` and still open, oldest first: what the sweep looks for. */
  withOpenActs(before: number, limit: number): Promise<readonly InteractionRef[]>;
}
