import {
  ActionType,
  EventType,
  type Action,
  type EventBody,
  type HistoryEvent,
  type OrchestratorState,
} from '../protocol';
import { replayEpisode, type Episode } from './episode';

const NOON = Date.UTC(2026, 0, 5, 12);
const iso = (afterMs: number) => new Date(NOON + afterMs).toISOString();

const event = (body: EventBody, EventId = -1, afterMs = 0): HistoryEvent => ({
  ...body,
  EventId,
  IsPlayed: false,
  Timestamp: iso(afterMs),
});
const began = (afterMs = 0) => event({ EventType: EventType.OrchestratorStarted }, -1, afterMs);
const started = event({
  EventType: EventType.ExecutionStarted,
  OrchestrationInstance: { InstanceId: 'i', ExecutionId: 'x' },
  ParentInstance: null,
  Name: 'orchestrator',
  Version: '',
  Input: null,
  Tags: null,
});
const scheduled = (id: number, Name: string) =>
  event({ EventType: EventType.TaskScheduled, Name, Version: '', Input: null }, id);
const completed = (id: number, result: unknown) =>
  event({ EventType: EventType.TaskCompleted, TaskScheduledId: id, Result: JSON.stringify(result) });
const failed = (id: number, Reason = 'broken') =>
  event({ EventType: EventType.TaskFailed, TaskScheduledId: id, Reason, Details: '', FailureDetails: null });
const timerCreated = (id: number, afterMs: number) =>
  event({ EventType: EventType.TimerCreated, FireAt: iso(afterMs) }, id);
const timerFired = (id: number, afterMs: number) =>
  event({ EventType: EventType.TimerFired, TimerId: id, FireAt: iso(afterMs) });
const raised = (Name: string, input: unknown = null) =>
  event({ EventType: EventType.EventRaised, Name, Input: JSON.stringify(input) });

const activity = (functionName: string): Action => ({ actionType: ActionType.CallActivity, functionName });
const waitFor = (externalEventName: string): Action => ({
  actionType: ActionType.WaitForExternalEvent,
  externalEventName,
});
const timer = (afterMs: number, isCanceled = false): Action => ({
  actionType: ActionType.CreateTimer,
  fireAt: iso(afterMs),
  isCanceled,
});

function replay(history: HistoryEvent[], actions: Action[], state: Partial<OrchestratorState> = {}): Episode {
  const answer = { kind: 'state' as const, state: { isDone: false, schemaVersion: 2, actions: [actions], ...state } };
  return replayEpisode('orchestrator', history, answer, {
    instanceId: 'i',
    executionId: 'x',
    parentInstanceId: null,
    defaultVersion: '',
    knows: (_, name) => name !== 'unknown',
  });
}

const decided = ({ decisions }: Episode) =>
  decisions.map((one) => `${one.id} ${one.kind} ${'name' in one ? one.name : 'fireAt' in one ? one.fireAt : ''}`);

test('an activity is decided once, and what follows it only when its result is there', () => {
  const actions = [activity('a'), activity('b')];
  expect(decided(replay([began(), started], actions))).toEqual(['0 activity a']);
  const history = [began(), started, scheduled(0, 'A')];
  expect(decided(replay(history, actions))).toEqual([]);
  expect(decided(replay([...history, began(), completed(0, 1)], actions))).toEqual(['1 activity b']);
});

test('it is over when the orchestrator is done and nothing that it scheduled is open', () => {
  const actions: Action[] = [{ actionType: ActionType.WhenAny, compoundActions: [waitFor('go'), timer(60_000)] }];
  const history = [began(), started, timerCreated(0, 60_000), began(5), raised('go')];
  const done = { isDone: true, output: 'went' };
  expect(replay(history, actions, done).ending).toBeUndefined();
  expect(replay([...history, began(60_000), timerFired(0, 60_000)], actions, done).ending).toMatchObject({
    status: 'Completed',
    result: '"went"',
  });
  const canceled: Action[] = [
    { actionType: ActionType.WhenAny, compoundActions: [waitFor('go'), timer(60_000, true)] },
  ];
  expect(replay(history, canceled, done).ending).toMatchObject({ status: 'Completed' });
});

