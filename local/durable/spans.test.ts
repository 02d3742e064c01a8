import { EventType, type EventBody, type HistoryEvent } from './protocol';
import { spansOf } from './spans';

const instant = (second: number) => Date.UTC(2026, 0, 5, 12, 0, second);
const event = (second: number, body: EventBody, id = -1): HistoryEvent => ({
  ...body,
  EventId: id,
  IsPlayed: true,
  Timestamp: new Date(instant(second)).toISOString(),
});
const scheduled = (second: number, id: number, Name: string) =>
  event(second, { EventType: EventType.TaskScheduled, Name, Version: '', Input: '["a"]' }, id);
const timer = (second: number, id: number) =>
  event(second, { EventType: EventType.TimerCreated, FireAt: '2026-01-05T12:01:00Z' }, id);

describe('the stretches of a history', () => {
  test('an activity lasts from its scheduling to its result', () => {
    const done = event(3, { EventType: EventType.TaskCompleted, TaskScheduledId: 0, Result: '"b"' });
    expect(spansOf([scheduled(1, 0, 'look'), done])).toEqual([
      {
        kind: 'activity',
        name: 'look',
        startedAt: instant(1),
        endedAt: instant(3),
        outcome: 'completed',
        detail: '"b"',
      },
    ]);
  });

  test('one that failed says why', () => {
    const failure = { TaskScheduledId: 0, Reason: 'no line', Details: '', FailureDetails: null };
    const spans = spansOf([scheduled(1, 0, 'dial'), event(2, { EventType: EventType.TaskFailed, ...failure })]);
    expect(spans).toMatchObject([{ outcome: 'failed', detail: 'no line' }]);
  });

  test('what has not ended runs, and an event is a moment', () => {
    const raised = event(2, { EventType: EventType.EventRaised, Name: 'signal', Input: null });
    expect(spansOf([timer(1, 0), raised])).toMatchObject([
      { kind: 'timer', outcome: 'running', endedAt: null },
      { kind: 'event', name: 'signal', startedAt: instant(2), endedAt: instant(2) },
    ]);
  });

  test('a timer that its orchestration did not wait for was cancelled; one that fired was not', () => {
    const fired = event(4, { EventType: EventType.TimerFired, TimerId: 1, FireAt: '2026-01-05T12:01:00Z' });
    const completed = event(5, {
      EventType: EventType.ExecutionCompleted,
      OrchestrationStatus: 'Completed',
      Result: null,
      FailureDetails: null,
    });
    expect(spansOf([timer(1, 0), timer(1, 1), fired, completed]).map(({ outcome }) => outcome)).toEqual([
      'cancelled',
      'completed',
    ]);
  });
});
