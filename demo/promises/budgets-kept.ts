import { storyOf, type Evidence } from '../evidence';
import { added } from '../stored';
import { NOTHING_SUFFERED, type Suffered } from '../suffered';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

/** For an interaction, however many messages it has. */
const MOST_TRANSACTIONS = 90;
const MOST_HISTORY = 60;
/** Request units: what a call may cost and a chat of 20 messages; for the stories of texts and mails, where the line is. */
const MOST_UNITS: Readonly<Record<Told['channel'], number>> = { chat: 450, sms: 340, voice: 250, email: 200 };

/**
 * The budgets are of what an interaction is. What goes wrong on its way costs beside them, and no more than this each:
 * whoever comes again for what is done reads the address, the line, the interaction with its marks, the message and its
 * delivery, and is refused a create (1 each).
 */
const REPEAT: Extra = { requestUnits: 8, storageTransactions: 0, historyEvents: 0 };
/** The acts of a step are claimed and done again (a write of the snapshot, a mark, reads), and the orchestration looks once. */
const DEATH: Extra = { requestUnits: 40, storageTransactions: 14, historyEvents: 7 };
/** A message is let go and claimed again (two replaces of its document, some 10 each), and the orchestration looks once. */
const THROTTLED: Extra = { requestUnits: 40, storageTransactions: 14, historyEvents: 7 };
/** A message is refused so often before it waits for the orchestration; fewer refusals cost nothing. */
const REFUSALS_OF_THROTTLED = 3;

type Extra = Readonly<Record<'requestUnits' | 'storageTransactions' | 'historyEvents', number>>;

export const budgetsKept: Kept = {
  says:
    `An interaction costs at most ${MOST_TRANSACTIONS} storage transactions, ${MOST_HISTORY} history events and its request units, ` +
    'and what goes wrong on its way no more than doing that again.',
  check: (evidence) => evidence.told.flatMap((one) => overspent(evidence, one)),
  breakIt({ stored }, evidence) {
    const { interactionId } = storyOf(evidence, 'chat');
    const own = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === interactionId);
    // Writing so much costs more than all of a chat.
    const spent = { id: 'spent', pk: need(own, 'interaction').pk, content: 'x'.repeat(1_000_000) };
    return added(stored, 'interactions', spent);
  },
};

function overspent({ costs, suffered }: Evidence, one: Told): string[] {
  const cost = costs.get(one);
  if (cost === undefined) return [`What ${one.name} cost is not known.`];
  const { storageTransactions, historyEvents, requestUnits } = cost;
  const extra = extraFor(suffered.get(one) ?? NOTHING_SUFFERED);
  return [
    ...over(one.name, 'storage transactions', storageTransactions, MOST_TRANSACTIONS + extra.storageTransactions),
    ...over(one.name, 'history events', historyEvents, MOST_HISTORY + extra.historyEvents),
    ...over(one.name, 'request units', requestUnits, MOST_UNITS[one.channel] + extra.requestUnits),
  ];
}

function extraFor({ repeats, deaths, refusals }: Suffered): Extra {
  const throttled = Math.floor(refusals / REFUSALS_OF_THROTTLED);
  const of = (what: keyof Extra) => repeats * REPEAT[what] + deaths * DEATH[what] + throttled * THROTTLED[what];
  return {
    requestUnits: of('requestUnits'),
    storageTransactions: of('storageTransactions'),
    historyEvents: of('historyEvents'),
  };
}

const over = (name: string, what: string, spent: number, most: number): string[] =>
  spent <= most ? [] : [`${name}: ${Math.round(spent)} ${what}, more than ${most}`];
