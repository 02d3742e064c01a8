import type { RetryContext, RetryOptions } from '../worker/types';

const secondsOf = (duration: { readonly seconds?: number | string | null } | undefined) =>
  Number(duration?.seconds ?? 0);

/** Delay before the retry after `failures` failed attempts, in ms; undefined when the policy allows no more. */
export function retryDelayMs(policy: RetryOptions | undefined, failures: number): number | undefined {
  const most = policy?.maxRetryCount ?? 0;
  if (!policy || (most !== -1 && failures > most)) return undefined;
  const isExponential = policy.retryStrategy === 'exponentialBackoff' || policy.retryStrategy === 0;
  if (!isExponential) return secondsOf(policy.delayInterval) * 1000;
  const growing = secondsOf(policy.minimumInterval) * 2 ** (failures - 1);
  return Math.min(growing, secondsOf(policy.maximumInterval)) * 1000;
}

/** What the app is told about earlier attempts; undefined at the first. */
export function retryContext(
  policy: RetryOptions | undefined,
  failures: number,
  lastFailure: unknown,
): RetryContext | undefined {
  if (!policy || failures === 0) return undefined;
  const message = lastFailure instanceof Error ? lastFailure.message : String(lastFailure);
  return { retryCount: failures, maxRetryCount: policy.maxRetryCount ?? 0, exception: { message } };
}
