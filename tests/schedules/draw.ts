import type { Drawn } from '../../shared/core/routing/shard-laws.testsuite';
import { randomOf, type Random } from '../../simulation/world/random';

/** `sweep`: the one-second timer fires. `publish`: an administrator makes a version live. */
export type Deed = Said | { readonly name: 'publish' };

export type Said = Drawn | { readonly name: 'sweep' };

/** What becomes of a command on its way. `swapped`: the next one overtakes it. `together`: both instances get it, and write at once. */
export type Delivery = 'once' | 'lost' | 'late' | 'doubled' | 'swapped' | 'together';

/** What the next write of the instance meets. `unknown…`: it throws, and was written or not. */
export type StoreFault = 'none' | 'unknownWritten' | 'unknownLost' | 'rollUnknown' | 'penUnknown';

/** The await boundaries of an instance: where it can die, and where another can come in between. */
export const BOUNDARIES = [
  'before a load',
  'after a load',
  'before an append',
  'after an append',
  'before a roll',
  'after a roll',
  'after a look at the fence',
  'before taking the pen',
  'after taking the pen',
  'while waiting for the pen',
  'after a configuration',
  'before an act',
  'after an act',
] as const;

export type Boundary = (typeof BOUNDARIES)[number];

/** One step of a schedule: what happens, at which instance, and what goes wrong. Plain data, so that a schedule can be shortened. */
export interface Move {
  readonly afterMs: number;
  readonly via: 0 | 1;
  readonly deed: Deed;
  readonly delivery: Delivery;
  readonly store: StoreFault;
  /** The instance dies when it comes to this boundary; null: it lives. */
  readonly crashAt: Boundary | null;
  /** By how much the clock of the instance is wrong from now on; null: it stays as it is. */
  readonly skewMs: number | null;
  /** The next act of the instance fails. */
  readonly isActFailing: boolean;
  /** In which order the writes of two instances come. */
  readonly order: number;
}

const one = <T>(random: Random, ...from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];
const chance = (random: Random, share: number): boolean => random() < share;
const upTo = (random: Random, max: number): number => Math.floor(random() * (max + 1));

const agentOf = (random: Random) => one(random, 'ada', 'bob', 'cyd', 'dan', 'eve', 'fay');
const nth = (random: Random) => one(random, 0, 0, 0, 1, 2);
const VISITS = 39;

/** Weights are those of a busy floor: most commands meet something live. */
const DEEDS: readonly (readonly [number, (random: Random) => Deed])[] = [
  [24, enqueue],
  [3, (r) => ({ name: 'cancel', visit: upTo(r, VISITS) })],
  [14, (r) => ({ name: 'ready', agentId: agentOf(r) })],
  [3, (r) => ({ name: one(r, 'notReady' as const, 'signedOut' as const), agentId: agentOf(r) })],
  [3, (r) => ({ name: 'heartbeat', agentId: agentOf(r) })],
  [6, (r) => ({ name: 'delivered', nth: nth(r) })],
  [14, (r) => ({ name: 'accept', nth: nth(r), by: chance(r, 0.2) ? agentOf(r) : null })],
  [
    7,
    (r) => ({
      name: 'decline',
      nth: nth(r),
      cause: one(r, 'declined' as const, 'busy' as const, 'unreachable' as const),
    }),
  ],
  [7, (r) => ({ name: 'release', nth: nth(r), wrapUpMs: one(r, null, 0, 30_000) })],
  [5, (r) => ({ name: 'complete', nth: nth(r) })],
  [2, (r) => ({ name: 'pull', visit: upTo(r, VISITS), agentId: agentOf(r) })],
  [2, (r) => ({ name: 'assign', visit: upTo(r, VISITS), agentId: agentOf(r), isForced: chance(r, 0.5) })],
  [18, () => ({ name: 'match' })],
  [12, () => ({ name: 'tick' })],
  [12, () => ({ name: 'sweep' })],
  [3, () => ({ name: 'publish' })],
];

const WEIGHT = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

function deed(random: Random): Deed {
  let left = random() * WEIGHT;
  for (const [weight, draw] of DEEDS) if ((left -= weight) < 0) return draw(random);
  return { name: 'match' };
}

function enqueue(random: Random): Deed {
  return {
    name: 'enqueue',
    visit: upTo(random, VISITS),
    queueId: one(random, 'sales', 'sales', 'care', 'care', 'care', 'vip', 'hop', 'desk', 'lobby', 'lobby', 'nowhere'),
    channel: one(random, 'chat' as const, 'chat' as const, 'voice' as const, 'sms' as const, 'email' as const),
    steps: upTo(random, 2),
    priority: upTo(random, 1),
    agoMs: one(random, 0, 0, 10_000),
    preferredAgentId: chance(random, 0.3) ? agentOf(random) : null,
    expiresInMs: one(random, null, null, 0, 40_000, 300_000),
    isGold: chance(random, 0.3),
    missedBy: null,
    onlyIfOpen: false,
  };
}

const LATER = [0, 0, 0, 1, 1, 700, 700, 700, 5_000, 20_000, 30_000] as const;
const MUCH_LATER = [60_000, 170_000, 900_000] as const;

const delivery = (random: Random): Delivery =>
  chance(random, 0.7) ? 'once' : one(random, 'lost', 'late', 'doubled', 'swapped', 'together');

/** Segments roll seldom: their boundaries are drawn more often than others. */
const boundary = (random: Random): Boundary =>
  chance(random, 0.3) ? one(random, 'before a roll', 'after a roll') : one(random, ...BOUNDARIES);

function move(random: Random): Move {
  const isLate = chance(random, 0.03);
  return {
    afterMs: isLate ? one(random, ...MUCH_LATER) : one(random, ...LATER),
    via: one(random, 0, 0, 1),
    deed: deed(random),
    delivery: delivery(random),
    store: chance(random, 0.06) ? one(random, 'unknownWritten', 'unknownLost', 'rollUnknown', 'penUnknown') : 'none',
    crashAt: chance(random, 0.08) ? boundary(random) : null,
    skewMs: chance(random, 0.03) ? one(random, 0, 0, -60_000, -3_600_000, 30_000, 120_000) : null,
    isActFailing: chance(random, 0.04),
    order: upTo(random, 255),
  };
}

const calm = (what: Deed): Move => ({
  afterMs: 0,
  via: 0,
  deed: what,
  delivery: 'once',
  store: 'none',
  crashAt: null,
  skewMs: null,
  isActFailing: false,
  order: 0,
});

/** A shift begins with everybody Ready in half of them. */
const SHIFT = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'].map((agentId) => calm({ name: 'ready', agentId }));
/** Plans of some versions differ more from those before than others do. */
const VERSIONS = 3;

const SHORTEST = 20;
const LONGEST = 68;

/** The schedule of a seed: the same on every machine. */
export function scheduleOf(seed: number): readonly Move[] {
  const random = randomOf('schedule', seed);
  const moves = Array.from({ length: SHORTEST + upTo(random, LONGEST - SHORTEST) }, () => move(random));
  const published = Array.from({ length: upTo(random, VERSIONS) }, () => calm({ name: 'publish' }));
  return [...published, ...(chance(random, 0.5) ? SHIFT : []), ...moves];
}
