import type { Mutant } from './mutant';

const ROUTING = 'shared/core/routing';
const PREFERENCE = { test: `${ROUTING}/preference.test.ts` };
const PROMISE = { test: `${ROUTING}/promise.test.ts` };
const STORES = { test: 'tests/contracts/stores-cosmos.test.ts' };

/** A defect for each rule of routing that no invariant says. */
export const ROUTING_RULES: readonly Mutant[] = [
  {
    id: 'helpers-see-at-once',
    law: 'rule:delay',
    breaks: 'whoever helps out is offered customers who have just come',
    file: `${ROUTING}/preference.ts`,
    text: 'if (isTooEarly(visit, preference)) return',
    replacement: 'if (isTooEarly(visit, preference) && visit.offerIds.length > 0) return',
    caughtBy: { ...PREFERENCE, name: 'is shown its customers when they have waited so long, to the second' },
  },
  {
    id: 'delay-from-entry',
    law: 'rule:delay',
    breaks: 'the delay counts from the entry into the queue, not from the start of the wait',
    file: `${ROUTING}/preference.ts`,
    text: 'visit.waitingSinceAt + nextMs;',
    replacement: 'visit.enteredAt + nextMs;',
    caughtBy: { ...PREFERENCE, name: 'has whoever brings a part of it along when the rest is over' },
  },
  {
    id: 'levels-count-nothing',
    law: 'rule:level',
    breaks: 'a queue of the second level is served in the order of waiting',
    file: `${ROUTING}/preference.ts`,
    text: 'if (own.level >= level) return false;',
    replacement: 'if (own.level >= 0) return false;',
    caughtBy: { ...PREFERENCE, name: 'comes behind one of the first, however long its customers have waited' },
  },
  {
    id: 'second-level-sleeps',
    law: 'rule:level',
    breaks: 'who is passed over for a customer who then leaves is not looked at again',
    file: `${ROUTING}/waiting.ts`,
    text: 'for (const agent of line.queue.choosy) wakeLines(index, agent, agent.listing.open);',
    replacement: '',
    caughtBy: { ...PREFERENCE, name: 'is theirs in the same breath when a colleague takes the one' },
  },
  {
    id: 'promises-always-kept',
    law: 'rule:calibration',
    breaks: 'a wait beyond the interval counts as one within it',
    file: `${ROUTING}/promise.ts`,
    text: 'lowMs <= waitMs && waitMs <= highMs;',
    replacement: 'lowMs <= waitMs && 0 <= highMs;',
    caughtBy: { ...PROMISE, name: 'counts as broken when they wait beyond the interval' },
  },
  {
    id: 'archive-unread',
    law: 'rule:archive',
    breaks: 'what only the archive has is explained no more',
    file: 'shared/store/cosmos/sealed-segments.ts',
    text: 'return file && unpackSegment(file);',
    replacement: 'return file && undefined;',
    caughtBy: { ...STORES, name: 'its history is there from any time on' },
  },
  {
    id: 'history-begins-late',
    law: 'rule:explained',
    breaks: 'what was decided in the millisecond in which a segment was sealed is explained no more',
    file: 'shared/store/cosmos/sealed-segments.ts',
    text: 'known.findLast(({ beganAt }) => beganAt < at)',
    replacement: 'known.findLast(({ beganAt }) => beganAt <= at)',
    caughtBy: { ...STORES, name: 'its history is there from any time on' },
  },
  {
    id: 'history-with-a-gap',
    law: 'rule:explained',
    breaks: 'a journal that is kept no more reads like one in which nothing was decided',
    file: 'shared/store/cosmos/sealed-segments.ts',
    text: "if (known.length > 0) yield 'lost';",
    replacement: '',
    caughtBy: { ...STORES, name: 'a decision is explained as it was made' },
  },
  {
    id: 'hours-of-yesterday',
    law: 'rule:closed',
    breaks: 'who waits when an emergency closes their queue is not sent on, for nothing else of its rules is new',
    file: `${ROUTING}/decide-config.ts`,
    text: 'return closesAt === visit.closesAt ? undefined : reopened(visit, closesAt);',
    replacement: 'return undefined;',
    caughtBy: { test: `${ROUTING}/live-change.test.ts`, name: 'sends on at once who waits where it is closed now' },
  },
  {
    id: 'place-lost-on-the-way',
    law: 'rule:place',
    breaks: 'whom the flow sends on to another queue begins at its end',
    file: 'shared/flows/command-of-step.ts',
    text: 'const own = { waitingSince, deadlineAt',
    replacement: 'const own = { waitingSince: at, deadlineAt',
    caughtBy: { test: 'shared/flows/expire-visit.test.ts', name: 'then they keep their place' },
  },
  {
    id: 'overtaken-for-good',
    law: 'rule:order',
    breaks: 'a word whose event overtook those before it is shown first',
    file: 'shared/flows/relay-messages.ts',
    text: 'if (mayMiss && (await takeMissed(deps, stored, [before.message, message]))) continue;',
    replacement: '',
    caughtBy: { test: 'shared/flows/late-and-repeated.test.ts', name: 'in the order in which they were written' },
  },
];
