import { createClock } from '../kit/clock';
import { createCoordinator } from '../kit/coordinator';
import { createRough } from '../kit/rough';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';
import type { DurableFunctions } from './functions';
import { ActionType, EventType, type Action, type HistoryEvent } from './protocol';
import { createRoughness, SMOOTH, type Roughness } from './roughness';
import { createTaskHub } from './task-hub';

const NOON = Date.UTC(2026, 0, 5, 12);

/** Does `one`, waits for `go`, does `two`: written as the SDK answers, from its history alone. */
function orchestrate(history: readonly HistoryEvent[]) {
  const isDone = (id: number) =>
    history.some((event) => event.EventType === EventType.TaskCompleted && event.TaskScheduledId === id);
  const hasGone = history.some((event) => event.EventType === EventType.EventRaised);
  const actions: Action[] = [{ actionType: ActionType.CallActivity, functionName: 'one' }];
  if (isDone(0)) actions.push({ actionType: ActionType.WaitForExternalEvent, externalEventName: 'go' });
  if (isDone(0) && hasGone) actions.push({ actionType: ActionType.CallActivity, functionName: 'two' });
  return { schemaVersion: 2, isDone: isDone(1), output: 'both', actions: [actions] };
}

async function tell(roughness: Roughness, seed: number) {
  const work = createWork();
  const clock = createClock(work, NOON, () => 0);
  const ran: string[] = [];
  const functions: DurableFunctions = {
    names: () => [],
    find: (kind, name) => ({
      name,
      async run(input) {
        if (kind === 'orchestrator')
          return orchestrate((JSON.parse(input ?? '') as { history: HistoryEvent[] }).history);
        ran.push(name);
        return name;
      },
    }),
  };
  const store = openStore(':memory:');
  const hub = createTaskHub({
    ...{ store, clock, work, functions, roughness },
    sender: { post: async () => ({ status: 500, headers: {}, body: '' }), tokenFor: async () => '' },
    atKillPoint: () => undefined,
    onBroken(error) {
      throw error;
    },
  });
  hub.start();
  const coordinator = createCoordinator({ participants: [], self: { clock, work, drains: [] } });
  await hub.client.start('story', `story-${seed}`, null, '');
  await coordinator.advance({ byMs: 5_000 });
  await hub.client.raiseEvent(`story-${seed}`, 'go', null);
  const { now } = await coordinator.advance({ byMs: 5_000 });
  return { ran, now, instance: hub.client.instance(`story-${seed}`), left: hub.messages(), commits: store.commits() };
}

const ALWAYS: Roughness = {
  ...SMOOTH,
  repeatsActivity: () => true,
  tellsResultTwice: () => true,
  repeatsEvent: () => true,
};

test('smooth, everything is done once', async () => {
  const { ran, instance, commits, left } = await tell(SMOOTH, 0);
  expect(ran).toEqual(['one', 'two']);
  expect(instance).toMatchObject({ status: 'Completed', output: '"both"' });
  // The start, its episode, an activity with the episode that it wakes, the event, its episode, an activity with its episode.
  expect(commits).toBe(6);
  expect(left).toEqual([]);
});

test('what is repeated runs again, and the orchestration comes to the same', async () => {
  const { ran, instance, left } = await tell(ALWAYS, 0);
  expect(ran).toEqual(['one', 'one', 'two', 'two']);
  expect(instance).toMatchObject({ status: 'Completed', output: '"both"' });
  expect(left).toEqual([]);
});

test('messages that went out before their history was lost are done, and are done again with the step', async () => {
  let isFirst = true;
  const losesHistory = () => isFirst && !(isFirst = false);
  const { ran, instance } = await tell({ ...SMOOTH, losesHistory }, 0);
  expect(ran).toEqual(['one', 'one', 'two']);
  expect(instance).toMatchObject({ status: 'Completed', output: '"both"' });
});

test.each([1, 2, 3, 4, 5])(
  'with seed %d it takes its time, not a step of the clock too much, and ends',
  async (seed) => {
    const clock = { now: () => NOON };
    const { instance, now } = await tell(createRoughness(createRough(seed, clock), clock), seed);
    expect(instance?.status).toBe('Completed');
    expect(now).toBe(NOON + 10_000);
  },
);

test('the same seed takes the same course; a queue is polled within a second, and keeps its order', () => {
  const clock = { now: () => NOON };
  const polls = (seed: number) => {
    const roughness = createRoughness(createRough(seed, clock), clock);
    return Array.from({ length: 50 }, (_, n) => roughness.takenAt(`queue-${n}`) - NOON);
  };
  expect(polls(7)).toEqual(polls(7));
  expect(polls(7)).not.toEqual(polls(8));
  expect(Math.max(...polls(7))).toBeLessThanOrEqual(1_000);
  expect(Math.min(...polls(7))).toBe(0);
  const roughness = createRoughness(createRough(3, clock), clock);
  const first = Array.from({ length: 20 }, () => roughness.takenAt('one')).find((at) => at > NOON) ?? 0;
  expect(roughness.takenAt('one')).toBe(first);
});
