import { randomUUID } from 'node:crypto';
import { setTimeout as realTime } from 'node:timers/promises';
import { CosmosClient, type Container } from '@azure/cosmos';
import { shardIdOf, tenantIdOf } from '../../shared/core/lib/ids';
import { configVersion, lastSeq, snapshot } from '../../shared/core/routing/shard';
import { createShardRunner, type ShardRunner } from '../../shared/flows/routing/shard-runner';
import type { RoutingJournal } from '../../shared/ports/routing-journal';
import { CONTAINERS } from '../../shared/store/cosmos/containers';
import { cosmosRoutingJournal } from '../../shared/store/cosmos/routing-journal';
import { figure, quantile, round } from '../figure';
import { serve } from '../local/cosmos';
import { config, enqueue, fullFloor, signIn, type Said } from './floor';

const WRITE_MS = 5;
const INSTANCES = [1, 2, 4, 8];
/** Commands that each instance has under way at once, and how many all submit. */
const AT_ONCE = 16;
const COMMANDS = 800;
const CYCLES = 50;

/** Nothing is archived here. */
const noFiles = { put: async () => '', get: async () => undefined };

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const shardOf = (name: string) => ({ tenantId: tenantIdOf('bench'), shardId: shardIdOf(name) });

/** A write takes at least as long as one in Azure: a point write is 5 ms there. */
const asFarAway = (journal: RoutingJournal): RoutingJournal => ({
  ...journal,
  async append(...args) {
    await realTime(WRITE_MS);
    return journal.append(...args);
  },
});

const instance = (journal: RoutingJournal): ShardRunner =>
  createShardRunner({
    journal,
    clock: { now: () => 0 },
    ids: { next: randomUUID },
    log: silent,
    configFor: async ({ shardId }) => ({ ...config, shardId }),
  });

export const ON_COSMOS = ['commit', 'recovery', 'cycle'] as const;

/** Group commit, recovery and what an offer costs, on local Cosmos through the vendor's client: those that are wanted. */
export async function benchJournal(wants: (name: (typeof ON_COSMOS)[number]) => boolean): Promise<void> {
  if (!ON_COSMOS.some(wants)) return;
  const server = await serve('ours');
  if (server === undefined) throw new Error('Local Cosmos did not start.');
  const client = new CosmosClient({
    endpoint: server.url,
    key: server.key,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  try {
    const { database } = await client.databases.createIfNotExists({ id: 'bench' });
    const { container } = await database.containers.createIfNotExists(CONTAINERS.routing);
    const journal = cosmosRoutingJournal(container, noFiles);
    if (wants('commit'))
      for (const count of INSTANCES)
        await groupCommit(count, () => asFarAway(cosmosRoutingJournal(container, noFiles)));
    if (wants('recovery')) await recovery(journal, () => cosmosRoutingJournal(container, noFiles));
    if (wants('cycle')) await offerCycle(journal, meterAppends(container));
  } finally {
    client.dispose();
    server.stop();
  }
}

/** Request units of every append from now on. What only one writer writes is appended and not read again. */
function meterAppends({ items }: Container): () => number {
  let units = 0;
  const batch = items.batch.bind(items);
  items.batch = async (...args) => {
    const response = await batch(...args);
    units += Number(response.headers['x-ms-request-charge'] ?? 0);
    return response;
  };
  return () => units;
}

/** Instances that submit at once to one shard: how long a command takes until it is durable, and how often they are in each other's way. */
async function groupCommit(count: number, makeJournal: () => RoutingJournal): Promise<void> {
  const shard = shardOf(`group-${count}`);
  const runners = Array.from({ length: count }, () => instance(makeJournal()));
  const timesMs: number[] = [];
  let gaveUp = 0;
  const began = performance.now();
  await Promise.all(
    runners.map(async (runner, index) => {
      let next = 0;
      const submitter = async () => {
        while (next < COMMANDS / count) {
          const n = index * COMMANDS + (next += 1);
          const from = performance.now();
          try {
            await runner.submit(shard, { ...enqueue(n), commandId: `c${n}` });
            timesMs.push(performance.now() - from);
          } catch {
            // Twelve tries against the others were not enough: its caller submits again.
            gaveUp += 1;
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, submitter));
    }),
  );
  figure('group commit', {
    instances: count,
    atOnceEach: AT_ONCE,
    writeMs: WRITE_MS,
    commands: timesMs.length,
    gaveUp,
    perSecond: Math.round((timesMs.length / (performance.now() - began)) * 1_000),
    p50Ms: round(quantile(timesMs, 0.5)),
    p99Ms: round(quantile(timesMs, 0.99)),
    fenceConflicts: runners.reduce((sum, runner) => sum + runner.fenceConflicts(shard), 0),
  });
}

const AGENTS = 1_250;
const WAITING = 50_000;
/** As long as a tail grows before its segment is sealed. */
const TAIL = 2_000;

/** A process that knows nothing asks a large shard something: the snapshot and the longest tail are read and folded first. */
async function recovery(journal: RoutingJournal, makeJournal: () => RoutingJournal): Promise<void> {
  const shard = shardOf(config.shardId);
  const { floor } = fullFloor(AGENTS, WAITING);
  const facts = { configVersion: 1, nextDueAt: null, openActsSince: null };
  const { fence } = await journal.load(shard);
  const rolled = await journal.roll(shard, fence, snapshot(floor.state()), facts);
  if (rolled.kind !== 'appended') throw new Error('The snapshot was not written.');
  const tail = Array.from({ length: TAIL }, (_, n) => floor.tell(enqueue(1_000_000 + n))).flat();
  await journal.append(shard, rolled.fence, tail.slice(0, TAIL), facts);
  const began = performance.now();
  const before = process.cpuUsage();
  const seq = await instance(makeJournal()).ask(shard, lastSeq);
  const { user, system } = process.cpuUsage(before);
  figure('recovery', {
    agents: AGENTS,
    waiting: WAITING,
    tail: TAIL,
    seq,
    tookMs: Math.round(performance.now() - began),
    // Of the process that recovers: others on the machine do not show in it, nor does local Cosmos.
    processorMs: Math.round((user + system) / 1_000),
  });
}

/** Enqueue, offer, delivery, accept and release of one customer after another, each with an append of its own: the dearest there is. */
async function offerCycle(journal: RoutingJournal, spent: () => number): Promise<void> {
  const shard = shardOf('cycle');
  const runner = instance(journal);
  let told = 0;
  const tell = (said: Said) => runner.submit(shard, named(said, (told += 1)));
  await tell(signIn(0));
  if ((await runner.ask(shard, configVersion)) === 0) throw new Error('The shard took no configuration.');
  const before = spent();
  for (let n = 0; n < CYCLES; n += 1) {
    await tell(enqueue(n * 500));
    const { acts } = await tell({ name: 'match' });
    for (const act of acts) {
      if (act.kind !== 'offer') continue;
      await tell({ name: 'delivered', offerId: act.offerId });
      await tell({ name: 'accept', offerId: act.offerId, agentId: act.agentId });
      await tell({ name: 'release', assignmentId: act.offerId, wrapUpMs: null });
    }
    runner.markDone(
      shard,
      acts.map(({ id }) => id),
    );
  }
  figure('modelled cost of an offer cycle', { cycles: CYCLES, requestUnits: round((spent() - before) / CYCLES) });
}

const named = (said: Said, n: number) => ({ ...said, commandId: `c${n}` });
