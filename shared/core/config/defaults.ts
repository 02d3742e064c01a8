import type { AlertRules } from './alerts-source';
import type { Channel } from '../lib/channel';
import type { QuietHours } from '../outbound-guard/may-contact';
import type { Capacity } from '../routing/types';
import type { AnswerTarget, ConversationTimings } from './compiled';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How soon a customer should be answered, where the queue does not say (design §6). */
export const ANSWER_TARGET: Readonly<Record<Channel, AnswerTarget>> = {
  voice: { kind: 'elapsed', ms: 20 * SECOND_MS },
  chat: { kind: 'elapsed', ms: MINUTE_MS },
  sms: { kind: 'elapsed', ms: 5 * MINUTE_MS },
  email: { kind: 'business', ms: 4 * HOUR_MS },
};

/** How long an agent may look at an offer: for a call the 15 s that Teams rings, and 5 s to reach it. */
export const OFFER_DEADLINE_MS: Readonly<Record<Channel, number>> = {
  voice: 20 * SECOND_MS,
  chat: MINUTE_MS,
  sms: MINUTE_MS,
  email: MINUTE_MS,
};

/** How long an agent may take to finish the record of an interaction. */
export const WRAP_UP_MS = 30 * SECOND_MS;

/** One call and nothing beside it, or up to three chats, or up to five texts or mails. */
export const CAPACITY: Capacity = {
  totalUnits: 100,
  channels: {
    voice: { units: 100, max: 1, exclusive: true },
    chat: { units: 30, max: 3, exclusive: false },
    sms: { units: 20, max: 5, exclusive: false },
    email: { units: 20, max: 5, exclusive: false },
  },
};

/** When a queue needs a supervisor's eye, where the tenant does not say. */
export const ALERTS: AlertRules = { waiting: 5, waitMs: 2 * MINUTE_MS, serviceLevel: 0.8 };

/** No calls before 8 in the morning and after 9 in the evening where the customer is: 47 CFR 64.1200(c)(1). */
export const QUIET_HOURS: QuietHours = { fromMinute: 21 * 60, toMinute: 8 * 60 };

/** Design §5. */
export const CONVERSATION: ConversationTimings = {
  chat: {
    nudgeAfterMs: 3 * MINUTE_MS,
    closeAfterMs: 10 * MINUTE_MS,
    leftWhileQueuedAfterMs: 2 * MINUTE_MS,
    leftWhileActiveAfterMs: 10 * MINUTE_MS,
  },
  sms: { parkAfterMs: 15 * MINUTE_MS, closeAfterMs: 72 * HOUR_MS, senders: new Map() },
  email: { closeAfterBusinessDays: 5, businessHoursId: null },
  callback: { attempts: 3, retryAfterMs: 15 * MINUTE_MS, linesPerNumber: 2, textFrom: null, forms: new Set() },
  webCalls: new Set(),
  surveyFrom: null,
  surveyInChat: false,
  backToLastAgentForMs: 10 * MINUTE_MS,
  thanksOnlyStoredForMs: 10 * MINUTE_MS,
  shortAbandonUnderMs: 5 * SECOND_MS,
};

/** How long another system may take to answer a look-up, where the look-up does not say. */
export const LOOK_UP_TIMEOUT_MS = 3 * SECOND_MS;

/** The longest that a caller is kept waiting for one. */
export const LONGEST_LOOK_UP_MS = 8 * SECOND_MS;
