import type { LocalResponse } from '../../kit/http';
import { badRequest } from '../answers';

/** The published sizes of threads: https://learn.microsoft.com/azure/communication-services/concepts/service-limits#chat */
const MOST_IN_THREAD = 250;
const MOST_IN_BATCH = 200;
/** In larger threads there are neither read receipts nor typing indicators. */
const MOST_WITH_SIGNALS = 20;

const TOO_MANY_AT_ONCE = badRequest(`No more than ${MOST_IN_BATCH} participants may be named in one request.`);
const THREAD_IS_FULL = badRequest(`A thread has no more than ${MOST_IN_THREAD} participants.`);
const NO_SIGNALS = badRequest(
  `Read receipts and typing indicators are not supported in threads of more than ${MOST_WITH_SIGNALS} participants.`,
);

/** Why so many may not come into a thread of `present`; undefined when they may. */
export function refuseSize(named: readonly unknown[], admitted: number, present: number): LocalResponse | undefined {
  if (named.length > MOST_IN_BATCH) return TOO_MANY_AT_ONCE;
  return present + admitted > MOST_IN_THREAD ? THREAD_IS_FULL : undefined;
}

/** Why nobody may signal in a thread; undefined when they may. */
export const refuseSignals = (participants: readonly unknown[]): LocalResponse | undefined =>
  participants.length > MOST_WITH_SIGNALS ? NO_SIGNALS : undefined;
