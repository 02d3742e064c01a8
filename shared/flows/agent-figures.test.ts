import { createWorld, OPEN_AT, TENANT, type World } from '../../tests/contracts/fakes/world';
import { agentIdOf } from '../core/lib/ids';
import { EMPTY_INTERVAL, NO_AGENT, type Interval } from '../core/metrics/interval';
import { intervalOf } from '../core/metrics/measured';
import { ownFigures } from './agents/own-figures';
import type { Deps } from './lib/deps';
import { intervalsOfQueues, readIntervals } from './read-figures';

const cameron = agentIdOf('cameron');
const startAt = intervalOf(OPEN_AT);
const span = { from: startAt, to: startAt + 1 };
const worked = { ...NO_AGENT, offers: 9, handled: 7, talkMs: 60_000, holdMs: 1_000, wrapUpMs: 2_000 };
const interval: Interval = {
  ...EMPTY_INTERVAL,
  arrived: { chat: 9 },
  agents: {
    cameron: { ...worked, offerEnds: { ...NO_AGENT.offerEnds, ignored: 2, unreachable: 1 } },
    diego: worked,
  },
};

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const figures = (agentFigures: Deps['agentFigures']): Deps => ({
  ...world.deps,
  agentFigures,
  // Every bucket that is asked for is this one.
  metrics: { ...world.deps.metrics, read: (async () => interval) as unknown as Deps['metrics']['read'] },
});

/** Everything that shows intervals to somebody. */
const shown = async (deps: Deps) => [
  ...(await readIntervals(deps, TENANT, span)),
  ...(await intervalsOfQueues(deps, TENANT, span, new Set(['support', 'sales']))),
];

test('a stamp shows what each agent did, to supervisors and to themselves', async () => {
  const deps = figures('on');
  for (const { agents } of await shown(deps)) expect(agents['cameron']).toMatchObject({ handled: 7, talkMs: 60_000 });
  expect(await ownFigures(deps, TENANT, cameron, span)).toMatchObject({ handled: 7 });
});

test('where figures of agents are off nobody sees them, and what the tenant did stays', async () => {
  const deps = figures('off');
  for (const { arrived, agents } of await shown(deps)) {
    expect(arrived).toEqual({ chat: 9 });
    expect(Object.keys(agents)).toEqual(['cameron']);
  }
  expect(await ownFigures(deps, TENANT, cameron, span)).toBeNull();
});

test('that offers do not reach an agent is told all the same, and nothing beside it', async () => {
  for (const { agents } of await shown(figures('off')))
    expect(agents['cameron']).toEqual({ ...NO_AGENT, offerEnds: { ...NO_AGENT.offerEnds, unreachable: 1 } });
});
