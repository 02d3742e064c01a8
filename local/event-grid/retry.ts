import type { DeadLetterReason, Destination, Outcome, RetryPolicy } from './model';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After the n-th failed attempt; the last one repeats. https://learn.microsoft.com/azure/event-grid/delivery-and-retry */
const SCHEDULE_MS = [
  10 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];

/** The least wait after some answers; where the documentation gives one for "Azure resources" only, `function` has it. */
const LEAST_WAIT_MS: Readonly<Record<Destination['kind'], Readonly<Record<number, number>>>> = {
  webhook: { 408: 2 * MINUTE_MS, 503: 30 * SECOND_MS },
  azureFunction: { 401: 5 * MINUTE_MS, 404: 5 * MINUTE_MS, 408: 2 * MINUTE_MS, 503: 30 * SECOND_MS },
};

const NEVER_RETRIED: Readonly<Record<Destination['kind'], readonly number[]>> = {
  webhook: [400, 401, 403, 413],
  azureFunction: [400, 403, 413],
};

/** What follows an attempt. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'giveUp'; readonly reason: DeadLetterReason };

export interface AttemptResult {
  readonly destination: Destination['kind'];
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** How many attempts were made, this one included. */
  readonly attempts: number;
  readonly policy: RetryPolicy;
}

export const isDelivered = (status: number | null): boolean => status !== null && status >= 200 && status <= 204;

export function judge({ destination, status, attempts, policy }: AttemptResult): Verdict {
  if (isDelivered(status)) return { kind: 'delivered' };
  if (status !== null && NEVER_RETRIED[destination].includes(status))
    return { kind: 'giveUp', reason: 'UndeliverableResponse' };
  if (attempts >= policy.maxDeliveryAttempts) return { kind: 'giveUp', reason: 'MaxDeliveryAttemptsExceeded' };
  const scheduledMs = SCHEDULE_MS[Math.min(attempts, SCHEDULE_MS.length) - 1] ?? 0;
  const leastMs = status === null ? 0 : (LEAST_WAIT_MS[destination][status] ?? 0);
  return { kind: 'retry', delayMs: Math.max(scheduledMs, leastMs) };
}

/** Looked at before each attempt only, as in Azure: an event may outlive its time by one wait. */
export const isExpired = (publishedAt: number, now: number, policy: RetryPolicy): boolean =>
  now >= publishedAt + policy.eventTimeToLiveInMinutes * MINUTE_MS;

/** Event Grid waits before it writes a dead letter, tries again as often, and drops it after four hours. */
export const DEAD_LETTER_DELAY_MS = 5 * MINUTE_MS;
export const DEAD_LETTER_DROPPED_AFTER_MS = 4 * HOUR_MS;

export function outcomeOf(status: number | null, noAnswer: 'timedOut' | 'unreachable' | null): Outcome {
  if (status === null) return noAnswer === 'timedOut' ? 'TimedOut' : 'SocketError';
  if (isDelivered(status)) return 'Delivered';
  const named: Readonly<Record<number, Outcome>> = {
    400: 'BadRequest',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    408: 'TimedOut',
    413: 'PayloadTooLarge',
    429: 'Busy',
    503: 'Busy',
  };
  return named[status] ?? 'Aborted';
}
