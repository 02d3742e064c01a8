import { createClock } from '../kit/clock';
import { openStore, type Store } from '../kit/store';
import { createWork } from '../kit/work';
import type { DurableFunctions } from './functions';
import { ActionType, EventType, type HistoryEvent } from './protocol';
import { SMOOTH } from './roughness';
import { createTaskHub } from './task-hub';

const ACTIONS = [[{ actionType: ActionType.CallActivity, functionName: 'pay' }]];

/** A process on this disk, whose one orchestration pays and is done. */
function openProcess(store: Store, pay: () => Promise<unknown>) {
  const work = createWork();
  const clock = createClock(work, 0, () => 0);
  const orchestrate = (history: readonly HistoryEvent[]) => ({
    ...{ schemaVersion: 2, output: 'paid', actions: ACTIONS },
    isDone: history.some((event) => event.EventType === EventType.TaskCompleted),
  });
  const functions: DurableFunctions = {
    names: () => [],
    find: (kind, name) => ({
      name,
      run: async (input) =>
        kind === 'activity' ? pay() : orchestrate((JSON.parse(input ?? '') as { history: HistoryEvent[] }).history),
    }),
  };
  const hub = createTaskHub({
    ...{ store, clock, work, functions, roughness: SMOOTH },
    sender: { post: async () => ({ status: 500, headers: {}, body: '' }), tokenFor: async () => '' },
    atKillPoint: () => undefined,
    onBroken(error) {
      throw error;
    },
  });
  hub.start();
  return { hub, work };
}

test('an activity that a dead process left is written before the episode that it wakes, which may be what it died of', async () => {
  const store = openStore(':memory:');
  const began = new Promise<void>((resolve) => {
    const dying = openProcess(store, async () => {
      resolve();
      return new Promise(() => undefined);
    });
    void dying.hub.client.start('story', 'one', null, '');
  });
  await began;
  const before = store.commits();
  const { hub, work } = openProcess(store, async () => 'paid');
  await work.idle();
  expect(hub.client.instance('one')).toMatchObject({ status: 'Completed', output: '"paid"' });
  expect(store.commits() - before).toBe(2);
});

test.each(['@one', 'one#two', 'one?', 'a\\b', 'x'.repeat(257)])('an id that must not be is refused: %s', async (id) => {
  const { hub } = openProcess(openStore(':memory:'), async () => 'paid');
  await expect(hub.client.start('story', id, null, '')).rejects.toThrow(/must not/);
  expect(hub.client.instances({})).toEqual([]);
});
