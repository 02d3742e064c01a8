import { createClock } from '../../../kit/clock';
import { createWork } from '../../../kit/work';
import type { RetryContext, RetryOptions } from '../../worker/types';
import type { ChangeFeed, Lease, Leases } from './change-feed';
import { createPoller } from './poller';

const NOON = Date.UTC(2026, 0, 5, 12);

/** A feed of two ranges and its lease container, in memory, as several hosts would share them. */
function createDatabase() {
  const changes: Record<string, string[]> = { a: ['early'], b: [] };
  const reads: string[] = [];
  const leases = new Map<string, Lease>();
  let writes = 0;
  const feed: ChangeFeed = {
    ranges: async () => Object.keys(changes),
    read: async (range, continuation, most) => {
      reads.push(range);
      const all = changes[range] ?? [];
      const from = continuation === null ? all.length : Number(continuation);
      const documents = all.slice(from, from + most);
      return { documents, continuation: String(from + documents.length) };
    },
  };
  const container: Leases = {
    list: async () => [...leases.values()],
    async create(range) {
      if (!leases.has(range)) leases.set(range, { range, owner: null, continuation: null, renewedAt: 0, version: '0' });
    },
    async update(lease) {
      if (leases.get(lease.range)?.version !== lease.version) return undefined;
      const updated = { ...lease, version: String((writes += 1)) };
      leases.set(lease.range, updated);
      return updated;
    },
  };
  return { changes, reads, feed, leases: container };
}

type Run = (documents: readonly unknown[], context: RetryContext | undefined) => Promise<unknown>;

function createHost(
  database: ReturnType<typeof createDatabase>,
  owner: string,
  run: Run,
  retryPolicy?: RetryOptions,
  realNow = () => 0,
) {
  const work = createWork();
  const clock = createClock(work, NOON, realNow);
  const warnings: string[] = [];
  const poller = createPoller({
    name: 'measure',
    feedName: 'db/interactions',
    ...database,
    owner,
    clock,
    work,
    log: (_, __, message) => void warnings.push(message),
    pollDelayMs: 5000,
    maxItems: 2,
    retryPolicy,
    run,
  });
  return { clock, work, poller, warnings };
}

async function settle({ work, poller }: ReturnType<typeof createHost>): Promise<void> {
  do {
    await new Promise((resolve) => setImmediate(resolve));
  } while (work.running > 0 || (await poller.drain({})));
}

/** Runs of a function that does what it is told, with what each was given. */
function createFunction(outcomes: ('ok' | 'fails')[] = []) {
  const runs: string[] = [];
  const run: Run = async (documents, context) => {
    runs.push(`${documents.join('+')}${context ? ` (retry ${context.retryCount})` : ''}`);
    if (outcomes.shift() === 'fails') throw new Error('on purpose');
  };
  return { runs, run };
}

const RETRY_TWICE: RetryOptions = { maxRetryCount: 2, retryStrategy: 'fixedDelay', delayInterval: { seconds: 10 } };

test('reading starts at the start of the host, goes on by batches, and a restart goes on where it was', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction();
  const first = createHost(database, 'host', run);
  await first.poller.start();
  database.changes['a']?.push('1', '2', '3');
  database.changes['b']?.push('4');
  await settle(first);
  expect(runs).toEqual(['1+2', '4', '3']);
  await first.poller.stop();
  database.changes['a']?.push('5');
  const second = createHost(database, 'host', run);
  await second.poller.start();
  await settle(second);
  expect(runs.slice(3)).toEqual(['5']);
});

test('a poll comes after the delay, and never makes a step of the clock stop', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction();
  const host = createHost(database, 'host', run);
  await host.poller.start();
  database.changes['a']?.push('1');
  expect(host.clock.nextDueAt()).toBeUndefined();
  host.clock.stepTo(NOON + 4999);
  expect(runs).toEqual([]);
  host.clock.stepTo(NOON + 5000);
  while (host.work.running > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(runs).toEqual(['1']);
});

test('a feed that has not moved since it was found empty is not read again, neither by drains nor by polls between them', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction();
  const host = createHost(database, 'host', run);
  await host.poller.start();
  const drainAt = (position: number) => host.poller.drain({ 'db/interactions': position });
  expect(await drainAt(1)).toBe(false);
  database.reads.length = 0;
  expect(await drainAt(1)).toBe(false);
  host.clock.stepTo(NOON + 5000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(database.reads).toEqual([]);
  database.changes['b']?.push('1');
  expect(await drainAt(2)).toBe(true);
  expect(await drainAt(2)).toBe(false);
  expect(runs).toEqual(['1']);
  expect(database.reads).toEqual(['a', 'b']);
});

