import type { Book } from './book';
import { isPhone, rawIdOfAddress, type RawId } from './identifiers';
import { invalidArgument, Refused } from './results';
import type { Call } from './state';

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

/** Of one call, a group call or a room too; the app is none of them. */
export const MOST_IN_CALL = 350;

export const freePlaces = ({ legs }: Pick<Call, 'legs'>): number =>
  MOST_IN_CALL - legs.filter(({ state }) => state !== 'ended').length;

/** Refuses more people than a call has places for. */
export function checkPlaces(wanted: number, free: number): void {
  if (wanted > free) throw invalidArgument(`A call has no more than ${MOST_IN_CALL} participants.`);
}
