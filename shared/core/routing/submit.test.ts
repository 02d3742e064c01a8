import { ENTRY_LIMIT_BYTES } from './entries';
import { ID_LIMIT_BYTES } from './entry-size';
import { config, enqueue, profile, ready, shard } from './given-shard.testsuite';
import { configVersion, createShard, nextDueAt, openActs, position, staffing, submit } from './shard';
import type { Command } from './commands';

const match: Command = { name: 'match', commandId: 'm' };
const tick: Command = { name: 'tick', commandId: 't' };

describe('the configuration', () => {
  test('of another shard is refused', () => {
    const { outcome } = submit(createShard('s'), { command: match, now: 0, config: config(1, 'other'), doneActs: [] });
    expect(outcome).toEqual({ kind: 'wrongShard' });
  });

  test('is the first that is given, then the one that the journal names', () => {
    const first = submit(createShard('s'), { command: match, now: 0, config: config(4), doneActs: [] });
    expect(first.entries).toMatchObject([{ seq: 1, configVersion: 4, outcome: { kind: 'configTaken' } }]);
    const { state } = first;
    expect(configVersion(state)).toBe(4);
    const other = submit(state, { command: match, now: 0, config: config(5), doneActs: [] });
    expect(other.outcome).toEqual({ kind: 'wrongConfig', version: 4 });
    const command = { name: 'config', commandId: 'c', version: 5 } as const;
    const wrong = submit(state, { command, now: 0, config: config(4), doneActs: [] });
    expect(wrong.outcome).toEqual({ kind: 'wrongConfig', version: 5 });
    const taken = submit(state, { command, now: 0, config: config(5), doneActs: [] });
    expect(taken).toMatchObject({ outcome: { kind: 'configTaken' }, entries: [{ configVersion: 5 }] });
    const older = submit(state, {
      command: { ...command, commandId: 'd', version: 3 },
      now: 0,
      config: config(3),
      doneActs: [],
    });
    expect(older).toMatchObject({ outcome: { kind: 'unchanged' }, entries: [] });
  });

  test('that lacks a queue lets those who wait in it wait by the default rules', () => {
    const given = shard();
    given.tell(0, enqueue('v1'));
    const { state } = given;
    const bare = { ...config(2), queues: new Map() };
    submit(state, { command: { name: 'config', commandId: 'c', version: 2 }, now: 1, config: bare, doneActs: [] });
    submit(state, { command: { ...ready('ada'), commandId: 'r' }, now: 1, config: bare, doneActs: [] });
    const { entries } = submit(state, { command: match, now: 1, config: bare, doneActs: [] });
    expect(entries).toMatchObject([{ acts: [{ kind: 'offer', deadlineAt: 60_001 }] }]);
  });
});

describe('time', () => {
  test('never goes back', () => {
    const given = shard();
    given.tell(1_000, enqueue('v1'));
    given.tell(10, ready('ada'));
    expect(given.journal.map(({ at }) => at)).toEqual([1_000, 1_000, 1_000]);
  });

  test('what is due ends before any command, by a tick', () => {
    const given = shard();
    given.tell(0, enqueue('v1', { expiresAt: 10 }));
    given.tell(10, ready('ada'), 'mine');
    expect(given.last().entries.map(({ command, outcome }) => `${command.name}: ${outcome.kind}`)).toEqual([
      'tick: visitExpired',
      'agentState: agentStateSet',
    ]);
  });

  test('says when something is due: at once when an offer can be made', () => {
    const given = shard();
    expect(nextDueAt(given.state)).toBeUndefined();
    given.tell(0, enqueue('v1', { expiresAt: 9_000 }));
    expect(nextDueAt(given.state)).toBe(9_000);
    given.tell(5, ready('ada'));
    expect(nextDueAt(given.state)).toBe(5);
    given.match(6);
    expect(nextDueAt(given.state)).toBe(9_000);
  });
});

