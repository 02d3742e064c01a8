import { memoryJournal } from '../../../tests/contracts/fakes/memory-journal';
import { DEFAULT_LEASE_MS, DEFAULT_QUEUE_RULES, type RoutingConfig } from '../../core/routing/config';
import { shardIdOf, tenantIdOf } from '../../core/lib/ids';
import { snapshot } from '../../core/routing/shard';
import type { Command } from '../../core/routing/commands';
import type { RoutingJournal } from '../../ports/routing-journal';
import { randomOf } from '../../../simulation/world/random';
import { createShardRunner, type ShardRunner } from './shard-runner';

const SHARD = { tenantId: tenantIdOf('contoso'), shardId: shardIdOf('main') };
const config: RoutingConfig = {
  version: 1,
  shardId: 'main',
  queues: new Map([['support', DEFAULT_QUEUE_RULES]]),
  leaseMs: DEFAULT_LEASE_MS,
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Milliseconds, each of a store in Azure. */
const TAKES = { load: 200, since: 3, latest: 6, takePen: 5, append: 8, roll: 60 } as const;

type Operation = keyof typeof TAKES;

const enqueue = (name: string): Command => ({
  name: 'enqueue',
  commandId: name,
  interactionId: name,
  visitId: name,
  queueId: 'support',
  channel: 'chat',
  steps: [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
  priority: 0,
  waitingSinceAt: 0,
  targetMs: 20_000,
  preferredAgentId: null,
  expiresAt: null,
});

/** Time that passes only when everybody waits for it, so that processes meet as they would and every run is the same. */
function createTime() {
  let now = 0;
  const asleep: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => asleep.push({ at: now + ms, wake })),
    async until(all: Promise<unknown>): Promise<void> {
      let isOver = false;
      void all.finally(() => (isOver = true)).catch(() => undefined);
      for (;;) {
        await new Promise(setImmediate);
        if (isOver) return;
        asleep.sort((a, b) => a.at - b.at);
        const next = asleep.shift();
        if (next === undefined) throw new Error('Everybody waits, and nobody for the time.');
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}

/** Processes with one journal between them, each operation of which takes its time. */
function givenProcesses(count: number, segmentEntries = 2_000) {
  const time = createTime();
  const inner = memoryJournal((value) => value);
  const random = randomOf('pauses');
  const made = Array.from({ length: count }, (_, n) => {
    const times: Record<Operation, number> = { load: 0, since: 0, latest: 0, takePen: 0, append: 0, roll: 0 };
    let isStopped = false;
    const slow =
      <Args extends readonly unknown[], Answer>(name: Operation, ask: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        if (isStopped) return new Promise<never>(() => undefined);
        times[name] += 1;
        await time.sleep(TAKES[name] / 2);
        if (isStopped) return new Promise<never>(() => undefined);
        const answer = await ask(...args);
        await time.sleep(TAKES[name] / 2);
        return isStopped ? new Promise<never>(() => undefined) : answer;
      };
    const journal: RoutingJournal = {
      ...inner,
      load: slow('load', inner.load),
      since: slow('since', inner.since),
      latest: slow('latest', inner.latest),
      takePen: slow('takePen', inner.takePen),
      append: slow('append', inner.append),
      roll: slow('roll', inner.roll),
    };
    const runner = createShardRunner({
      journal,
      clock: { now: time.now },
      ids: { next: () => `process-${n}` },
      log: silent,
      pause: (atMostMs) => time.sleep(random() * atMostMs),
      configFor: async () => config,
      segmentEntries,
    });
    return { runner, times, stop: () => void (isStopped = true) };
  });
  return { time, inner, processes: made, runners: made.map(({ runner }) => runner) };
}

/** How long each of `each` commands took that every process submits, so many of them at once. */
async function submitAll(
  { time, runners }: { time: ReturnType<typeof createTime>; runners: readonly ShardRunner[] },
  { each, atOnce }: { each: number; atOnce: number },
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  const work = runners.map(async (runner, n) => {
    let told = 0;
    const submitter = async () => {
      while (told < each) {
        const from = time.now();
        await runner.submit(SHARD, enqueue(`${n}-${(told += 1)}`));
        tookMs.push(time.now() - from);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, submitter));
  });
  const all = Promise.all(work);
  await time.until(all);
  await all;
  return tookMs;
}

const everything = async ({ time, runners }: ReturnType<typeof givenProcesses>) => {
  const all = Promise.all(runners.map((runner) => runner.ask(SHARD, snapshot)));
  await time.until(all);
  return all;
};

test('alone a process appends from memory: it reads once, and a command takes an append', async () => {
  const given = givenProcesses(1);
  const tookMs = await submitAll(given, { each: 100, atOnce: 1 });
  // At first it does not know that it is alone.
  expect(given.processes[0]?.times).toEqual({ load: 1, since: 4, latest: 0, takePen: 4, append: 100, roll: 0 });
  expect(tookMs.slice(4)).toEqual(Array.from({ length: 96 }, () => TAKES.append));
});

test('what comes together is appended together', async () => {
  const given = givenProcesses(1);
  await submitAll(given, { each: 160, atOnce: 16 });
  expect(given.processes[0]?.times.append).toBe(10);
});

test.each([2, 4, 8])(
  '%i processes that submit at once take turns: nobody gives up, waits long or reads it all again',
  async (count) => {
    const given = givenProcesses(count);
    const tookMs = await submitAll(given, { each: 100, atOnce: 16 });
    expect(tookMs).toHaveLength(100 * count);
    expect(given.processes.map(({ times }) => times.load)).toEqual(given.processes.map(() => 1));
    // The first waits for the segment to be read, and all for the turns of all.
    expect(Math.max(...tookMs)).toBeLessThan(TAKES.load + 100 * count);
    const [first, ...others] = await everything(given);
    for (const other of others) expect(other).toEqual(first);
    expect(first?.visits).toHaveLength(100 * count);
  },
);

test('who was alone and meets another loses one append, and reads the segment again for it', async () => {
  const given = givenProcesses(2);
  const [alone, other] = given.processes;
  if (alone === undefined || other === undefined) throw new TypeError('There are two.');
  await submitAll({ ...given, runners: [alone.runner] }, { each: 50, atOnce: 1 });
  for (const runner of [other.runner, alone.runner, other.runner, alone.runner]) {
    const command = runner.submit(SHARD, enqueue(`later-${given.time.now()}`));
    await given.time.until(command);
    await command;
  }
  expect([alone.times.load, other.times.load]).toEqual([2, 1]);
  expect(alone.runner.fenceConflicts(SHARD)).toBe(1);
});

test('the pen of a process that died is taken over', async () => {
  const given = givenProcesses(2);
  const [dying, other] = given.processes;
  if (dying === undefined || other === undefined) throw new TypeError('There are two.');
  void dying.runner.submit(SHARD, enqueue('never'));
  // It has read the segment, and has the pen.
  await given.time.until(given.time.sleep(TAKES.load + TAKES.since + TAKES.takePen + 1));
  dying.stop();
  const from = given.time.now();
  const command = other.runner.submit(SHARD, enqueue('after'));
  await given.time.until(command);
  expect((await command).outcome.kind).toBe('enqueued');
  const waitedMs = given.time.now() - from - TAKES.load;
  expect(waitedMs).toBeGreaterThan(500);
  expect(waitedMs).toBeLessThan(2_000);
});

test('who has the pen and nothing to write lays it down', async () => {
  const given = givenProcesses(2);
  const [first, other] = given.runners;
  if (first === undefined || other === undefined) throw new TypeError('There are two.');
  for (const repeated of [enqueue('once'), enqueue('once')]) {
    const command = first.submit(SHARD, repeated);
    await given.time.until(command);
    await command;
  }
  expect(given.processes[0]?.times.append).toBe(1);
  const from = given.time.now();
  const command = other.submit(SHARD, enqueue('next'));
  await given.time.until(command);
  expect(given.time.now() - from).toBeLessThan(TAKES.load + 50);
});

test('segments are sealed while many write, and nobody reads one again for it', async () => {
  const given = givenProcesses(8, 100);
  await submitAll(given, { each: 100, atOnce: 16 });
  const sealed = given.processes.reduce((sum, { times }) => sum + times.roll, 0);
  expect(sealed).toBeGreaterThanOrEqual(4);
  expect(given.processes.map(({ times }) => times.load)).toEqual(given.processes.map(() => 1));
});

describe('given a process that was alone, whose replica has not got what another wrote', () => {
  /** Reads what it knows until it writes, or asks for the latest. */
  function behind(inner: RoutingJournal): RoutingJournal {
    let isBehind = true;
    const seeing =
      <Args extends readonly unknown[], Answer>(ask: (...args: Args) => Answer) =>
      (...args: Args): Answer => {
        isBehind = false;
        return ask(...args);
      };
    return {
      ...inner,
      since: async (shard, fence) =>
        isBehind ? { kind: 'since', entries: [], fence, penOf: null, segmentEntries: 0 } : inner.since(shard, fence),
      latest: seeing(inner.latest),
      append: seeing(inner.append),
      takePen: seeing(inner.takePen),
    };
  }

  const runnerOn = (journal: RoutingJournal, name: string) =>
    createShardRunner({
      ...{ journal, log: silent, clock: { now: () => 0 }, ids: { next: () => name } },
      configFor: async () => config,
      pause: async () => undefined,
    });

  const ready: Command = {
    name: 'agentState',
    commandId: 'ready',
    agentId: 'ada',
    set: { kind: 'ready' },
    profile: {
      queueIds: ['support'],
      skills: {},
      capacity: { totalUnits: 1, channels: { chat: { units: 1, max: 1, exclusive: false } } },
    },
  };

  test('when an agent accepts what the other offered them, then they have it', async () => {
    const journal = memoryJournal();
    let seen = journal;
    const alone = runnerOn(
      {
        ...journal,
        since: (...args) => seen.since(...args),
        latest: (...args) => seen.latest(...args),
        append: (...args) => seen.append(...args),
        takePen: (...args) => seen.takePen(...args),
      },
      'alone',
    );
    for (const name of ['a', 'b', 'c', 'd']) await alone.submit(SHARD, enqueue(name));
    await alone.submit(SHARD, ready);
    const { acts } = await runnerOn(journal, 'other').submit(SHARD, { name: 'match', commandId: 'match' });
    const [offer] = acts;
    if (offer?.kind !== 'offer') throw new TypeError('Nobody was offered anything.');
    seen = behind(journal);
    const accept: Command = { name: 'accept', commandId: 'accept', offerId: offer.offerId, agentId: 'ada' };
    expect((await alone.submit(SHARD, accept)).outcome.kind).toBe('accepted');
  });
});
