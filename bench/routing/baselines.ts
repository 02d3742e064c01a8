import { randomOf } from '../../simulation/world/random';
import { figure, quantile, round } from '../figure';
import { config, openFloor, type Floor } from './floor';

/** What people use who have no router of their own, behind one port with ours. Only for this comparison. */
interface Router {
  readonly name: string;
  readonly conflicts: () => number;
  arrive(world: World, customer: number): void;
  freed(world: World, agent: number): void;
}

/** Virtual time; the longest idle is first in `idle`, and who waits longest is first in `waiting`. */
interface World {
  readonly now: () => number;
  readonly idle: number[];
  readonly waiting: number[];
  after(ms: number, what: () => void): void;
  /** The agent begins with the customer. */
  begin(agent: number, customer: number): void;
}

const AGENTS = 200;
const ARRIVALS = 60_000;
const PER_SECOND = 50;
const HANDLING_MS = 3_600;
/** A read and a conditional write in Azure. */
const READ_MS = 5;
const WRITE_MS = 5;
const POLL_MS = 100;

/** Poll and scan: every 100 ms the list is read, and whoever is free is taken in the order of the list. */
function pollAndScan(): Router {
  let isPolling = false;
  const poll = (world: World) => {
    const free = [...world.idle].sort((a, b) => a - b);
    for (const agent of free) {
      const customer = world.waiting.shift();
      if (customer === undefined) break;
      world.begin(agent, customer);
    }
    world.after(POLL_MS, () => poll(world));
  };
  const start = (world: World) => {
    if (isPolling) return;
    isPolling = true;
    world.after(POLL_MS, () => poll(world));
  };
  return { name: 'poll and scan every 100 ms', conflicts: () => 0, arrive: start, freed: start };
}

/** Optimistic pick: whoever handles a customer reads the longest idle and claims them with a conditional write; who loses reads again. */
function optimisticPick(): Router {
  let conflicts = 0;
  const attempt = (world: World, customer: number): void => {
    const [picked] = world.idle;
    if (picked === undefined) {
      world.waiting.push(customer);
      return;
    }
    world.after(WRITE_MS, () => {
      if (world.idle.includes(picked)) world.begin(picked, customer);
      else {
        conflicts += 1;
        world.after(READ_MS, () => attempt(world, customer));
      }
    });
  };
  return {
    name: 'optimistic pick of the longest idle',
    conflicts: () => conflicts,
    arrive: (world, customer) => world.after(READ_MS, () => attempt(world, customer)),
    freed(world) {
      const customer = world.waiting.shift();
      if (customer !== undefined) world.after(READ_MS, () => attempt(world, customer));
    },
  };
}

/** Ours: one writer, whose appends of what came in the meantime take a write each. */
function shard(): Router {
  const floor = openFloor();
  const held = new Map<number, string>();
  let isWriting = false;
  let isAsked = false;
  const channels = { chat: { units: 1, max: 1, exclusive: false } };
  const profile = { queueIds: ['queue-0'], skills: {}, capacity: { totalUnits: 1, channels } };
  for (let n = 0; n < AGENTS; n += 1)
    floor.tell({ name: 'agentState', agentId: `${n}`, set: { kind: 'ready' }, profile });
  const match = (world: World): void => {
    isAsked = true;
    if (isWriting) return;
    [isAsked, isWriting] = [false, true];
    const offers = floor.tell({ name: 'match' }).flatMap(({ acts }) => acts.filter((act) => act.kind === 'offer'));
    world.after(WRITE_MS, () => {
      isWriting = false;
      for (const { offerId, agentId, interactionId } of offers) {
        floor.tell({ name: 'accept', offerId, agentId });
        held.set(Number(agentId), offerId);
        world.begin(Number(agentId), Number(interactionId));
      }
      if (isAsked) match(world);
    });
  };
  return {
    name: 'shard with a fenced journal',
    conflicts: () => 0,
    arrive(world, customer) {
      enqueueTo(floor, customer, world.now());
      match(world);
    },
    freed(world, agent) {
      floor.tell({ name: 'release', assignmentId: held.get(agent) ?? '', wrapUpMs: null });
      match(world);
    },
  };
}

