import fc from 'fast-check';
import type { InteractionEvent } from '../interaction/events';
import type { QueueVisit, VisitOutcome } from '../interaction/state';
import { agentIdOf, assignmentIdOf, offerIdOf, queueIdOf, shardIdOf, visitIdOf } from '../lib/ids';
import { addEvent, addSegment, countedIn, EMPTY_INTERVAL, serviceLevel } from './interval';
import { addToLive, EMPTY_LIVE } from './live';
import { INTERVAL_MS, intervalOf, type MeasuredEvent } from './measured';
import { segmentsOf } from './segments';

const T0 = Date.UTC(2026, 9, 5, 12);
const QUEUE = queueIdOf('support');
const ADA = agentIdOf('ada');

const visit = (beganAt: number): QueueVisit => ({
  visitId: visitIdOf('v'),
  attempt: 0,
  queueId: QUEUE,
  shardId: shardIdOf('s'),
  beganAt,
  waitingSince: beganAt,
  targetMs: 20_000,
  priority: 5,
  requirements: [],
  preferredAgentId: null,
  deadlineAt: beganAt + 600_000,
  position: '',
  language: 'en',
  work: 'live',
});
const queued = (at: number): InteractionEvent => ({ type: 'queued', at, visit: visit(at), cause: 'flow' });
const visitEnded = (beganAt: number, waitMs: number, outcome: VisitOutcome): InteractionEvent => ({
  type: 'visitEnded',
  at: beganAt + waitMs,
  visitId: 'v',
  queueId: QUEUE,
  beganAt,
  outcome,
  work: 'live',
  targetMs: 20_000,
});
const accepted = (at: number, connectBy: number | null = null): InteractionEvent => ({
  type: 'accepted',
  at,
  offerId: offerIdOf('o'),
  agentId: ADA,
  assignmentId: assignmentIdOf('o'),
  shardId: shardIdOf('s'),
  connectBy,
});
const closed = (at: number): InteractionEvent => ({ type: 'closed', at, reason: 'completed' });

let serial = 0;
const measured = (event: InteractionEvent, interactionId = 'i-1'): MeasuredEvent => ({
  eventId: `e${(serial += 1)}`,
  tenantId: 'contoso',
  interactionId,
  channel: 'chat',
  event,
});
const counted = (...events: InteractionEvent[]) =>
  events.map((event) => measured(event)).reduce(addEvent, EMPTY_INTERVAL);

describe('an interval', () => {
  test('gives a service level that leaves out those who hung up at once, and no others', () => {
    const { queues } = counted(
      ...[1, 2, 3, 4, 5].map(() => queued(T0)),
      visitEnded(T0, 20_000, 'answered'),
      visitEnded(T0, 20_001, 'answered'),
      visitEnded(T0, 4_000, 'shortAbandoned'),
      visitEnded(T0, 9_000, 'abandoned'),
      visitEnded(T0, 600_000, 'expired'),
    );
    const row = queues['support|chat']!;
    expect(row).toMatchObject({ offered: 5, answeredWithinTarget: 1, waitMs: 40_001, longestWaitMs: 20_001 });
    expect(serviceLevel(row)).toBe(1 / 4);
  });

  test('counts who asked for a callback or left a message neither as answered nor as abandoned, and what they left nowhere', () => {
    const { queues } = counted(
      ...[1, 2].map(() => queued(T0)),
      visitEnded(T0, 9_000, 'callback'),
      visitEnded(T0, 9_000, 'voicemail'),
    );
    const row = queues['support|chat']!;
    expect(row.outcomes).toMatchObject({ callback: 1, voicemail: 1, answered: 0, abandoned: 0, shortAbandoned: 0 });
    expect(row).toMatchObject({ offered: 2, answeredWithinTarget: 0, waitMs: 0 });
    for (const work of ['callback', 'voicemail'] as const) {
      const left = { type: 'queued', at: T0, visit: { ...visit(T0), work }, cause: 'flow' } as const;
      const answered = { ...visitEnded(T0, 5_000, 'answered'), work } as InteractionEvent;
      expect([countedIn(measured(left)), countedIn(measured(answered))]).toEqual([null, null]);
    }
  });

  test('has no service level while nobody was offered to the queue', () => {
    expect(serviceLevel(counted(queued(T0), visitEnded(T0, 1, 'shortAbandoned')).queues['support|chat']!)).toBeNull();
  });

  test('is the one a visit began in, however late it ended', () => {
    const late = measured(visitEnded(T0, 2 * INTERVAL_MS, 'answered'));
    expect(countedIn(late)).toBe(intervalOf(T0));
  });

  test('sums do not depend on the order of events', () => {
    const events = [
      queued(T0),
      visitEnded(T0, 5_000, 'answered'),
      queued(T0 + 1),
      visitEnded(T0 + 1, 9, 'abandoned'),
      closed(T0 + 9),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(counted(...shuffled)).toEqual(counted(...events));
      }),
    );
  });
});

