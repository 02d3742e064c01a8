import { abandonedCounted } from './abandoned-counted';
import { allAtRest } from './all-at-rest';
import { budgetsKept } from './budgets-kept';
import { declinePassesOn } from './decline-passes-on';
import { ignoredIsNotResponding } from './ignored-is-not-responding';
import { inOrder } from './in-order';
import { journalGapFree } from './journal-gap-free';
import { nothingLost } from './nothing-lost';
import { oneOwner } from './one-owner';
import type { Kept } from './promise';
import { repeatChangesNothing } from './repeat-changes-nothing';
import { saidOnce } from './said-once';
import { visitEndsOnce } from './visit-ends-once';

/** Everything that the demo promises, by the name that `--break` takes. */
export const PROMISES = {
  'nothing-lost': nothingLost,
  'said-once': saidOnce,
  'in-order': inOrder,
  'repeat-changes-nothing': repeatChangesNothing,
  'one-owner': oneOwner,
  'visit-ends-once': visitEndsOnce,
  'decline-passes-on': declinePassesOn,
  'ignored-is-not-responding': ignoredIsNotResponding,
  'abandoned-counted': abandonedCounted,
  'all-at-rest': allAtRest,
  'journal-gap-free': journalGapFree,
  'budgets-kept': budgetsKept,
} as const satisfies Readonly<Record<string, Kept>>;

export type PromiseName = keyof typeof PROMISES;

export const PROMISE_NAMES = Object.keys(PROMISES) as readonly PromiseName[];

export const isPromiseName = (name: string): name is PromiseName => name in PROMISES;