describe('marks of done acts', () => {
  test('ride on the next entry; acts without them stay open', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, enqueue('v1'));
    given.match(5);
    const { state } = given;
    expect(openActs(state, 4)).toEqual([]);
    const [offer] = openActs(state, 5);
    expect(offer?.kind).toBe('offer');
    const idle = submit(state, { command: match, now: 6, config: config(), doneActs: [offer?.id ?? ''] });
    expect(idle.entries).toEqual([]);
    const marked = submit(state, { command: tick, now: 6, config: config(), doneActs: [offer?.id ?? '', '77/0'] });
    expect(marked.entries).toMatchObject([{ outcome: { kind: 'marked' }, doneActs: ['4/0'] }]);
    expect(openActs(state, 99)).toEqual([]);
  });

  test('that are many get entries of their own', () => {
    const given = shard();
    for (let n = 0; n < 200; n += 1) given.tell(0, ready(`a${n}`));
    for (let n = 0; n < 200; n += 1) given.tell(0, enqueue(`v${n}`, { channel: 'voice' }));
    given.match(0);
    given.match(0);
    const { state } = given;
    const doneActs = openActs(state, 0).map(({ id }) => id);
    expect(doneActs).toHaveLength(200);
    const { entries } = submit(state, {
      command: { ...ready('b'), commandId: 'b' },
      now: 1,
      config: config(),
      doneActs,
    });
    expect(entries.map((entry) => entry.doneActs.length)).toEqual([8, 80, 80, 32]);
    expect(openActs(state, 99)).toEqual([]);
  });
});

describe('sizes', () => {
  test('ids and lists that would not fit an entry are refused', () => {
    const given = shard();
    expect(given.tell(0, enqueue('v'.repeat(ID_LIMIT_BYTES)))).toEqual({ kind: 'tooLarge' });
    const queueIds = Array.from({ length: 200 }, (_, n) => `queue-${n}`);
    expect(given.tell(0, ready('ada', { queueIds }))).toEqual({ kind: 'tooLarge' });
    expect(given.tell(0, { name: 'cancel', visitId: 'v', reason: 'é'.repeat(900) })).toEqual({ kind: 'tooLarge' });
  });

  test('the longest ids there may be fit every entry', () => {
    const given = shard();
    const long = (text: string) => text.padEnd(ID_LIMIT_BYTES - 2, 'x');
    const commandId = long('c');
    const queueId = 'sales';
    given.tell(0, ready(long('ada')), commandId);
    const visit = { interactionId: long('i'), queueId, preferredAgentId: long('ada'), expiresAt: 99_000 };
    for (const visitId of ['v1', 'v2']) {
      given.tell(0, enqueue(long(visitId), { ...visit, interactionId: long(visitId) }), long(`e${visitId}`));
    }
    given.tell(1, { name: 'match' }, commandId);
    const [first = '', second = ''] = given.state.offers.keys();
    given.tell(2, { name: 'delivered', offerId: second }, long('d'));
    given.tell(2, { name: 'accept', offerId: first, agentId: long('ada') }, long('a'));
    given.tell(60_001, { name: 'tick' }, commandId);
    given.tell(60_002, { ...ready(long('ada')), set: { kind: 'signedOut' } } as never, long('s'));
    given.tell(99_000, { name: 'tick' }, commandId);
    const sizes = given.journal.map((entry) => Buffer.byteLength(JSON.stringify(entry)));
    const kinds = given.journal.map(({ outcome }) => outcome.kind);
    expect(kinds).toEqual(expect.arrayContaining(['offerLapsed', 'assignmentLost', 'visitExpired', 'accepted']));
    // Eight marks of some twenty characters may ride along.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(ENTRY_LIMIT_BYTES - 8 * 20);
  });
});

describe('questions', () => {
  test('the place in the queue counts those of the queue that wait ahead', () => {
    const given = shard();
    given.tell(0, enqueue('v1'));
    given.tell(0, enqueue('other', { queueId: 'care' }));
    given.tell(1, enqueue('v2', { channel: 'voice', waitingSinceAt: 1 }));
    given.tell(2, enqueue('first', { priority: -1 }));
    expect(['first', 'v1', 'v2', 'other', 'none'].map((id) => position(given.state, id))).toEqual([
      1,
      2,
      3,
      1,
      undefined,
    ]);
  });

  test('staffing counts who is signed in, who is Ready, and what waits', () => {
    const given = shard();
    given.tell(0, ready('ada'));
    given.tell(0, { name: 'agentState', agentId: 'bob', set: { kind: 'notReady', reason: 'r' }, profile: profile() });
    given.tell(0, enqueue('v1'));
    expect(staffing(given.state, 'sales')).toEqual({ signedIn: 2, ready: 1, waiting: 1 });
    expect(staffing(given.state, 'care')).toEqual({ signedIn: 0, ready: 0, waiting: 0 });
    given.tell(1, { name: 'agentState', agentId: 'bob', set: { kind: 'signedOut' }, profile: profile() });
    expect(staffing(given.state, 'sales').signedIn).toBe(1);
  });
});
