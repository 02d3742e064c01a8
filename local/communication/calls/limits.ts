import type { Book } from './book';
import { isPhone, rawIdOfAddress, type RawId } from './identifiers';
import { Refused } from './results';

/**
 * Calls out of one number at a time, unless Microsoft has raised it. Calls in are not limited, and no rate of requests is
 * published for Call Automation: https://learn.microsoft.com/azure/communication-services/concepts/service-limits
 */
const MOST_CALLS_OUT = 2;

/** Refuses one more call to a telephone from a number that makes as many as it may. */
export function checkConcurrency(book: Book, targets: readonly RawId[], number: string | null): void {
  if (number === null || !targets.some(isPhone)) return;
  const from = rawIdOfAddress(number);
  const calls = book.values().filter((call) => call.direction === 'outbound' && call.from === from);
  if (calls.filter(({ state, to }) => state !== 'ended' && to.some(isPhone)).length < MOST_CALLS_OUT) return;
  throw new Refused(429, 'TooManyRequests', 'The number makes as many calls as it may.', { 'retry-after': '1' });
}
