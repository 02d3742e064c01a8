import fc from 'fast-check';
import { DEFAULT_LEASE_MS, type RoutingConfig } from './config';
import { profilesOf } from './law-people.testsuite';
import { rulesOfLaws } from './law-plans.testsuite';
import type { Channel, VetoCause } from './types';

/** A small world in which everything collides: few agents, few visits, ids used again and again. */
export const configOf = (version: number): RoutingConfig => ({
  version,
  shardId: 's1',
  queues: new Map(queuesOf(version).map((queueId) => [queueId, rulesOfLaws(queueId, version)])),
  ...(version % 5 === 4 ? { elsewhere: new Set(['care']) } : {}),
  profiles: new Map(Object.entries(profilesOf(version))),
  leaseMs: DEFAULT_LEASE_MS,
});

/** One version has a queue no more; the next gives one to another shard. */
const queuesOf = (version: number): readonly string[] => {
  if (version % 5 === 3) return ['sales', 'care'];
  return version % 5 === 4 ? ['sales', 'vip'] : ['sales', 'care', 'vip'];
};

const agentId = fc.constantFrom('ada', 'bob', 'cyd', 'dan', 'eve');
const visit = fc.nat({ max: 39 });
const nth = fc.constantFrom(0, 0, 0, 0, 1, 2);
const cause = fc.constantFrom('declined' as const, 'busy' as const, 'unreachable' as const);

/** What is drawn; `nth` counts in the lists of `Known`. */
export type Drawn =
  | ({ readonly name: 'enqueue'; readonly visit: number; readonly queueId: string; readonly channel: Channel } & {
      readonly steps: number;
      readonly priority: number;
      readonly agoMs: number;
      readonly preferredAgentId: string | null;
      readonly isGold: boolean;
      readonly expiresInMs: number | null;
      readonly missedBy: string | null;
      readonly onlyIfOpen: boolean;
    })
  | { readonly name: 'cancel'; readonly visit: number }
  | { readonly name: 'ready' | 'notReady' | 'signedOut' | 'heartbeat'; readonly agentId: string }
  | { readonly name: 'presence'; readonly agentId: string; readonly veto: VetoCause | null }
  | { readonly name: 'delivered'; readonly nth: number }
  | { readonly name: 'accept'; readonly nth: number; readonly by: string | null }
  | { readonly name: 'decline'; readonly nth: number; readonly cause: 'declined' | 'busy' | 'unreachable' }
  | { readonly name: 'release'; readonly nth: number; readonly wrapUpMs: number | null }
  | { readonly name: 'complete'; readonly nth: number }
  | { readonly name: 'pull'; readonly visit: number; readonly agentId: string }
  | { readonly name: 'assign'; readonly visit: number; readonly agentId: string; readonly isForced: boolean }
  | { readonly name: 'move'; readonly agentId: string; readonly queueId: string; readonly isLeaving: boolean }
  | { readonly name: 'again'; readonly ago: number }
  | { readonly name: 'config' | 'match' | 'tick' };

const of = <const Name extends string>(name: Name) => fc.constant(name);

const drawn: fc.Arbitrary<Drawn> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      name: of('enqueue'),
      visit,
      queueId: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom('sales', 'care', 'care', 'vip') },
        { weight: 1, arbitrary: fc.constant('nowhere') },
      ),
      channel: fc.constantFrom<Channel>('chat', 'chat', 'chat', 'voice', 'sms', 'email'),
      steps: fc.nat({ max: 2 }),
      priority: fc.nat({ max: 1 }),
      agoMs: fc.constantFrom(0, 0, 10_000),
      preferredAgentId: fc.option(agentId),
      isGold: fc.boolean(),
      expiresInMs: fc.option(fc.constantFrom(0, 40_000, 300_000)),
      missedBy: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: agentId }),
      onlyIfOpen: fc.nat({ max: 9 }).map((n) => n === 9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: of('cancel'), visit }) },
  { weight: 4, arbitrary: fc.record({ name: of('ready'), agentId }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constantFrom('notReady' as const, 'signedOut' as const), agentId }) },
  { weight: 1, arbitrary: fc.record({ name: of('heartbeat'), agentId }) },
  {
    weight: 2,
    arbitrary: fc.record({ name: of('presence'), agentId, veto: fc.constantFrom(null, 'inACall', 'offline') }),
  },
  { weight: 2, arbitrary: fc.record({ name: of('delivered'), nth }) },
  {
    weight: 4,
    arbitrary: fc.record({
      name: of('accept'),
      nth,
      by: fc.oneof(fc.constant(null), fc.constant(null), fc.constant(null), agentId),
    }),
  },
  { weight: 3, arbitrary: fc.record({ name: of('decline'), nth, cause }) },
  { weight: 3, arbitrary: fc.record({ name: of('release'), nth, wrapUpMs: fc.constantFrom(null, 0, 30_000) }) },
  { weight: 2, arbitrary: fc.record({ name: of('complete'), nth }) },
  { weight: 1, arbitrary: fc.record({ name: of('pull'), visit, agentId }) },
  { weight: 2, arbitrary: fc.record({ name: of('assign'), visit, agentId, isForced: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      name: of('move'),
      agentId,
      queueId: fc.constantFrom('sales', 'care', 'vip'),
      isLeaving: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: of('again'), ago: fc.nat({ max: 12 }) }) },
  { weight: 9, arbitrary: fc.record({ name: fc.constantFrom('match' as const, 'match' as const, 'tick' as const) }) },
  { weight: 1, arbitrary: fc.record({ name: of('config') }) },
);

/** One step of a schedule: how much time passes, what is submitted, and whether acts are marked done with it. */
export interface DrawnStep {
  readonly afterMs: number;
  readonly drawn: Drawn;
  readonly isMarking: boolean;
}

const drawnStep: fc.Arbitrary<DrawnStep> = fc.record({
  afterMs: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(0, 0, 1, 700) },
    { weight: 4, arbitrary: fc.constantFrom(5_000, 20_000, 30_000) },
    { weight: 1, arbitrary: fc.constantFrom(60_000, 170_000) },
    // Another writer, whose clock is behind.
    { weight: 2, arbitrary: fc.constantFrom(-1, -40, -3_000) },
  ),
  drawn,
  isMarking: fc.boolean(),
});

/** A shift begins with everybody Ready; short schedules are for shrinking. */
const SHIFT_BEGINS: readonly DrawnStep[] = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((agentId) => ({
  afterMs: 0,
  drawn: { name: 'ready', agentId },
  isMarking: false,
}));

export const schedules: fc.Arbitrary<readonly DrawnStep[]> = fc
  .tuple(fc.boolean(), fc.array(drawnStep, { minLength: 1, maxLength: 70, size: 'max' }))
  .map(([isShift, steps]) => (isShift ? [...SHIFT_BEGINS, ...steps] : steps));