const enqueueTo = (floor: Floor, customer: number, now: number) =>
  floor.tell({
    name: 'enqueue',
    interactionId: `${customer}`,
    visitId: `${customer}`,
    queueId: [...config.queues.keys()][0] ?? '',
    channel: 'chat',
    steps: [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
    priority: 0,
    waitingSinceAt: now,
    targetMs: 20_000,
    preferredAgentId: null,
    expiresAt: null,
  });

interface Happening {
  readonly at: number;
  readonly order: number;
  readonly what: () => void;
}

/** When customers come, and how long each takes. */
function traceOf(): { readonly cameAt: readonly number[]; readonly handlingMs: readonly number[] } {
  const random = randomOf('trace');
  const exponential = (mean: number) => -Math.log(random()) * mean;
  const cameAt: number[] = [];
  const handlingMs: number[] = [];
  for (let n = 0, at = 0; n < ARRIVALS; n += 1) {
    at += exponential(1_000 / PER_SECOND);
    cameAt.push(at);
    handlingMs.push(exponential(HANDLING_MS));
  }
  return { cameAt, handlingMs };
}

/** Plays the trace: the same customers, each of whom takes the same time whoever has them. */
function playTrace(router: Router): void {
  const agenda: Happening[] = [];
  let now = 0;
  let order = 0;
  const after = (ms: number, what: () => void) => pushSorted(agenda, { at: now + ms, order: (order += 1), what });
  const { cameAt, handlingMs } = traceOf();
  const waitsMs: number[] = [];
  const busyMs = new Array<number>(AGENTS).fill(0);
  const world: World = {
    now: () => now,
    idle: Array.from({ length: AGENTS }, (_, n) => n),
    waiting: [],
    after,
    begin(agent, customer) {
      world.idle.splice(world.idle.indexOf(agent), 1);
      waitsMs.push(now - (cameAt[customer] ?? 0));
      const length = handlingMs[customer] ?? 0;
      busyMs[agent] = (busyMs[agent] ?? 0) + length;
      after(length, () => {
        world.idle.push(agent);
        router.freed(world, agent);
      });
    },
  };
  let arrived = 0;
  while (waitsMs.length < ARRIVALS) {
    const next = agenda[0];
    const comes = cameAt[arrived] ?? Number.POSITIVE_INFINITY;
    if (next !== undefined && next.at <= comes) {
      agenda.shift();
      now = next.at;
      next.what();
      continue;
    }
    now = comes;
    const customer = arrived;
    arrived += 1;
    // A scan has the list, which whoever asks for themselves is not on.
    if (router.name.startsWith('poll')) world.waiting.push(customer);
    router.arrive(world, customer);
  }
  tellFigures(router, waitsMs, busyMs);
}

function tellFigures(router: Router, waitsMs: readonly number[], busyMs: readonly number[]): void {
  figure('baseline', {
    router: router.name,
    agents: AGENTS,
    arrivals: ARRIVALS,
    perSecond: PER_SECOND,
    asaMs: round(waitsMs.reduce((sum, one) => sum + one, 0) / ARRIVALS),
    p99WaitMs: round(quantile(waitsMs, 0.99)),
    giniOfUtilisation: round(gini(busyMs), 3),
    conflicts: router.conflicts(),
    conflictShare: round(router.conflicts() / (router.conflicts() + ARRIVALS), 3),
  });
}

function pushSorted(agenda: Happening[], one: Happening): void {
  let low = 0;
  let high = agenda.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = agenda[middle];
    if (other !== undefined && (other.at < one.at || (other.at === one.at && other.order < one.order)))
      low = middle + 1;
    else high = middle;
  }
  agenda.splice(low, 0, one);
}

/** 0: everybody is as busy as everybody else; near 1: one does it all. */
function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((all, one) => all + one, 0);
  const weighted = sorted.reduce((all, one, index) => all + one * (index + 1), 0);
  return sum === 0 ? 0 : (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length;
}

/** The same arrivals for each, in virtual time. */
export function benchBaselines(): void {
  for (const router of [pollAndScan(), optimisticPick(), shard()]) playTrace(router);
}
