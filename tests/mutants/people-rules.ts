import type { Mutant } from './mutant';

/** A defect for each rule of the bot's pace and of what customers may see and be sent. */
export const PEOPLE_RULES: readonly Mutant[] = [
  {
    id: 'texts-take-all-the-room',
    law: 'rule:bot-pace',
    breaks: 'texts fill what Teams takes, and an offer waits behind them',
    file: 'shared/teams/limits.ts',
    text: "const room = urgency === 'offer' ? requests : texts;",
    replacement: 'const room = requests;',
    caughtBy: { test: 'shared/teams/pace.test.ts', name: 'texts leave room for offers' },
  },
  {
    id: 'texts-overtake',
    law: 'rule:bot-pace',
    breaks: 'a text of a chat does not wait for the one before it',
    file: 'shared/teams/pace.ts',
    text: 'if (wait.forMs === 0 && !isBehind) void start(line, job, now);',
    replacement: 'if (wait.forMs === 0) void start(line, job, now);',
    caughtBy: { test: 'shared/teams/pace.test.ts', name: 'a short refusal is waited for, and the order stays' },
  },
  {
    id: 'throttled-means-unreachable',
    law: 'rule:bot-pace',
    breaks: 'a busy bot takes offers away from everybody',
    file: 'shared/flows/acts/desk-acts.ts',
    text: "if (shown.kind === 'throttled') {",
    replacement: "if (shown.kind === 'throttled' && shown.forMs === 0) {",
    caughtBy: { test: 'shared/flows/throttled.test.ts', name: 'then an offer stays open' },
  },
  {
    id: 'transcript-without-the-code',
    law: 'rule:transcript',
    breaks: 'a chat is mailed to whatever address somebody typed',
    file: 'shared/flows/customers/mail-transcript.ts',
    text: 'if (!valid.includes(code))',
    replacement: 'if (valid.length === 0)',
    caughtBy: { test: 'shared/flows/customers/beside-words.test.ts', name: 'goes nowhere with a wrong code' },
  },
  {
    id: 'history-after-the-end',
    law: 'rule:history',
    breaks: 'an agent reads a customer’s past when they hold nothing of theirs any more',
    file: 'shared/flows/history/read-history.ts',
    text: 'if (!holdersOf(interaction).includes(agentId))',
    replacement: 'if (holdersOf(interaction).length < 0)',
    caughtBy: { test: 'shared/flows/history/history.test.ts', name: 'it opens only for who holds the interaction' },
  },
];
