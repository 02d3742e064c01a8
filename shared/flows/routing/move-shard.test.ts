import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { shardIdOf, type InteractionRef } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { agentWork } from '../agents/agent-work';
import { setAgentState } from '../agents/set-agent-state';
import { receiveSms } from '../inbound/receive-sms';
import { compileFiles } from '../lib/compile-files';
import type { Deps } from '../lib/deps';
import { liveConfigs } from '../lib/live-configs';
import { sweepInteractions } from '../sweep-interactions';

const MAIN = { tenantId: TENANT, shardId: shardIdOf('contoso-main') };
const EAST = { tenantId: TENANT, shardId: shardIdOf('contoso-east') };

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

/** Support, with Cameron and Diego, is of a shard of its own now. */
const twoShards = () =>
  contosoFiles().map(({ name, content }) => ({
    name,
    content: content
      .replace('  - id: contoso-main\n', '  - id: contoso-main\n  - id: contoso-east\n')
      .replace('    name: Sales\n', '    name: Sales\n    shard: contoso-main\n')
      .replace('    name: Support\n', '    name: Support\n    shard: contoso-east\n')
      .replace(/( {2}- id: (cameron|diego)\n)/gu, '$1    shard: contoso-east\n')
      .replace(/( {2}- id: (adele|bianca|enrico)\n)/gu, '$1    shard: contoso-main\n')
      .replace('queues: [sales, { queue: support, level: 2 }]', 'queues: [sales]'),
  }));

const move = () =>
  publishConfig(world.deps, {
    tenantId: TENANT,
    files: twoShards(),
    ofDirectory: null,
    author: { id: 'sofia@contoso', name: 'Sofia' },
    reason: 'Support grows.',
    expectedVersion: null,
  });

async function texts(sourceId: string, deps = world.deps): Promise<InteractionRef> {
  const received = await receiveSms(deps, {
    sourceId,
    customerAddress: '+14255550177',
    ourAddress: '+14255550101',
    externalRef: 'text',
    text: 'repair',
    keyword: 'none',
    sentAt: world.deps.clock.now(),
  });
  if (!('ref' in received)) throw new TypeError(received.kind);
  return received.ref;
}

const visitOf = async (ref: InteractionRef) => {
  const phase = (await world.deps.interactions.load(ref))?.interaction.phase;
  return phase !== undefined && 'visit' in phase ? phase.visit : undefined;
};

const has = (shard: typeof MAIN, agentId: string) => world.deps.shards.ask(shard, ({ agents }) => agents.has(agentId));

test('a queue moves to another shard: who waits keeps their start of wait, and its agents are asked there', async () => {
  const cameron = await world.ready('cameron');
  await setAgentState(world.deps, TENANT, cameron, { kind: 'notReady', reason: 'lunch' });
  const ref = await texts('text-1');
  const before = await visitOf(ref);
  expect(before).toMatchObject({ queueId: 'support', shardId: 'contoso-main' });

  await move();
  await world.pass(1_000);
  expect(await visitOf(ref)).toMatchObject({
    queueId: 'support',
    shardId: 'contoso-east',
    waitingSince: before?.waitingSince,
  });
  await setAgentState(world.deps, TENANT, cameron, { kind: 'ready' });
  await world.pass(1_000);
  expect([await has(MAIN, cameron), await has(EAST, cameron)]).toEqual([false, true]);
  expect((await agentWork(world.deps, TENANT, cameron)).offers).toMatchObject([{ interactionId: ref.interactionId }]);
});

test('an agent is signed in where the newest version has them, though nobody has told the shards yet', async () => {
  const cameron = await world.ready('cameron');
  await move();
  const fresh = {
    ...world.otherProcess(),
    configs: liveConfigs(world.deps.configStore, world.deps.clock, compileFiles),
  };
  await setAgentState(fresh, TENANT, cameron, { kind: 'ready' });
  expect([await has(MAIN, cameron), await has(EAST, cameron)]).toEqual([false, true]);
});

/** A process that cannot reach the shard with a new visit. */
function cutOff(): Deps {
  const { shards } = world.deps;
  const away = () => Promise.reject(new Error('away'));
  return {
    ...world.deps,
    shards: {
      ...shards,
      submit: (shard, command) => (command.name === 'enqueue' ? away() : shards.submit(shard, command)),
    },
  };
}

test('a visit that was to go to the old shard finds the new one', async () => {
  const cameron = await world.ready('cameron');
  const ref = await texts('text-1', cutOff());
  expect(await visitOf(ref)).toMatchObject({ shardId: 'contoso-main' });
  await move();
  await world.pass(60_000);
  await sweepInteractions(world.deps);
  expect(await visitOf(ref)).toMatchObject({ queueId: 'support', shardId: 'contoso-east' });
  await setAgentState(world.deps, TENANT, cameron, { kind: 'ready' });
  await world.pass(1_000);
  expect((await agentWork(world.deps, TENANT, cameron)).offers).toMatchObject([{ interactionId: ref.interactionId }]);
});
