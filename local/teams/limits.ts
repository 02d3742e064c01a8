import type { Clock } from '../kit/clock';

/** Approximate in Teams (text, links, mentions and cards together), counted in UTF-16. */
export const MESSAGE_LIMIT_BYTES = 100 * 1024;
export const isTooBig = (activity: object): boolean => JSON.stringify(activity).length * 2 > MESSAGE_LIMIT_BYTES;

/**
 * Requests per length of time and conversation, after
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#per-bot-per-thread-limit.
 */
const WINDOWS = [
  { lengthMs: 1_000, requests: 7 },
  { lengthMs: 2_000, requests: 8 },
  { lengthMs: 30_000, requests: 60 },
  { lengthMs: 3_600_000, requests: 1_800 },
] as const;
const LONGEST_MS = 3_600_000;

/** Counts a request to a conversation; answers how long to wait when it is one too many, which then counts too. */
export type Throttle = (conversationId: string) => number | undefined;

export function createThrottle(clock: Clock): Throttle {
  const requests = new Map<string, number[]>();
  return (conversationId) => {
    const now = clock.now();
    const recent = (requests.get(conversationId) ?? []).filter((at) => at > now - LONGEST_MS);
    const full = WINDOWS.filter(
      ({ lengthMs, requests: allowed }) => recent.filter((at) => at > now - lengthMs).length >= allowed,
    );
    requests.set(conversationId, [...recent, now]);
    return full.length === 0 ? undefined : Math.max(...full.map(({ lengthMs }) => lengthMs));
  };
}
