import { storyOf, type Evidence } from '../evidence';
import { added } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

/** For an interaction, however many messages it has. */
const MOST_TRANSACTIONS = 90;
const MOST_HISTORY = 60;
/** Request units: of a call; of a message with its delivery; of everything else around messages (450 for 20 messages in all). */
const MOST_UNITS_OF_CALL = 250;
const MOST_UNITS_OF_CHAT = 450;

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
  const mostUnits = one.channel === 'voice' ? MOST_UNITS_OF_CALL : MOST_UNITS_OF_CHAT;
  return [
    ...over(one.name, 'storage transactions', storageTransactions, MOST_TRANSACTIONS),
    ...over(one.name, 'history events', historyEvents, MOST_HISTORY),
    ...over(one.name, 'request units', requestUnits, mostUnits),
  ];
}

const over = (name: string, what: string, spent: number, most: number): string[] =>
  spent <= most ? [] : [`${name}: ${Math.round(spent)} ${what}, more than ${most}`];
