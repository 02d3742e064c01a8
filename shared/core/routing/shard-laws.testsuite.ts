import fc from 'fast-check';
import type { Command } from './commands';
import { DEFAULT_LEASE_MS, type RoutingConfig } from './config';
import { profilesOf } from './law-people.testsuite';
import { rulesOfLaws } from './law-plans.testsuite';
import type { Availability, Channel, RoutingStep, VetoCause } from './types';

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

const STEPS: readonly (readonly RoutingStep[])[] = [
  [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
  [
    { requirements: [{ skillId: 'french', atLeast: 4 }], onlyAgentIds: null, timeoutMs: 20_000 },
    { requirements: [{ skillId: 'french', atLeast: 1 }], onlyAgentIds: null, timeoutMs: 30_000 },
    { requirements: [], onlyAgentIds: null, timeoutMs: 5_000 },
  ],
  [
    { requirements: [], onlyAgentIds: ['dan', 'ada', 'dan'], timeoutMs: 10_000 },
    { requirements: [], onlyAgentIds: null, timeoutMs: null },
  ],
];

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

/** What a schedule has come to, as far as the next command needs it. */
export interface Known {
  readonly now: number;
  readonly configVersion: number;
  /** Live ones first, then those that ended, the last one in front. */
  readonly offers: readonly { readonly offerId: string; readonly agentId: string }[];
  readonly assignmentIds: readonly string[];
  /** What was submitted before, the last in front. */
  readonly commands: readonly Command[];
}

export function commandOf(one: Drawn, commandId: string, known: Known): Command {
  const { now, configVersion, offers, assignmentIds } = known;
  const offer = ('nth' in one ? offers[one.nth] : undefined) ?? { offerId: 'never-made', agentId: 'ada' };
  switch (one.name) {
    case 'enqueue':
      return enqueueOf(one, commandId, now);
    case 'cancel':
      return { name: 'cancel', commandId, visitId: `v${one.visit}`, reason: 'customerLeft' };
    case 'ready':
    case 'signedOut':
      return stateCommand(commandId, one.agentId, configVersion, { kind: one.name });
    case 'notReady':
      return stateCommand(commandId, one.agentId, configVersion, { kind: 'notReady', reason: 'lunch' });
    case 'heartbeat':
      return { name: 'heartbeat', commandId, agentId: one.agentId };
    case 'presence':
      return { name: 'presence', commandId, agentId: one.agentId, veto: one.veto };
    case 'delivered':
      return { name: 'delivered', commandId, offerId: offer.offerId };
    case 'accept':
      return { name: 'accept', commandId, offerId: offer.offerId, agentId: one.by ?? offer.agentId };
    case 'decline':
      return { name: 'decline', commandId, ...offer, cause: one.cause };
    case 'release':
      return { name: 'release', commandId, assignmentId: assignmentIds[one.nth] ?? 'none', wrapUpMs: one.wrapUpMs };
    case 'complete':
      return { name: 'complete', commandId, assignmentId: assignmentIds[one.nth] ?? 'none' };
    case 'pull':
    case 'assign':
      return byHand(one, commandId);
    case 'move':
      return moveCommand(one, commandId);
    case 'again':
      return known.commands[one.ago] ?? { name: 'match', commandId };
    case 'config':
      return { name: 'config', commandId, version: configVersion + 1 };
    case 'match':
    case 'tick':
      return { name: one.name, commandId };
  }
}

function byHand(one: Extract<Drawn, { name: 'pull' | 'assign' }>, commandId: string): Command {
  const about = { commandId, visitId: `v${one.visit}`, agentId: one.agentId };
  return one.name === 'pull'
    ? { name: one.name, ...about }
    : { name: one.name, ...about, by: 'sue', isForced: one.isForced };
}

const enqueueOf = (one: Extract<Drawn, { name: 'enqueue' }>, commandId: string, now: number): Command => ({
  name: 'enqueue',
  commandId,
  interactionId: `i${one.visit % 27}`,
  visitId: `v${one.visit}`,
  queueId: one.queueId,
  channel: one.channel,
  steps: STEPS[one.steps] ?? [],
  priority: one.priority,
  waitingSinceAt: now - one.agoMs,
  targetMs: one.channel === 'email' ? 60_000 : 20_000,
  preferredAgentId: one.preferredAgentId,
  ...(one.isGold ? { rule: 'gold' } : {}),
  ...(one.missedBy === null ? {} : { missedBy: { agentId: one.missedBy, cause: 'busy' } }),
  ...(one.onlyIfOpen ? { onlyIfOpen: true } : {}),
  expiresAt: one.expiresInMs === null ? null : now + one.expiresInMs,
});

const moveCommand = (
  { agentId, queueId, isLeaving }: Extract<Drawn, { name: 'move' }>,
  commandId: string,
): Command => ({
  name: 'moveAgent',
  commandId,
  agentId,
  joins: isLeaving ? [] : [queueId],
  leaves: isLeaving ? [queueId] : [],
  by: 'sue',
});

const stateCommand = (
  commandId: string,
  agentId: string,
  version: number,
  set: Exclude<Availability, { kind: 'notResponding' }>,
): Command => {
  // Who signs in may have been read of the version before.
  const profile = profilesOf(version)[agentId] ?? profilesOf(1)[agentId];
  if (profile === undefined) throw new Error(`Nobody is ${agentId}.`);
  return { name: 'agentState', commandId, agentId, set, profile };
};
