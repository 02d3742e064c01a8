import type { QueueRules } from './config';
import { DEFAULT_QUEUE_RULES } from './config';
import { USUAL_PLAN, type VisitPlan } from './plan';
import type { RoutingStep } from './types';

const step = (said: Partial<RoutingStep>): RoutingStep => ({
  requirements: [],
  onlyAgentIds: null,
  timeoutMs: null,
  ...said,
});

/** Rings that relax, an expression, agents of another queue, a progressive offer, a rest after two declines. */
const rings: VisitPlan = {
  ...USUAL_PLAN,
  key: 'rings',
  steps: [
    step({
      requirements: [
        { skillId: 'french', atLeast: 5, forMs: 5_000 },
        { skillId: 'french', atLeast: 2 },
      ],
      timeoutMs: 20_000,
      skipIf: 'nobodyReady',
    }),
    step({
      where: {
        kind: 'any',
        of: [
          { kind: 'agents', agentIds: ['cyd'] },
          { kind: 'not', of: { kind: 'skill', skillId: 'french', is: '>', level: 4 } },
        ],
      },
      queueIds: ['sales', 'care'],
      priority: 0,
      headStartMs: 60_000,
      choice: 'bestSkilled',
      timeoutMs: 30_000,
      skipIf: 'nobodyFree',
    }),
    step({ timeoutMs: 60_000 }),
  ],
  after: { kind: 'queue', queueId: 'care' },
  choice: 'leastLoaded',
  offering: { kind: 'progressive', atMost: 2, everyMs: 5_000 },
  headStartMs: 5_000,
  declineLimit: { times: 2, restMs: 60_000 },
};

/** Everybody at once, a window for the preferred agent, every way to overflow. */
const ringing: VisitPlan = {
  ...USUAL_PLAN,
  key: 'ringing',
  choice: 'roundRobin',
  offering: { kind: 'all', atMost: 3 },
  preferredForMs: 10_000,
  delaysMs: [5_000, 60_000],
  overflow: [
    { when: { kind: 'closed' }, to: { kind: 'leave' } },
    { when: { kind: 'waiting', atLeast: 3 }, to: { kind: 'queue', queueId: 'care' } },
    { when: { kind: 'agents', fewerThan: 1 }, to: { kind: 'leave' } },
    { when: { kind: 'expectedWait', overMs: 30_000 }, to: { kind: 'queue', queueId: 'sales' } },
    { when: { kind: 'waited', forMs: 100_000 }, to: { kind: 'leave' } },
  ],
};

/** Ten minutes open, five closed. */
const opening: QueueRules['opening'] = (at) => {
  const passed = at % 900_000;
  return passed < 600_000 ? { isOpen: true, closesAt: at - passed + 600_000 } : { isOpen: false, closesAt: null };
};

/** `care` is as usual but for its rule, which goes by the version. */
export const rulesOfLaws = (queueId: string, version: number): QueueRules => {
  if (queueId === 'sales')
    return {
      ...DEFAULT_QUEUE_RULES,
      plan: version % 4 === 3 ? { ...ringing, key: 'other' } : rings,
      rulePlans: new Map([
        ['gold', { ...(version % 3 === 0 ? rings : ringing), key: `gold${version % 3}`, rule: 'gold' }],
      ]),
      wrapUpBlocksMs: 10_000,
    };
  if (queueId === 'vip')
    return { ...DEFAULT_QUEUE_RULES, plan: ringing, opening, wrapUpBlocksMs: 0, whenChanged: 'pin' };
  const choice = (['longestIdle', 'bestSkilled', 'fewestContacts'] as const)[version % 3] ?? 'longestIdle';
  return choice === 'longestIdle'
    ? DEFAULT_QUEUE_RULES
    : { ...DEFAULT_QUEUE_RULES, plan: { ...USUAL_PLAN, key: choice, choice, delaysMs: [20_000] } };
};
