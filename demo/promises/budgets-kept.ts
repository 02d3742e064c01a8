import { storyOf, type Evidence } from '../evidence';
import { added } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

/** For an interaction, however many messages it has. */
const MOST_TRANSACTIONS = 90;
const MOST_HISTORY = 60;
/** Request units: what a call may cost and a chat of 20 messages; for the stories of texts and mails, where the line is. */
const MOST_UNITS: Readonly<Record<Told['channel'], number>> = { chat: 450, sms: 340, voice: 250, email: 200 };

export const budgetsKept: Kept = {
  says: `An interaction costs at most ${MOST_TRANSACTIONS} storage transactions, ${MOST_HISTORY} history events and its request units.`,
  check: (evidence) => evidence.told.flatMap((one) => overspent(evidence, one)),
  breakIt({ stored }, evidence) {
    const { interactionId } = storyOf(evidence, 'chat');
    const own = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === interactionId);
    // Writing so much costs what a hundred messages cost.
    const spent = { id: 'spent', pk: need(own, 'interaction').pk, content: 'x'.repeat(100_000) };
    return added(stored, 'interactions', spent);
  },
};

function overspent({ costs }: Evidence, one: Told): string[] {
  const cost = costs.get(one);
  if (cost === undefined) return [`What ${one.name} cost is not known.`];
  const { storageTransactions, historyEvents, requestUnits } = cost;
  return [
    ...over(one.name, 'storage transactions', storageTransactions, MOST_TRANSACTIONS),
    ...over(one.name, 'history events', historyEvents, MOST_HISTORY),
    ...over(one.name, 'request units', requestUnits, MOST_UNITS[one.channel]),
  ];
}

const over = (name: string, what: string, spent: number, most: number): string[] =>
  spent <= most ? [] : [`${name}: ${Math.round(spent)} ${what}, more than ${most}`];
