import { isRestError } from '@azure/core-rest-pipeline';
import type { CallResult } from '../../ports/channels';

/** 8501: the call is not established (any more); 8528: it ended before the action could be done. */
const GONE_CODES: ReadonlySet<string> = new Set(['8501', '8528']);
const RETRYABLE: ReadonlySet<number> = new Set([401, 408, 429, 500, 502, 503, 504]);

/** Waits for a request; what it answers is the reference of the result. Errors become results. */
export async function outcomeOf(request: () => Promise<string | undefined>): Promise<CallResult> {
  try {
    return { kind: 'done', ref: (await request()) ?? null };
  } catch (error) {
    return failureOf(error);
  }
}

/** The detail carries no message: services put numbers and names into theirs. */
function failureOf(error: unknown): CallResult {
  if (!isRestError(error)) return { kind: 'failed', retryable: true, detail: 'noAnswer' };
  const { statusCode, code = 'noCode' } = error;
  if (statusCode === undefined) return { kind: 'failed', retryable: true, detail: `noAnswer ${code}` };
  if (statusCode === 404 || GONE_CODES.has(code)) return { kind: 'gone' };
  return { kind: 'failed', retryable: RETRYABLE.has(statusCode), detail: `${statusCode} ${code}` };
}
