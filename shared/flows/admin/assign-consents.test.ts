import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { publishConfig } from './publish-config';

const ACCOUNT = '0c0a5050-0000-4000-8000-0000000000d1';
const ENTRY = `  - { id: teams-number, channel: voice, address: '28:orgid:${ACCOUNT}', flow: phone, queue: support }\n`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const publish = (changes: readonly (readonly [string, string])[]) =>
  publishConfig(world.deps, {
    tenantId: TENANT,
    files: contosoFiles().map(({ name, content }) => ({
      name,
      content: changes.reduce((text, [from, to]) => text.replace(from, to), content),
    })),
    ofDirectory: null,
    author: { id: 'tests', name: null },
    reason: 'Calls come to an account.',
    expectedVersion: null,
  });
const withAccount = ['  # One number with all', `${ENTRY}  # One number with all`] as const;

test('a configuration without a resource account tells Communication Services of nobody', async () => {
  await publish([['title: ', 'title: Dear ']]);
  expect(world.consents.told).toEqual([]);
});

test('accounts and agents are told of before the version is live, and each once', async () => {
  await publish([withAccount]);
  const { config } = await world.deps.configs.at(TENANT, 2);
  const agents = [...config.agents.values()].map(({ teamsUserId }) => `agent ${teamsUserId}`);
  expect(world.consents.told.toSorted()).toEqual([`resourceAccount ${ACCOUNT}`, ...agents].toSorted());
  await publish([withAccount, ['title: ', 'title: Dear ']]);
  expect(world.consents.told).toHaveLength(1 + agents.length);
});

test('an account that the organisation does not give away makes no version live', async () => {
  world.consents.answer = 'refused';
  await expect(publish([withAccount])).rejects.toMatchObject({ code: 'refused' });
  expect(await world.deps.configStore.liveVersion(TENANT)).toBe(1);
});
