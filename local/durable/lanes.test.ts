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

/** Ids in the order in which they are handed out, so many of them. */
const handedOut = (lane: BatchLane, count: number) => Array.from({ length: count }, () => lane.next()?.item.instanceId);

test('what has begun goes before what is to start, each in order of arrival', () => {
  const lane = createBatchLane();
  for (const id of ['new 1', 'new 2']) start(lane, id);
  for (const id of ['old 1', 'old 2']) raise(lane, id);
  expect(handedOut(lane, 5)).toEqual(['old 1', 'old 2', 'new 1', 'new 2', undefined]);
});

test('however much has begun, one of eight is a start', () => {
  const lane = createBatchLane();
  start(lane, 'new');
  for (let n = 0; n < 20; n += 1) raise(lane, `old ${n}`);
  expect(handedOut(lane, 8).indexOf('new')).toBe(7);
});

test('an event that follows its start waits with it', () => {
  const lane = createBatchLane();
  start(lane, 'new');
  raise(lane, 'new');
  expect(lane.next()?.item.messages).toHaveLength(2);
  expect(lane.isReady).toBe(false);
});

test('an instance has one batch at a time, and what came meanwhile is the next', () => {
  const lane = createBatchLane();
  raise(lane, 'one');
  const first = lane.next();
  raise(lane, 'one');
  expect(lane.next()).toBeUndefined();
  first?.end();
  expect(lane.next()?.item.messages).toHaveLength(1);
});
