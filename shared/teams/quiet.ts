import { halfOf, OF_CONVERSATION, ofTenant, stillCounting, tenantShare, waitMs, type Urgency } from './limits';

/** What one process sent to an organisation's chats, and what it was told about it. */
export interface Traffic {
  sent: readonly number[];
  quietUntil: number;
  /** When the connector last refused more than one chat, and what share of the limit this process keeps to since. */
  refused: { readonly share: number; readonly at: number } | null;
  readonly chats: Map<string, ChatTraffic>;
  forgottenAt: number;
}

export interface ChatTraffic {
  sent: readonly number[];
  quietUntil: number;
  /** An offer was turned away: until then its texts let it go before them. */
  owedUntil: number;
  /** In a row. */
  refusals: number;
}

/** How long something must wait, and for whose sake: one chat's, or everybody's of an organisation. */
export interface Wait {
  readonly forMs: number;
  readonly of: 'chat' | 'tenant';
}

/** Where the connector does not say how long: doubled with each refusal in a row. */
const FIRST_QUIET_MS = 1_000;
const LONGEST_QUIET_MS = 60_000;
const FORGET_EVERY_MS = 60_000;
/** Whoever has an offer on record looks at the end of the quiet, and takes a few seconds to. */
const OWED_MS = 10_000;

export const noTraffic = (now: number): Traffic => ({
  sent: [],
  quietUntil: 0,
  refused: null,
  chats: new Map(),
  forgottenAt: now,
});

function chatOf({ chats }: Traffic, conversationId: string): ChatTraffic {
  const known = chats.get(conversationId) ?? { sent: [], quietUntil: 0, owedUntil: 0, refusals: 0 };
  chats.set(conversationId, known);
  return known;
}

/** Until one more request may go to that chat. */
export function waitOf(traffic: Traffic, conversationId: string, urgency: Urgency, now: number): Wait {
  const chat = chatOf(traffic, conversationId);
  const share = ofTenant(tenantShare(traffic.refused, now));
  const whole = Math.max(traffic.quietUntil - now, waitMs(share, traffic.sent, urgency, now));
  const owedMs = urgency === 'text' ? chat.owedUntil - now : 0;
  const own = Math.max(owedMs, chat.quietUntil - now, waitMs(OF_CONVERSATION, chat.sent, urgency, now));
  return { forMs: Math.max(0, own, whole), of: own > whole ? 'chat' : 'tenant' };
}

/** Something goes out now. */
export function noteSent(traffic: Traffic, conversationId: string, now: number): void {
  const chat = chatOf(traffic, conversationId);
  traffic.sent = [...stillCounting(ofTenant(1), traffic.sent, now), now];
  chat.sent = [...stillCounting(OF_CONVERSATION, chat.sent, now), now];
  forget(traffic, now);
}

/** The connector took it: earlier refusals count no more. */
export function noteTaken(traffic: Traffic, conversationId: string, urgency: Urgency): void {
  const chat = chatOf(traffic, conversationId);
  chat.refusals = 0;
  if (urgency === 'offer') chat.owedUntil = 0;
}

/** Nobody waited for its turn any longer. */
export function noteTurnedAway(
  traffic: Traffic,
  conversationId: string,
  { urgency, forMs, now }: { readonly urgency: Urgency; readonly forMs: number; readonly now: number },
): void {
  if (urgency === 'offer') chatOf(traffic, conversationId).owedUntil = now + forMs + OWED_MS;
}

/**
 * Refused as one too many. The connector does not say whose limit it was: two chats refused at a time are taken for the
 * organisation's.
 */
export function noteRefused(
  traffic: Traffic,
  conversationId: string,
  {
    retryAfterMs,
    now,
    random,
  }: { readonly retryAfterMs: number | null; readonly now: number; readonly random: number },
): void {
  const chat = chatOf(traffic, conversationId);
  const doubled = Math.min(LONGEST_QUIET_MS, FIRST_QUIET_MS * 2 ** chat.refusals);
  const quietUntil = now + (retryAfterMs ?? doubled * (1 + random / 4));
  const others = [...traffic.chats.values()].filter((one) => one !== chat && one.quietUntil > now);
  chat.refusals += 1;
  chat.quietUntil = Math.max(chat.quietUntil, quietUntil);
  if (others.length === 0) return;
  if (traffic.quietUntil <= now) traffic.refused = { share: halfOf(tenantShare(traffic.refused, now)), at: now };
  // As long as the shortest of them: one may be refused for an hour, for what went to it alone.
  const shortest = Math.min(quietUntil, ...others.map((one) => one.quietUntil));
  traffic.quietUntil = Math.max(traffic.quietUntil, shortest);
}

/** Chats of which nothing counts any more. */
function forget(traffic: Traffic, now: number): void {
  if (now < traffic.forgottenAt + FORGET_EVERY_MS) return;
  traffic.forgottenAt = now;
  for (const [id, { sent, quietUntil }] of traffic.chats)
    if (quietUntil <= now && stillCounting(OF_CONVERSATION, sent, now).length === 0) traffic.chats.delete(id);
}
