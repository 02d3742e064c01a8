import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { Agent } from '../../core/routing/state';
import type { Deps } from '../lib/deps';
import { readHealth } from './read-health';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

/** The shard as it is, but with so many agents. */
const withAgents = (count: number): Deps => {
  const { shards } = world.deps;
  const many = (agents: ReadonlyMap<string, Agent>) =>
    new Map([...Array(count).keys()].map((n) => [`a${n}`, { ...(agents.get('cameron') as Agent), agentId: `a${n}` }]));
  const ask: typeof shards.ask = (shard, question) =>
    shards.ask(shard, (state) => question({ ...state, agents: many(state.agents) }));
  return { ...world.deps, shards: { ...shards, ask } };
};

test('a shard with more than 2,500 agents is too large, and says so', async () => {
  expect(await readHealth(withAgents(2_500), TENANT)).toMatchObject([{ agents: 2_500, isTooLarge: false }]);
  expect(await readHealth(withAgents(2_501), TENANT)).toMatchObject([{ agents: 2_501, isTooLarge: true }]);
});
