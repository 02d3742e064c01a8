/** The names by which orchestrations reach what they may not do themselves. */
export const ACTIVITIES = {
  /** Does again what is undone, ends what is due. Input: an `InteractionRef`; answers `Settled`. */
  settleInteraction: 'settleInteraction',
} as const;
