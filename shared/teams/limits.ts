/** What goes first when there is not room for all. */
export type Urgency = 'offer' | 'text';

/** Within any length of time no more requests than this; `texts` leaves room for offers. */
export interface Window {
  readonly lengthMs: number;
  readonly requests: number;
  readonly texts: number;
}

/**
 * One conversation of a bot, after https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#per-bot-per-thread-limit:
 * 7 in a second, 8 in two, 60 in half a minute, 1,800 in an hour.
 */
export const OF_CONVERSATION: readonly Window[] = [
  { lengthMs: 1_000, requests: 7, texts: 6 },
  { lengthMs: 2_000, requests: 8, texts: 7 },
  { lengthMs: 30_000, requests: 60, texts: 54 },
  { lengthMs: 3_600_000, requests: 1_800, texts: 1_700 },
];

/** All conversations of a bot in one organisation: the same page, 30 requests a second for each app and tenant. */
const MOST_OF_TENANT = 30;
const LEAST_OF_TENANT = 4;
/** Of the tenant's room, what offers alone may take. */
const KEPT_FOR_OFFERS = 1 / 5;

/**
 * The tenant's window for this process. Others share the limit without a word between them: who is refused takes half, and
 * one more with every second that goes well, as TCP shares a line.
 */
export const ofTenant = (most: number): readonly Window[] => [
  { lengthMs: 1_000, requests: most, texts: Math.max(1, Math.floor(most * (1 - KEPT_FOR_OFFERS))) },
];

export const tenantShare = (refused: { readonly share: number; readonly at: number } | null, now: number): number =>
  refused === null ? MOST_OF_TENANT : Math.min(MOST_OF_TENANT, refused.share + Math.floor((now - refused.at) / 1_000));

export const halfOf = (share: number): number => Math.max(LEAST_OF_TENANT, Math.floor(share / 2));

/** How long until one more request keeps within all windows; `sent` are instants in order. */
export function waitMs(windows: readonly Window[], sent: readonly number[], urgency: Urgency, now: number): number {
  const waits = windows.map(({ lengthMs, requests, texts }) => {
    const room = urgency === 'offer' ? requests : texts;
    // The request that must have left the window before there is room.
    const hindering = sent.at(-room);
    return hindering === undefined ? 0 : hindering + lengthMs - now;
  });
  return Math.max(0, ...waits);
}

/** Those that still count in some window. */
export function stillCounting(windows: readonly Window[], sent: readonly number[], now: number): readonly number[] {
  const longestMs = Math.max(...windows.map(({ lengthMs }) => lengthMs));
  const first = sent.findIndex((at) => at > now - longestMs);
  return first === -1 ? [] : sent.slice(first);
}