test('after a failure among several, what the orchestrator did next waits for the others', () => {
  const all: Action = { actionType: ActionType.WhenAll, compoundActions: [activity('a'), activity('b')] };
  const actions = [all, activity('compensate')];
  const history = [began(), started, scheduled(0, 'a'), scheduled(1, 'b'), began(1), failed(0)];
  expect(decided(replay(history, actions))).toEqual([]);
  expect(decided(replay([...history, began(2), completed(1, null)], actions))).toEqual(['2 activity compensate']);
});

test('retries take a timer and an activity each, and after the last failure one timer for now', () => {
  const action: Action = {
    actionType: ActionType.CallActivityWithRetry,
    functionName: 'a',
    retryOptions: {
      firstRetryIntervalInMilliseconds: 1000,
      maxNumberOfAttempts: 3,
      backoffCoefficient: 3,
      maxRetryIntervalInMilliseconds: 2000,
    },
  };
  const history = [began(), started, scheduled(0, 'a'), began(10), failed(0)];
  expect(decided(replay(history, [action]))).toEqual([`1 timer ${iso(1010)}`]);
  history.push(timerCreated(1, 1010), began(1010), timerFired(1, 1010));
  expect(decided(replay(history, [action]))).toEqual(['2 activity a']);
  history.push(scheduled(2, 'a'), began(1020), failed(2));
  expect(decided(replay(history, [action]))).toEqual([`3 timer ${iso(3020)}`]);
  history.push(timerCreated(3, 3020), began(3020), timerFired(3, 3020), scheduled(4, 'a'), began(3030), failed(4));
  expect(decided(replay(history, [action, activity('after')]))).toEqual([`5 timer ${iso(3030)}`]);
  history.push(timerCreated(5, 3030), began(3031), timerFired(5, 3030));
  expect(decided(replay(history, [action, activity('after')]))).toEqual(['6 activity after']);
});

// The table of RetryInterceptorTests of DTFx: as many calls as attempts, and as many timers, the last of which is for now.
test.each([1, 2, 3, 10])('with %i attempts in all there are as many calls and as many timers', (attempts) => {
  const retryOptions = { firstRetryIntervalInMilliseconds: 1, maxNumberOfAttempts: attempts };
  const actions: Action[] = [{ actionType: ActionType.CallActivityWithRetry, functionName: 'a', retryOptions }];
  const history = [began(), started];
  const delays: number[] = [];
  let calls = 0;
  for (;;) {
    const [decision] = replay(history, actions, { isDone: true }).decisions;
    if (decision === undefined) break;
    if (decision.kind === 'timer') {
      const afterMs = Date.parse(decision.fireAt) - NOON;
      delays.push(afterMs - calls);
      history.push(timerCreated(decision.id, afterMs), began(afterMs), timerFired(decision.id, afterMs));
    } else {
      calls += 1;
      history.push(scheduled(decision.id, 'a'), began(calls), failed(decision.id));
    }
  }
  expect([calls, delays.length, delays.at(-1)]).toEqual([attempts, attempts, 0]);
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(attempts - 1);
});

test('events match without regard to case, wait for who comes later, and serve the last waiter first', () => {
  const early = [began(), started, raised('GO', 1)];
  expect(decided(replay(early, [waitFor('go'), activity('a')]))).toEqual(['0 activity a']);
  const two: Action = { actionType: ActionType.WhenAll, compoundActions: [waitFor('go'), waitFor('go')] };
  expect(decided(replay(early, [two, activity('a')]))).toEqual([]);
  expect(decided(replay([...early, raised('go', 2)], [two, activity('a')]))).toEqual(['0 activity a']);
});

test('a result that comes twice counts once', () => {
  const history = [began(), started, scheduled(0, 'a'), began(1), completed(0, 1), completed(0, 2)];
  expect(decided(replay(history, [activity('a'), activity('b')]))).toEqual(['1 activity b']);
});

