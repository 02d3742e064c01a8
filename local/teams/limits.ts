import type { Clock } from '../kit/clock';

/** Approximate in Teams (text, links, mentions and cards together), counted in UTF-16. */
export const MESSAGE_LIMIT_BYTES = 100 * 1024;
export const isTooBig = (activity: object): boolean => JSON.stringify(activity).length * 2 > MESSAGE_LIMIT_BYTES;

interface Window {
  readonly lengthMs: number;
  readonly requests: number;
}

/**
 * Requests per length of time and conversation, after
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#per-bot-per-thread-limit.
 */
const OF_CONVERSATION: readonly Window[] = [
  { lengthMs: 1_000, requests: 7 },
  { lengthMs: 2_000, requests: 8 },
  { lengthMs: 30_000, requests: 60 },
  { lengthMs: 3_600_000, requests: 1_800 },
];
/** Of the bot in a tenant, whatever the conversation: the same page, "a global limit per app per tenant". */
const OF_TENANT: readonly Window[] = [{ lengthMs: 1_000, requests: 30 }];

/** Counts a request to a conversation; answers how long to wait when it is one too many, which then counts too. */
export type Throttle = (conversationId: string, entraTenantId: string) => number | undefined;

export function createThrottle(clock: Pick<Clock, 'now'>): Throttle {
  const conversations = createCounter(clock, OF_CONVERSATION);
  const tenants = createCounter(clock, OF_TENANT);
  return (conversationId, entraTenantId) => {
    const waits = [conversations(conversationId), tenants(entraTenantId)].filter((ms) => ms !== undefined);
    return waits.length === 0 ? undefined : Math.max(...waits);
  };
}

function createCounter(clock: Pick<Clock, 'now'>, windows: readonly Window[]): (key: string) => number | undefined {
  const requests = new Map<string, number[]>();
  const longestMs = Math.max(...windows.map(({ lengthMs }) => lengthMs));
  return (key) => {
    const now = clock.now();
    const recent = (requests.get(key) ?? []).filter((at) => at > now - longestMs);
    const full = windows.filter(
      ({ lengthMs, requests: allowed }) => recent.filter((at) => at > now - lengthMs).length >= allowed,
    );
    requests.set(key, [...recent, now]);
    return full.length === 0 ? undefined : Math.max(...full.map(({ lengthMs }) => lengthMs));
  };
}
