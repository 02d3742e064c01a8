import type { Clock } from '../kit/clock';
import type { LocalResponse } from '../kit/http';
import type { Chat } from './chats';
import type { TeamsOptions } from './options';
import { refuse } from './refusals';

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
/** The same page: who is in a conversation may be asked for twice as often. */
const OF_ROSTER: readonly Window[] = OF_CONVERSATION.map(({ lengthMs, requests }) => ({
  lengthMs,
  requests: 2 * requests,
}));
/** Of the bot in a tenant, whatever the conversation: the same page, "a global limit per app per tenant". */
const OF_TENANT: readonly Window[] = [{ lengthMs: 1_000, requests: 30 }];

/** What is counted by itself: messages that are sent, changed or taken away; conversations that are opened; looks at who is in one. */
export type Counted = 'send' | 'open' | 'roster';

/** Counts a request to a conversation; answers how long to wait when it is one too many, which then counts too. */
export type Throttle = (what: Counted, conversationId: string, entraTenantId: string) => number | undefined;

export function createThrottle(clock: Pick<Clock, 'now'>): Throttle {
  const counters: Readonly<Record<Counted, ReturnType<typeof createCounter>>> = {
    send: createCounter(clock, OF_CONVERSATION),
    open: createCounter(clock, OF_CONVERSATION),
    roster: createCounter(clock, OF_ROSTER),
  };
  const tenants = createCounter(clock, OF_TENANT);
  return (what, conversationId, entraTenantId) => {
    const waits = [counters[what](conversationId), tenants(entraTenantId)].filter((ms) => ms !== undefined);
    return waits.length === 0 ? undefined : Math.max(...waits);
  };
}

/** The answer to one request too many of a chat; undefined while there is room, and where nothing is limited. */
export type RefuseMany = (
  what: Counted,
  chat: Pick<Chat, 'conversationId' | 'teamsUserId'>,
) => LocalResponse | undefined;

export function createRefuseMany({ rateClock, clock, rateLimits, people }: TeamsOptions): RefuseMany {
  const throttle = createThrottle(rateClock ?? clock);
  return (what, { conversationId, teamsUserId }) => {
    const tenantId = people().find((one) => one.teamsUserId === teamsUserId)?.entraTenantId ?? '';
    const waitMs = rateLimits?.() ? throttle(what, conversationId, tenantId) : undefined;
    return waitMs === undefined
      ? undefined
      : refuse('throttled', 'Too many requests.', { 'retry-after': String(Math.ceil(waitMs / 1000)) });
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