test('code that changed under a running instance fails it and decides nothing', () => {
  const history = [began(), started, scheduled(0, 'a'), began(1), completed(0, 1)];
  const instead = 'but the current orchestration replay instead';
  for (const [actions, what] of [
    [
      [activity('other'), activity('next')],
      `an activity task with sequence number 0 named 'a', ${instead} scheduled an activity task named 'other' with this sequence number. `,
    ],
    [
      [timer(1000), activity('next')],
      `an activity task with sequence number 0 named 'a', ${instead} produced a CreateTimerOrchestratorAction action with this sequence number.`,
    ],
    [
      [],
      "an activity task with sequence ID 0 and name 'a' (version ''), but the current replay execution hasn't (yet?) scheduled this task.",
    ],
  ] as const) {
    const episode = replay(history, [...actions]);
    expect(episode.ending).toMatchObject({
      status: 'Failed',
      result: `Non-Deterministic workflow detected: A previous execution of this orchestration scheduled ${what} Was a change made to the orchestrator code after this instance had already started running?`,
    });
    expect(episode.decisions).toEqual([]);
  }
});

test('a long timer is made of legs of three days', () => {
  const day = 86_400_000;
  const history = [began(), started];
  const actions = [timer(10 * day), activity('a')];
  for (const [i, endsAt] of [3 * day, 6 * day, 9 * day, 10 * day].entries()) {
    expect(decided(replay(history, actions))).toEqual([`${i} timer ${iso(endsAt)}`]);
    history.push(timerCreated(i, endsAt), began(endsAt), timerFired(i, endsAt));
  }
  expect(decided(replay(history, actions))).toEqual(['4 activity a']);
});

test('continuing as new carries the events that came after it', () => {
  const again: Action = { actionType: ActionType.ContinueAsNew, input: { n: 2 } };
  const history = [began(), started, raised('go', 1), raised('go', 2)];
  const episode = replay(history, [waitFor('go'), again], { isDone: true });
  expect(episode.ending).toBeUndefined();
  expect(episode.continueAsNew).toMatchObject({ input: '{"n":2}', carried: [{ Name: 'go', Input: '2' }] });
});

test('a suspended instance decides nothing until it is resumed, and then all of it', () => {
  const suspended = event({ EventType: EventType.ExecutionSuspended, Reason: null });
  const resumed = event({ EventType: EventType.ExecutionResumed, Reason: null });
  const history = [began(), started, scheduled(0, 'a'), began(1), suspended, completed(0, 1)];
  expect(replay(history, [activity('a'), activity('b')])).toMatchObject({ decisions: [], isSuspended: true });
  const after = replay([...history, began(2), resumed], [activity('a'), activity('b')]);
  expect([after.isSuspended, decided(after)]).toEqual([false, ['1 activity b']]);
});

test('termination wins over everything', () => {
  const terminated = event({ EventType: EventType.ExecutionTerminated, Input: 'enough' });
  const episode = replay([began(), started, scheduled(0, 'a'), began(1), terminated], [activity('a')]);
  expect(episode.ending).toMatchObject({ status: 'Terminated', result: 'enough' });
});

test('a function that the app does not have fails the orchestration at once, retries or not', () => {
  const retryOptions = { firstRetryIntervalInMilliseconds: 1000, maxNumberOfAttempts: 5 };
  const again: Action = { actionType: ActionType.CallActivityWithRetry, functionName: 'unknown', retryOptions };
  for (const action of [activity('unknown'), again]) {
    expect(replay([began(), started], [action]).ending?.result).toContain("'unknown' doesn't exist");
  }
});

describe('a custom status', () => {
  const saying = (length: number) => replay([began(), started], [waitFor('go')], { customStatus: 'x'.repeat(length) });

  test('of less than seventeen kilobytes in UTF-16 is kept', () => {
    expect(saying(17 * 512 - 3)).toMatchObject({ ending: undefined, customStatus: expect.stringMatching(/^"x+"$/) });
  });

  test('that is longer fails the orchestration and is not kept', () => {
    expect(saying(17 * 512 - 2)).toMatchObject({
      decisions: [],
      customStatus: undefined,
      ending: {
        status: 'Failed',
        result:
          "Orchestrator function 'orchestrator' failed: The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is 17 KB.",
      },
    });
  });
});
