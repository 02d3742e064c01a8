import { createBatchLane, type BatchLane } from './lanes';
import { createEnvelopes } from './messages';
import { EventType, type EventBody } from './protocol';

let lastId = 0;
const envelopes = createEnvelopes(
  () => 0,
  () => (lastId += 1),
);
const send = (lane: BatchLane, to: string, body: EventBody) => lane.add(envelopes.message(to, envelopes.event(body)));
const raise = (lane: BatchLane, to: string) =>
  send(lane, to, { EventType: EventType.EventRaised, Name: 'told', Input: null });
const start = (lane: BatchLane, to: string) =>
  send(lane, to, {
    EventType: EventType.ExecutionStarted,
    OrchestrationInstance: { InstanceId: to, ExecutionId: to },
    ParentInstance: null,
    Name: 'lifecycle',
    Version: '',
    Input: null,
    Tags: null,
  });

/** Ids in the order in which they are handed out. */
const handedOut = (lane: BatchLane, of: 'begun' | 'toStart') =>
  Array.from({ length: 3 }, () => lane.next(of)?.item.instanceId);

test('what is to start is apart from what has begun, each in order of arrival', () => {
  const lane = createBatchLane();
  for (const id of ['new 1', 'new 2']) start(lane, id);
  for (const id of ['old 1', 'old 2']) raise(lane, id);
  expect(lane.ready).toEqual({ begun: 2, toStart: 2 });
  expect(handedOut(lane, 'begun')).toEqual(['old 1', 'old 2', undefined]);
  expect(handedOut(lane, 'toStart')).toEqual(['new 1', 'new 2', undefined]);
});

test('an event that follows its start waits with it', () => {
  const lane = createBatchLane();
  start(lane, 'new');
  raise(lane, 'new');
  expect(lane.next('toStart')?.item.messages).toHaveLength(2);
  expect(lane.ready).toEqual({ begun: 0, toStart: 0 });
});

test('an instance has one batch at a time, and what came meanwhile is the next', () => {
  const lane = createBatchLane();
  raise(lane, 'one');
  const first = lane.next('begun');
  raise(lane, 'one');
  expect(lane.next('begun')).toBeUndefined();
  first?.end();
  expect(lane.next('begun')?.item.messages).toHaveLength(1);
});

test('what an activity tells goes with all that waits for its instance, unless that is busy', () => {
  const lane = createBatchLane();
  const told = () =>
    envelopes.message('one', envelopes.event({ EventType: EventType.EventRaised, Name: 'did', Input: null }));
  raise(lane, 'one');
  const taken = lane.take(told());
  expect(taken?.item.messages).toHaveLength(2);
  expect(lane.ready.begun).toBe(0);
  expect(lane.take(told())).toBeUndefined();
  taken?.end();
  expect(lane.ready.begun).toBe(0);
});
