import { InvocationContext } from '@azure/functions';
import { registered } from '../../tests/contracts/fakes/functions-core';
import { registerInteraction } from './interaction';

jest.mock('@azure/functions-core', () => jest.requireActual<object>('../../tests/contracts/fakes/functions-core'), {
  virtual: true,
});
jest.mock('../compose', () => ({ appOf: () => undefined }));

registerInteraction();

const BEGAN = Date.UTC(2026, 10, 19, 16);
const REF = { tenantId: 'contoso', interactionId: 'i1' };
const FIRST_CHECK_AT = BEGAN + 35_000;
const CHECK_AT = BEGAN + 600_000;
const BEGUN = { ...REF, checkAt: FIRST_CHECK_AT };
const ANEW = { ...REF, checkAt: null };

type HistoryEvent = Readonly<Record<string, unknown>>;
/** What the Durable extension tells the SDK; codes are of its protocol. */
const at = (ms: number) => new Date(BEGAN + ms).toISOString();
const base = { EventId: -1, IsPlayed: false };
const episode = (ms: number): HistoryEvent => ({ ...base, EventType: 12, Timestamp: at(ms) });
const started = (input: object): HistoryEvent => ({
  ...base,
  EventType: 0,
  Timestamp: at(0),
  Name: 'interaction',
  Input: JSON.stringify(input),
});
const scheduled = (id: number): HistoryEvent => ({
  ...base,
  EventType: 4,
  EventId: id,
  Timestamp: at(0),
  Name: 'settleInteraction',
});
const completed = (id: number, result: unknown): HistoryEvent => ({
  ...base,
  EventType: 5,
  TaskScheduledId: id,
  Timestamp: at(0),
  Result: JSON.stringify(result),
});
const failed = (id: number): HistoryEvent => ({
  ...base,
  EventType: 6,
  TaskScheduledId: id,
  Timestamp: at(0),
  Reason: 'away',
  Details: '',
});
const timerCreated = (id: number, fireAt = CHECK_AT): HistoryEvent => ({
  ...base,
  EventType: 10,
  EventId: id,
  Timestamp: at(0),
  FireAt: new Date(fireAt).toISOString(),
});
const timerFired = (id: number): HistoryEvent => ({
  ...base,
  EventType: 11,
  TimerId: id,
  Timestamp: at(0),
  FireAt: new Date(CHECK_AT).toISOString(),
});
const raised = (signal: string, stage = 'queued', checkAt = CHECK_AT): HistoryEvent => ({
  ...base,
  EventType: 14 + 1,
  Name: 'signal',
  Timestamp: at(0),
  Input: JSON.stringify({ signal, stage, checkAt }),
});

interface Answer {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly customStatus?: unknown;
  readonly error?: string;
}
interface Action {
  readonly actionType: number;
  readonly functionName?: string;
  readonly fireAt?: string;
  readonly isCanceled?: boolean;
  readonly compoundActions?: readonly Action[];
}

