import type { Command } from '../shared/core/routing/commands';
import { DEFAULT_LEASE_MS, DEFAULT_QUEUE_RULES, type RoutingConfig } from '../shared/core/routing/config';
import type { Entry } from '../shared/core/routing/entries';
import { createShard, submit } from '../shared/core/routing/shard';
import { figure, processorMs, round } from './figure';

const AGENTS = 10_000;
const QUEUES = 500;
const QUEUES_OF_AN_AGENT = 5;
const OFFERS = 40_000;
/** What one submit makes at most. */
const BATCH = 100;

const queueId = (n: number) => `queue-${n % QUEUES}`;
const config: RoutingConfig = {
  version: 1,
  shardId: 'bench',
  queues: new Map(Array.from({ length: QUEUES }, (_, n) => [queueId(n), DEFAULT_QUEUE_RULES])),
  leaseMs: DEFAULT_LEASE_MS,
};

type WithoutId<Union> = Union extends unknown ? Omit<Union, 'commandId'> : never;

/** A shard with everybody ready, and how long it has spent deciding. */
function createBench() {
  let state = createShard('bench');
  let told = 0;
  let now = 0;
  const tell = (said: WithoutId<Command>) => {
    told += 1;
    const submitted = submit(state, { command: { ...said, commandId: `c${told}` }, now, config, doneActs: [] });
    state = submitted.state;
    return submitted.entries;
  };
  return { tell, step: () => void (now += 1) };
}

type Bench = ReturnType<typeof createBench>;

function signIn({ tell }: Bench): void {
  const channels = { chat: { units: 1, max: 1, exclusive: false } };
  for (let n = 0; n < AGENTS; n += 1) {
    const queueIds = Array.from({ length: QUEUES_OF_AN_AGENT }, (_, k) => queueId(n + k * 97));
    const profile = { queueIds, skills: { spoken: 1 + (n % 5) }, capacity: { totalUnits: 1, channels } };
    tell({ name: 'agentState', agentId: `agent-${n}`, set: { kind: 'ready' }, profile });
  }
}

function enqueue({ tell }: Bench, n: number): void {
  const requirements = [{ skillId: 'spoken', atLeast: 1 + (n % 3) }];
  tell({
    name: 'enqueue',
    interactionId: `interaction-${n}`,
    visitId: `visit-${n}`,
    queueId: queueId(n * 31),
    channel: 'chat',
    steps: [{ requirements, onlyAgentIds: null, timeoutMs: null }],
    priority: n % 3,
    waitingSinceAt: n,
    targetMs: 20_000,
    preferredAgentId: null,
    expiresAt: null,
  });
}

/** Queues a batch, offers it, and has every offer accepted and released. Gives how many were offered. */
function playRound(bench: Bench, from: number, spent: { matching: number }): number {
  for (let n = from; n < from + BATCH; n += 1) enqueue(bench, n);
  bench.step();
  let entries: readonly Entry[] = [];
  spent.matching += processorMs(() => {
    entries = bench.tell({ name: 'match' });
  });
  const offers = entries.flatMap(({ acts }) => acts.filter((act) => act.kind === 'offer'));
  for (const { offerId, agentId } of offers) {
    bench.tell({ name: 'accept', offerId, agentId });
    bench.tell({ name: 'release', assignmentId: offerId, wrapUpMs: null });
  }
  return offers.length;
}

/** Pure decisions on one core: no store, no clock. */
export function benchRoutingCore(): void {
  const bench = createBench();
  signIn(bench);
  const spent = { matching: 0 };
  let offers = 0;
  const tookMs = processorMs(() => {
    for (let n = 0; n < OFFERS; n += BATCH) offers += playRound(bench, n, spent);
  });
  figure('routing core, offers per second of processor time', {
    agents: AGENTS,
    queues: QUEUES,
    offers,
    matchingOnly: Math.round((offers / spent.matching) * 1_000),
    withEnqueueAcceptRelease: Math.round((offers / tookMs) * 1_000),
    unitMs: round(tookMs / offers, 4),
  });
}
