import { agentIdOf } from '../../core/lib/ids';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { findExperts } from './find-experts';

const cameron = agentIdOf('cameron');
let world: World;
beforeEach(async () => {
  world = await createWorld();
  for (const [userId, name] of [
    ['erin-oid', 'Erin Expert'],
    ['eve-oid', 'Eve Engineer'],
    ['eli-oid', 'Eli Elsewhere'],
  ] as const)
    world.people.add({ userId, name, title: 'Engineer' });
});

const find = (words: string, agentId = cameron) => findExperts(world.deps, TENANT, agentId, words);
const seen = async (words: string) => (await find(words)).map(({ name, reachability }) => `${name}: ${reachability}`);

test('who answers most likely stands first', async () => {
  world.presence.set('erin-oid', 'Busy', 'InACall');
  world.presence.set('eli-oid', 'Offline');
  expect(await seen('e')).toEqual(['Eve Engineer: available', 'Erin Expert: inACall', 'Eli Elsewhere: offline']);
});

test('the agent is none of those to ask', async () => {
  const { config } = await world.deps.configs.live(TENANT);
  world.people.add({ userId: config.agents.get('cameron')?.teamsUserId ?? '', name: 'Erin Self', title: null });
  expect(await seen('erin')).toEqual(['Erin Expert: available']);
});

test('without presence people are found all the same', async () => {
  world.presence.fail(true);
  expect(await seen('erin')).toEqual(['Erin Expert: unknown']);
});

test('what keeps the directory from being asked is said, and the words are in no log', async () => {
  world.people.become('notPermitted');
  await expect(find('erin')).rejects.toMatchObject({ code: 'refused' });
  world.people.become('down');
  await expect(find('erin')).rejects.toMatchObject({ code: 'unavailable' });
  expect(world.warnings).toHaveLength(2);
  expect(world.warnings.join()).not.toContain('erin');
});

test('an organisation of another directory learns nothing of this one', async () => {
  const { configs } = world.deps;
  const live: typeof configs.live = async (tenantId) => {
    const { config, ...rest } = await configs.live(tenantId);
    return { ...rest, config: { ...config, tenant: { ...config.tenant, entraTenantId: 'another' } } };
  };
  const deps = { ...world.deps, configs: { ...configs, live } };
  await expect(findExperts(deps, TENANT, cameron, 'erin')).rejects.toMatchObject({ code: 'refused' });
});

test('nobody reads out the directory', async () => {
  for (let nth = 0; nth < 60; nth++) await find('erin');
  await expect(find('erin')).rejects.toMatchObject({ code: 'tooMany' });
  expect(await find('erin', agentIdOf('adele'))).toHaveLength(1);
});
