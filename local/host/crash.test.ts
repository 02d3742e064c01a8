import { createRandom } from '../kit/faults';
import { killsOf } from '../kit/kills.testsuite';
import { createHostFolder, NOON, startHostProcess, type HostFolder } from './fixtures/start-host';

jest.setTimeout(60_000);

let folder: HostFolder;
beforeEach(() => {
  folder = createHostFolder();
});
afterEach(() => folder.remove());

const STEPS = ['one', 'two', 'three'];

const KILLS = killsOf(3);
const WRITERS = 4;

test('killed at random moments under load, it has every start acknowledged and finishes each correctly', async () => {
  const random = createRandom(20_261_126);
  const acknowledged = new Set<string>();
  let host = await startHostProcess(folder);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const enough = acknowledged.size + 1 + Math.floor(random() * 15);
    const { client } = host;
    const startUntilKilled = async (writer: number): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const id = `k${kill}-${writer}-${n}`;
        const isStarted = await client('start', id, { name: 'notes' }).then(
          () => true,
          () => false,
        );
        if (!isStarted) return;
        acknowledged.add(id);
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => startUntilKilled(writer));
    while (acknowledged.size < enough) await new Promise((soon) => setImmediate(soon));
    host.kill();
    await Promise.all([host.ended, ...writers]);
    host = await startHostProcess(folder);
  }
  await host.coordinator.settle();
  const notes = new Set(folder.notes());
  for (const id of acknowledged) {
    expect(await host.client('status', id)).toMatchObject({ runtimeStatus: 'Completed', output: 'noted' });
    expect(STEPS.filter((step) => !notes.has(`${id} ${step}`))).toEqual([]);
  }
  await host.stop();
}, 900_000);

/** Starts `notes` in a host that kills itself at `killAt`, then lets a second host finish what the first left. */
async function crashAt(killAt: string): Promise<string[]> {
  const dying = await startHostProcess(folder, { environment: { LOCAL_KILL_AT: killAt } });
  await dying.client('start', 'n', { name: 'notes' }).catch(() => undefined);
  expect(await dying.ended).toBe('SIGKILL');
  const next = await startHostProcess(folder);
  // The start may have died before it was on disk; nobody was told that it was.
  const isKnown = await next.client('status', 'n').catch(() => undefined);
  if (isKnown === undefined) await next.client('start', 'n', { name: 'notes' });
  await next.coordinator.settle();
  expect(await next.client('status', 'n')).toMatchObject({ runtimeStatus: 'Completed', output: 'noted' });
  await next.stop();
  return folder.notes().filter((line) => line.startsWith('n '));
}

test.each([
  // The activity and the episode that it wakes are one commit.
  ['beforeEpisodeCommit:3', ['one', 'two', 'two', 'three']],
  ['afterEpisodeCommit:2', ['one', 'two', 'three']],
  ['beforeActivityCommit:2', ['one', 'two', 'two', 'three']],
  ['afterActivityCommit:2', ['one', 'two', 'three']],
  ['beforeHttpResponse', ['one', 'two', 'three']],
])('killed at %s, every activity runs, and only the one in doubt again', async (killAt, expected) => {
  expect(await crashAt(killAt)).toEqual(expected.map((step) => `n ${step}`));
  expect(new Set(expected)).toEqual(new Set(STEPS));
});

test('a start that was answered survives, events and timers with it', async () => {
  const first = await startHostProcess(folder);
  await first.client('start', 'timer', { name: 'waitOrGiveUp', input: { ms: 60_000 } });
  await first.client('start', 'event', { name: 'waitOrGiveUp', input: { ms: 60_000 } });
  await first.client('raise', 'event', { name: 'go', data: 'kept' });
  await first.client('signal', 'e', { operation: 'add', data: 4 });
  first.kill();
  expect(await first.ended).toBe('SIGKILL');

  const next = await startHostProcess(folder);
  expect(next.keys).toEqual(first.keys);
  await next.coordinator.settle();
  expect(await next.client('status', 'event')).toMatchObject({ output: { outcome: 'went', with: 'kept' } });
  expect(await next.client('entity', 'e')).toMatchObject({ entityState: 4 });
  await next.coordinator.advance({ byMs: 60_000 });
  expect(await next.client('status', 'timer')).toMatchObject({
    output: { outcome: 'gave up', at: new Date(NOON + 60_000).toISOString() },
  });
  await next.stop();
});

test('an occurrence missed while the host was down fires once at its start, past due', async () => {
  const first = await startHostProcess(folder);
  await first.coordinator.advance({ byMs: 60_000 });
  first.kill();
  await first.ended;
  const next = await startHostProcess(folder, { startAt: NOON + 10 * 60_000 + 1 });
  await next.coordinator.settle();
  await next.stop();
  expect(folder.notes().filter((line) => line.startsWith('minute'))).toEqual([
    'minute 2026-01-05T12:01:00.000Z pastDue=false',
    'minute 2026-01-05T12:10:00.001Z pastDue=true',
  ]);
});

test('SIGTERM lets the app say goodbye', async () => {
  const host = await startHostProcess(folder);
  await host.stop();
  expect(await host.ended).toBe(0);
  expect(folder.notes()).toEqual(['appStart', 'appTerminate']);
});
