import { isRestError } from '@azure/core-rest-pipeline';
import type { SendResult } from '../ports/channels';

/** What an Azure client threw when a send failed. */
export const sendFailure = (error: unknown): SendResult =>
  failureOfStatus(isRestError(error) ? error.statusCode : undefined);

/**
 * What an HTTP status says about a send. Without an answer, and with an answer that the service gave up half-way, nobody
 * knows whether it went out.
 */
export function failureOfStatus(status: number | undefined): SendResult {
  switch (status) {
    case 403:
    case 404:
    case 410:
      return { kind: 'failed', code: 'unreachable', retryable: false };
    case 413:
      return { kind: 'failed', code: 'tooLarge', retryable: false };
    case 401:
      return { kind: 'failed', code: 'rejected', retryable: true };
    case 429:
    case 503:
      return { kind: 'failed', code: 'throttled', retryable: true };
    case undefined:
    case 408:
    case 500:
    case 502:
    case 504:
      return { kind: 'failed', code: 'unknownOutcome', retryable: true };
    default:
      return { kind: 'failed', code: 'rejected', retryable: false };
  }
}