/** Replays a history through the real SDK. */
async function replay(...history: readonly HistoryEvent[]): Promise<Answer> {
  const trigger = {
    history,
    input: JSON.parse(String(history.find(({ Input }) => Input !== undefined)?.['Input'])) as unknown,
    instanceId: 'contoso.i1',
    isReplaying: false,
    parentInstanceId: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
  const { metadata, callback } = registered.get('interaction')!;
  const options = { functionName: 'interaction', options: { trigger: Object.values(metadata.bindings)[0] } };
  return (await callback(trigger, new InvocationContext(options as never))) as Answer;
}

const open = (stage: string, checkAt = CHECK_AT) => ({ kind: 'open', stage, checkAt });
const first = [episode(0), started(BEGUN)];
const armed = [...first, timerCreated(0, FIRST_CHECK_AT)];
const anew = [episode(0), started(ANEW)];
const kinds = ({ actions }: Answer) => actions.flat().map(({ actionType }) => actionType);
const [ACTIVITY_WITH_RETRY, CONTINUE_AS_NEW, WHEN_ANY] = [1, 4, 11];
const parts = ({ actions }: Answer, index: number) => actions.flat()[index]?.compoundActions ?? [];
const timerOf = (answer: Answer, index: number) => parts(answer, index).find(({ fireAt }) => fireAt !== undefined);

test('it begins by arming one timer for the moment that it was started with, and listens', async () => {
  const answer = await replay(...first);
  expect(answer).toMatchObject({ isDone: false });
  expect(kinds(answer)).toEqual([WHEN_ANY]);
  expect(Date.parse(timerOf(answer, 0)?.fireAt ?? '')).toBe(FIRST_CHECK_AT);
});

test('told something, it takes the timer back and arms another for the moment that it was told', async () => {
  const answer = await replay(...armed, episode(2), raised('assigned', 'active'));
  expect(answer).toMatchObject({ isDone: false, customStatus: 'active' });
  expect(kinds(answer)).toEqual([WHEN_ANY, WHEN_ANY]);
  expect(timerOf(answer, 0)).toMatchObject({ isCanceled: true });
  expect(Date.parse(timerOf(answer, 1)?.fireAt ?? '')).toBe(CHECK_AT);
});

test('told that the interaction closed, it ends with no timer left', async () => {
  const answer = await replay(...armed, episode(2), raised('closed', 'closed'));
  expect(answer.isDone).toBe(true);
  expect(kinds(answer)).not.toContain(CONTINUE_AS_NEW);
  expect(timerOf(answer, 0)).toMatchObject({ isCanceled: true });
});

test('the safety timer makes it begin anew', async () => {
  const answer = await replay(...armed, episode(2), timerFired(0));
  expect(answer.isDone).toBe(true);
  expect(answer.actions.flat().at(-1)).toMatchObject({ actionType: CONTINUE_AS_NEW, input: ANEW });
});

test('begun anew it looks, and arms the timer for the moment that the look named', async () => {
  expect((await replay(...anew)).actions.flat()).toMatchObject([
    { actionType: ACTIVITY_WITH_RETRY, functionName: 'settleInteraction', input: REF },
  ]);
  const looked = await replay(...anew, scheduled(0), episode(1), completed(0, open('queued')));
  expect(looked.customStatus).toBe('queued');
  expect(kinds(looked)).toEqual([ACTIVITY_WITH_RETRY, WHEN_ANY]);
  expect(Date.parse(timerOf(looked, 1)?.fireAt ?? '')).toBe(CHECK_AT);
});

test('a signal that came while it looked is not lost', async () => {
  const early = [scheduled(0), episode(1), raised('menuDone'), episode(2), completed(0, open('selfService'))];
  const answer = await replay(...anew, ...early);
  expect(kinds(answer)).toEqual([ACTIVITY_WITH_RETRY, WHEN_ANY, WHEN_ANY]);
  expect(answer.customStatus).toBe('queued');
});

test('an interaction found closed ends it at once', async () => {
  const answer = await replay(...anew, scheduled(0), episode(1), completed(0, { kind: 'closed' }));
  expect(answer).toMatchObject({ isDone: true });
  expect(kinds(answer)).toEqual([ACTIVITY_WITH_RETRY]);
});

test('a store that is away for a while does not end it: it looks again a minute later', async () => {
  const tried = [scheduled(0), episode(1), failed(0), timerCreated(1), episode(2), timerFired(1)];
  const again = [scheduled(2), episode(3), failed(2), timerCreated(3), episode(4), timerFired(3)];
  const third = [scheduled(4), episode(5), failed(4), timerCreated(5), episode(6), timerFired(5)];
  const answer = await replay(...anew, ...tried, ...again, ...third);
  expect(answer.error).toBeUndefined();
  expect(answer).toMatchObject({ isDone: false, customStatus: 'unsettled' });
  expect(kinds(answer)).toEqual([ACTIVITY_WITH_RETRY, WHEN_ANY]);
});
