/**
 * What agents' chat with the bot carries: all that customers write (unless set), or offers alone: the desk shows the rest, and
 * the bot keeps within what Teams takes from it however many agents there are.
 */
export const BOT_LOADS = ['everything', 'offers'] as const;

/** See {@link BOT_LOADS}. */
export type BotLoad = (typeof BOT_LOADS)[number];