describe('segments', () => {
  const held = (at: number): InteractionEvent => ({ type: 'held', at, agentId: ADA });
  const unheld = (at: number): InteractionEvent => ({ type: 'unheld', at, agentId: ADA });
  const ended = (at: number): InteractionEvent => ({ type: 'ended', at, reason: 'completed', wrapUpBy: at + 30 });
  const wrappedUp = (at: number): InteractionEvent => ({ type: 'wrappedUp', at, agentId: ADA, code: null });

  test('tell talk, hold and wrap-up apart', () => {
    const connected: InteractionEvent = { type: 'connected', at: 110, agentId: ADA };
    const timeline = [accepted(100, 130), connected, held(150), unheld(160), ended(200), wrappedUp(215), closed(215)];
    expect(segmentsOf(timeline)).toEqual([{ agentId: ADA, acceptedAt: 100, talkMs: 80, holdMs: 10, wrapUpMs: 15 }]);
  });

  test('leave out a call that never connected', () => {
    const failed: InteractionEvent = { type: 'connectFailed', at: 120, agentId: ADA, failure: 'notAnswered' };
    expect(segmentsOf([accepted(100, 130), failed, closed(200)])).toEqual([]);
  });

  test('end with the interaction when nobody ended them before, and count for their agent', () => {
    const segments = segmentsOf([accepted(100), closed(250)]);
    expect(segments.reduce(addSegment, EMPTY_INTERVAL).agents['ada']).toMatchObject({ handled: 1, talkMs: 150 });
  });
});

describe('live figures', () => {
  test('know the queue of an interaction after its wait, and its new one once a colleague has it', () => {
    const opened = { type: 'opened', at: T0 } as unknown as InteractionEvent;
    const began = {
      type: 'handoverBegan',
      ...{ at: T0 + 6, agentId: ADA, to: { kind: 'queue' }, visit: { ...visit(T0 + 6), queueId: queueIdOf('sales') } },
    } as const satisfies InteractionEvent;
    const failed: InteractionEvent = { type: 'handoverFailed', at: T0 + 7, agentId: ADA, why: 'declined' };
    const over: InteractionEvent = { type: 'handedOver', at: T0 + 8, agentId: ADA, wrapUpBy: null };
    const queueAfter = (...events: InteractionEvent[]) =>
      events.map((event) => measured(event)).reduce(addToLive, EMPTY_LIVE).open['i-1']?.queueId;
    const talking = [opened, queued(T0), visitEnded(T0, 5, 'answered'), accepted(T0 + 5)];
    expect(queueAfter(opened)).toBeUndefined();
    expect(queueAfter(...talking, began)).toBe('support');
    expect(queueAfter(...talking, began, failed, over)).toBe('support');
    expect(queueAfter(...talking, began, accepted(T0 + 7), over)).toBe('sales');
  });

  test('hold who waits, who is talked with, and nobody after the end', () => {
    const opened = { type: 'opened', at: T0 } as unknown as InteractionEvent;
    const steps = [opened, queued(T0), visitEnded(T0, 5, 'answered'), accepted(T0 + 5), closed(T0 + 9)];
    const states: (typeof EMPTY_LIVE)[] = [];
    steps
      .map((event) => measured(event))
      .reduce((live, event) => {
        const next = addToLive(live, event);
        states.push(next);
        return next;
      }, EMPTY_LIVE);
    expect(states[1]!.waiting).toEqual({ 'i-1': { queueId: 'support', channel: 'chat', beganAt: T0 } });
    expect(states[2]!.waiting).toEqual({});
    expect(states[3]!.segments['i-1']).toMatchObject([{ agentId: 'ada', state: 'talking' }]);
    expect(states[4]).toEqual(EMPTY_LIVE);
  });
});
