import type { Evidence, Promised } from './promised';
import { lifePromises } from './promises-of-life';
import { journalPromises } from './promises-of-routing';
import type { JournalAct, JournalEntry, Snapshot, StoredEvent } from './stored';

const entry = (
  seq: number,
  name: string,
  kind: string,
  given: { readonly fields?: object; readonly acts?: readonly JournalAct[] } = {},
): JournalEntry => ({
  shard: 'contoso|main',
  seq,
  at: seq * 1000,
  command: { name, ...given.fields },
  outcome: { kind },
  acts: given.acts ?? [],
});
const offer = (offerId: string, agentId: string): JournalAct => ({
  ...{ kind: 'offer', offerId, agentId, interactionId: 'i1', visitId: 'v1' },
});
const evidence = (given: Partial<Evidence>): Evidence => ({
  ...{ now: 0, journal: [], events: [], messages: [], snapshots: [] },
  ...given,
});
const brokenOf = (promises: readonly Promised[], name: string) =>
  promises.find((promise) => promise.name === name)?.broken;

const GAP = 'The routing journal has no gap';
const OFFERS = 'No offer is live for two agents';

test('a journal without a gap, and one with', () => {
  const journal = [entry(1, 'config', 'configTaken'), entry(2, 'enqueue', 'enqueued')];
  expect(brokenOf(journalPromises(evidence({ journal })), GAP)).toEqual([]);
  const torn = [...journal, entry(4, 'match', 'offered')];
  expect(brokenOf(journalPromises(evidence({ journal: torn })), GAP)).toEqual(['contoso|main: 4 follows 2']);
  const doubled = [...journal, entry(2, 'match', 'offered')];
  expect(brokenOf(journalPromises(evidence({ journal: doubled })), GAP)).toHaveLength(1);
});

test('an offer may follow one that ended, not one that lives', () => {
  const first = entry(1, 'match', 'offered', { acts: [offer('o1', 'adele')] });
  const declined = entry(2, 'decline', 'declined', { fields: { offerId: 'o1' } });
  const delivered = entry(2, 'delivered', 'deliveryNoted', { fields: { offerId: 'o1' } });
  const second = entry(3, 'match', 'offered', { acts: [offer('o2', 'bianca')] });
  expect(brokenOf(journalPromises(evidence({ journal: [first, declined, second] })), OFFERS)).toEqual([]);
  expect(brokenOf(journalPromises(evidence({ journal: [first, delivered, second] })), OFFERS)).toEqual([
    'i1 is offered by o1 and o2',
  ]);
});

const event = (seq: number, type: string, over: object = {}): StoredEvent => ({
  interactionId: 'i1',
  seq,
  event: { type, at: 0, ...over },
});
const snapshot = (phase: string): Snapshot =>
  ({
    ...{ id: 'snapshot', pk: 'contoso|i1', _ts: 0, openActs: [] },
    interaction: { facts: { interactionId: 'i1' }, phase: { name: phase }, segments: [] },
  }) as unknown as Snapshot;

const VISITS = 'Queue visits end once';
const BALANCE = 'Arrived = closed + live';
const visit = { visit: { visitId: 'v1' } };

test('a visit of a closed interaction ended exactly once', () => {
  const begun = [event(1, 'opened'), event(2, 'queued', visit)];
  const ended = event(3, 'visitEnded', { visitId: 'v1' });
  const closed = event(4, 'closed');
  const of = (events: readonly StoredEvent[], phase: string) =>
    lifePromises(evidence({ events, snapshots: [snapshot(phase)] }));
  expect(brokenOf(of(begun, 'queued'), VISITS)).toEqual([]);
  expect(brokenOf(of([...begun, ended, closed], 'closed'), VISITS)).toEqual([]);
  expect(brokenOf(of([...begun, { ...closed, seq: 3 }], 'closed'), VISITS)).toEqual(['visit v1 of i1 did not end']);
  expect(brokenOf(of([...begun, ended, { ...ended, seq: 4 }], 'active'), VISITS)).toEqual([
    'visit v1 of i1 ended twice',
  ]);
});

test('who arrived is closed or live, and a timeline has no gap', () => {
  const of = (events: readonly StoredEvent[], phase: string) =>
    brokenOf(lifePromises(evidence({ events, snapshots: [snapshot(phase)] })), BALANCE);
  expect(of([event(1, 'opened')], 'queued')).toEqual([]);
  expect(of([event(1, 'opened'), event(2, 'closed')], 'closed')).toEqual([]);
  expect(of([event(1, 'opened'), event(2, 'closed')], 'active')).toEqual(['1 arrived, 1 closed, 1 live']);
  expect(of([event(1, 'opened'), event(3, 'held')], 'active')).toEqual(['the timeline of i1 has a gap']);
});
