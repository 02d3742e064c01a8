/** What went wrong while a story was told. */
export interface Suffered {
  /** Deliveries of an event beyond its first. */
  readonly repeats: number;
  /** kill -9 of the functions host. */
  readonly deaths: number;
  /** Messages that Communication Services refused as too many. */
  readonly refusals: number;
}

export const NOTHING_SUFFERED: Suffered = { repeats: 0, deaths: 0, refusals: 0 };

/** Of two counts since the beginning, what came between them. */
export const sufferedBetween = (before: Suffered, after: Suffered): Suffered => ({
  repeats: after.repeats - before.repeats,
  deaths: after.deaths - before.deaths,
  refusals: after.refusals - before.refusals,
});

export const sufferedInAll = (one: Suffered, other: Suffered): Suffered => ({
  repeats: one.repeats + other.repeats,
  deaths: one.deaths + other.deaths,
  refusals: one.refusals + other.refusals,
});
