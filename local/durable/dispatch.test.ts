import { createClock } from '../kit/clock';
import { createWork } from '../kit/work';
import { createDispatcher } from './dispatch';
import { createEnvelopes } from './messages';
import { EventType, type EventBody } from './protocol';

const RAISED: EventBody = { EventType: EventType.EventRaised, Name: 'told', Input: null };
const started = (id: string): EventBody => ({
  EventType: EventType.ExecutionStarted,
  OrchestrationInstance: { InstanceId: id, ExecutionId: id },
  ParentInstance: null,
  Name: 'lifecycle',
  Version: '',
  Input: null,
  Tags: null,
});

/** A dispatcher whose steps never end, with the ids of what it started. */
function stand(isSomebodyComing = () => false, writes = () => ({ ended: 0, isOpen: false })) {
  const work = createWork();
  const clock = createClock(work, 0, () => 0);
  const ran: string[] = [];
  let lastId = 0;
  const envelopes = createEnvelopes(
    () => 0,
    () => (lastId += 1),
  );
  const dispatcher = createDispatcher({
    ...{ clock, work, maxActivities: 100, isSomebodyComing, writes },
    takenAt: () => 0,
    workers: {
      runBatch: (id) => (ran.push(id), new Promise<void>(() => undefined)),
      runActivity: async () => undefined,
    },
  });
  const message = (to: string, body: EventBody) => envelopes.message(to, envelopes.event(body));
  return { dispatcher, ran, message };
}

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));
const count = (ran: readonly string[], what: string) => ran.filter((id) => id.startsWith(what)).length;

test('what has begun goes before what is to start', async () => {
  const { dispatcher, ran, message } = stand();
  dispatcher.accept([message('new', started('new')), message('old', RAISED)]);
  await nextTurn();
  expect(ran).toEqual(['old', 'new']);
});

test('however much has begun, a share of each turn are starts', async () => {
  const { dispatcher, ran, message } = stand();
  const many = (name: string, body: (id: string) => EventBody) =>
    Array.from({ length: 500 }, (_, n) => message(`${name} ${n}`, body(`${name} ${n}`)));
  dispatcher.accept([...many('old', () => RAISED), ...many('new', started)]);
  await nextTurn();
  expect(count(ran, 'old')).toBe(160);
  expect(count(ran, 'new')).toBe(20);
});

test('a start waits for the write that is open, with the event behind it', async () => {
  let ended = 1;
  const { dispatcher, ran, message } = stand(undefined, () => ({ ended, isOpen: true }));
  dispatcher.accept([message('new', started('new'))]);
  await nextTurn();
  expect(ran).toEqual([]);
  ended = 2;
  dispatcher.accept([message('new', RAISED), message('newer', started('newer'))]);
  await nextTurn();
  expect(ran).toEqual(['new']);
});

test('nothing starts before those at the door are in', async () => {
  const coming = [true, true, false];
  const { dispatcher, ran, message } = stand(() => coming.shift() ?? false);
  dispatcher.accept([message('old', RAISED)]);
  await nextTurn();
  await nextTurn();
  expect(ran).toEqual([]);
  await nextTurn();
  expect(ran).toEqual(['old']);
});
