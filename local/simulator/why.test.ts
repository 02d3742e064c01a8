import type { JournalAct, JournalEntry } from './stored';
import { whyOffered } from './why';

const CAPACITY = {
  totalUnits: 100,
  channels: {
    voice: { units: 100, max: 1, exclusive: true },
    chat: { units: 30, max: 3, exclusive: false },
  },
};
let seq = 0;
const entry = (command: object, outcome: object, ...acts: JournalAct[]): JournalEntry => {
  seq += 1;
  return { shard: 's', seq, at: seq * 1000, command, outcome, acts } as unknown as JournalEntry;
};
const state = (agentId: string, kind: string, queueIds: readonly string[], sales: number) =>
  entry(
    { name: 'agentState', agentId, set: { kind }, profile: { queueIds, skills: { sales }, capacity: CAPACITY } },
    { kind: 'agentStateSet' },
  );
const enqueue = (visitId: string, channel: string) =>
  entry(
    {
      ...{ name: 'enqueue', visitId, queueId: 'sales', channel },
      steps: [{ requirements: [{ skillId: 'sales', atLeast: 5 }] }],
    },
    { kind: 'enqueued' },
  );
const offer = (offerId: string, visitId: string, agentId: string, channel: string, units: number) =>
  entry(
    { name: 'match' },
    { kind: 'offered', offerId },
    { kind: 'offer', offerId, visitId, agentId, interactionId: visitId, channel, units, why: { rule: 'longestIdle' } },
  );

beforeEach(() => {
  seq = 0;
});

test('says of every agent what kept the offer from them', () => {
  const journal = [
    state('adele', 'ready', ['sales'], 8),
    state('bianca', 'notReady', ['sales'], 8),
    state('cameron', 'ready', ['support'], 8),
    state('diego', 'ready', ['sales'], 2),
    state('enrico', 'ready', ['sales'], 6),
    enqueue('v1', 'voice'),
    offer('o1', 'v1', 'enrico', 'voice', 100),
    entry({ name: 'accept', offerId: 'o1' }, { kind: 'accepted', assignmentId: 'o1' }),
    enqueue('v2', 'chat'),
    offer('o2', 'v2', 'adele', 'chat', 30),
  ];
  const why = whyOffered(journal, 'o2');
  expect(why).toMatchObject({ agentId: 'adele', rule: 'longestIdle', asks: { queueId: 'sales', channel: 'chat' } });
  expect(Object.fromEntries((why?.candidates ?? []).map(({ agentId, obstacle }) => [agentId, obstacle]))).toEqual({
    adele: null,
    bianca: 'not ready',
    cameron: 'does not work in sales',
    diego: 'lacks sales 5',
    enrico: 'busy: 100 of 100 units',
  });
});

test('capacity comes back when the work is done, and who was just asked is passed over', () => {
  const journal = [
    state('adele', 'ready', ['sales'], 8),
    state('enrico', 'ready', ['sales'], 8),
    enqueue('v1', 'voice'),
    offer('o1', 'v1', 'enrico', 'voice', 100),
    entry({ name: 'accept', offerId: 'o1' }, { kind: 'accepted', assignmentId: 'o1' }),
    entry(
      { name: 'complete', assignmentId: 'o1' },
      { kind: 'completed' },
      { kind: 'wrapUpEnded', assignmentId: 'o1', agentId: 'enrico' },
    ),
    enqueue('v2', 'chat'),
    offer('o2', 'v2', 'adele', 'chat', 30),
    entry(
      { name: 'decline', offerId: 'o2' },
      { kind: 'declined' },
      { kind: 'requeued', offerId: 'o2', visitId: 'v2', agentId: 'adele', coolDownUntilAt: 60_000 },
    ),
    offer('o3', 'v2', 'enrico', 'chat', 30),
  ];
  expect(whyOffered(journal, 'o3')?.candidates).toEqual([
    { agentId: 'adele', state: 'ready', obstacle: 'was asked just before', isChosen: false },
    { agentId: 'enrico', state: 'ready', obstacle: null, isChosen: true },
  ]);
  expect(whyOffered(journal, 'o9')).toBeUndefined();
});
