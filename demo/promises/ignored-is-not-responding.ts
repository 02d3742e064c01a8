import { entriesOf, storyOf, type Evidence } from '../evidence';
import { replaced, type JournalEntry } from '../stored';
import { need, type Kept } from './promise';

export const ignoredIsNotResponding: Kept = {
  says: 'Who ignores an offer counts as not responding and is offered nothing until they say Ready again.',
  check(evidence) {
    const { passedOver, customer } = storyOf(evidence, 'text');
    if (passedOver?.how !== 'ignored') return [`Nobody ignored ${customer}.`];
    const { agentId, offerId, stateAfter } = passedOver;
    const entries = entriesOf(evidence);
    const lapse = entries.find(({ acts }) => acts.some((act) => isLapse(act, agentId, offerId)));
    if (lapse === undefined) return [`The journal does not say that ${agentId} ignored ${offerId}.`];
    const next = entries.find((entry) => entry.seq > lapse.seq && (isReady(entry, agentId) || offers(entry, agentId)));
    return [
      ...(stateAfter === 'notResponding' ? [] : [`${agentId} was ${stateAfter} after ignoring an offer.`]),
      ...(next === undefined || isReady(next, agentId) ? [] : [`${agentId} was offered something before being Ready.`]),
    ];
  },
  // Their Ready is struck out of the journal: what they were offered later then came without one.
  async breakIt({ stored }, evidence) {
    const agentId = need(storyOf(evidence, 'text').passedOver?.agentId, 'agent who ignored');
    const ready = need(
      entriesOf(evidence).findLast((entry) => isReady(entry, agentId)),
      'Ready',
    );
    const before = need(documentOf(evidence, ready), 'journal entry');
    const struck = { ...ready, command: { name: 'heartbeat', agentId } };
    const entries = before.entries.map((entry) => (entry.seq === ready.seq ? struck : entry));
    const offer = need(
      entriesOf(evidence).find((entry) => entry.seq > ready.seq && offers(entry, agentId)),
      'offer',
    );
    if (offer.seq < ready.seq) throw new Error('The offer comes first.');
    return replaced(stored, 'routing', before, { ...before, entries });
  },
};

type Act = JournalEntry['acts'][number];

const isLapse = (act: Act, agentId: string, offerId: string): boolean =>
  act.kind === 'agentNotResponding' && act.agentId === agentId && act.offerId === offerId;

const isReady = ({ command }: JournalEntry, agentId: string): boolean =>
  command.name === 'agentState' && command.agentId === agentId && command.set?.kind === 'ready';

const offers = ({ acts }: JournalEntry, agentId: string): boolean =>
  acts.some((act) => act.kind === 'offer' && act.agentId === agentId);

const documentOf = ({ journal }: Evidence, { seq }: JournalEntry) =>
  journal.find(({ entries }) => entries.some((entry) => entry.seq === seq));