test('a clock that follows real time is polled for, whatever was said while it was stepped', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction();
  const host = createHost(database, 'host', run, undefined, Date.now);
  await host.poller.start();
  await host.poller.drain({ 'db/interactions': 1 });
  database.changes['a']?.push('1');
  host.clock.follow(100_000);
  while (runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await host.poller.stop();
  expect(runs).toEqual(['1']);
});

test('without a retry policy a batch that fails is given up, and the feed goes on', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction(['fails']);
  const host = createHost(database, 'host', run);
  await host.poller.start();
  database.changes['a']?.push('1');
  await settle(host);
  database.changes['a']?.push('2');
  await settle(host);
  expect(runs).toEqual(['1', '2']);
  expect(host.warnings).toEqual(['A batch of 1 changes was given up (failures: 1).']);
});

test('with one, the same batch is run again on the clock, other ranges meanwhile, later changes after it', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction(['fails', 'ok', 'fails', 'ok']);
  const host = createHost(database, 'host', run, RETRY_TWICE);
  await host.poller.start();
  database.changes['a']?.push('1');
  database.changes['b']?.push('2');
  await settle(host);
  database.changes['a']?.push('3');
  await settle(host);
  expect(runs).toEqual(['1', '2']);
  host.clock.stepTo(NOON + 10_000);
  await settle(host);
  host.clock.stepTo(NOON + 20_000);
  await settle(host);
  expect(runs.slice(2)).toEqual(['1 (retry 1)', '1 (retry 2)', '3']);
});

test('a host that is killed in the middle of a batch runs it again', async () => {
  const database = createDatabase();
  const { runs, run } = createFunction();
  const dying = createHost(database, 'host', async (documents) => {
    runs.push(`dying ${documents.join()}`);
    await new Promise(() => undefined);
  });
  await dying.poller.start();
  database.changes['a']?.push('1');
  void dying.poller.drain({});
  while (runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const next = createHost(database, 'host', run);
  await next.poller.start();
  await settle(next);
  expect(runs).toEqual(['dying 1', '1']);
});

test('another host takes its share at once, and the rest only when it has not been renewed for a minute', async () => {
  const database = createDatabase();
  const mine = createFunction();
  const theirs = createFunction();
  const me = createHost(database, 'me', mine.run);
  const they = createHost(database, 'they', theirs.run);
  await me.poller.start();
  await they.poller.start();
  const owners = async () => (await database.leases.list()).map(({ owner }) => owner);
  expect(await owners()).toEqual(['they', 'me']);
  database.changes['a']?.push('1');
  database.changes['b']?.push('2');
  await settle(they);
  await settle(me);
  expect(theirs.runs).toEqual(['1']);
  // Until it writes to it, it does not know that a lease is another's: a batch may run on both.
  expect(mine.runs).toEqual(['1', '2']);
  database.changes['a']?.push('3');
  await settle(me);
  expect(mine.runs).toHaveLength(2);
  they.clock.stepTo(NOON + 60_000);
  database.changes['b']?.push('4');
  await settle(they);
  expect([await owners(), theirs.runs.slice(1).sort()]).toEqual([
    ['they', 'they'],
    ['3', '4'],
  ]);
});

test('a batch that waits for its turn is forgotten when another host has read on', async () => {
  const database = createDatabase();
  const mine = createFunction(['fails']);
  const theirs = createFunction();
  const me = createHost(database, 'me', mine.run, RETRY_TWICE);
  const they = createHost(database, 'they', theirs.run);
  await me.poller.start();
  database.changes['a']?.push('1');
  await settle(me);
  await they.poller.start();
  await settle(they);
  await they.poller.stop();
  database.changes['a']?.push('2');
  me.clock.stepTo(NOON + 20_000);
  await settle(me);
  expect([theirs.runs, mine.runs]).toEqual([['1'], ['1', '2']]);
});

test('a host that is shut down in order lets another have its leases at once', async () => {
  const database = createDatabase();
  const theirs = createFunction();
  const me = createHost(database, 'me', createFunction().run);
  await me.poller.start();
  await me.poller.stop();
  const they = createHost(database, 'they', theirs.run);
  await they.poller.start();
  database.changes['a']?.push('1');
  await settle(they);
  expect(theirs.runs).toEqual(['1']);
});
