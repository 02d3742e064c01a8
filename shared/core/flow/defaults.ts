import type { Channel } from '../lib/channel';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a customer may take to answer, where the flow does not say: people type slower than they press keys. */
export const ANSWER_TIMEOUT_MS: Readonly<Record<Channel, number>> = {
  voice: 5 * SECOND_MS,
  chat: 3 * MINUTE_MS,
  sms: HOUR_MS,
  email: 24 * HOUR_MS,
};

/** How long an assistant may think before a person takes over. */
export const ASSISTANT_TIMEOUT_MS = 5 * SECOND_MS;

/** How often a menu is put before the flow goes on without an answer. */
export const MENU_ATTEMPTS = 3;

/** How many texts of a customer an assistant answers before a person takes over. */
export const ASSISTANT_TURNS = 6;

/** The longest wait in a queue, where neither flow nor queue says. */
export const QUEUE_DEADLINE_MS = 10 * MINUTE_MS;

/** Time between two comfort messages to a caller. */
export const COMFORT_EVERY_MS = 30 * SECOND_MS;

/** Long enough between two keys of one number, short enough not to be felt after the last. */
export const BETWEEN_KEYS_MS = 3 * SECOND_MS;

/** The longest voicemail. */
export const VOICEMAIL_LONGEST_MS = 2 * MINUTE_MS;

/** How often a survey's question is put. */
export const SURVEY_ATTEMPTS = 2;

/** How long another system may take to answer a look-up, with the time it takes to hear of it. */
export const LOOK_UP_TIMEOUT_MS = 10 * SECOND_MS;

/** How long a text message may take to be given to its carrier. */
export const MESSAGE_TIMEOUT_MS = 10 * SECOND_MS;

/** How long the other side of a transfer may ring. */
export const TRANSFER_TIMEOUT_MS = MINUTE_MS;

/** What a voicemail says, and the time until its recording is there, beside the recording itself. */
export const VOICEMAIL_SLACK_MS = 2 * MINUTE_MS;
