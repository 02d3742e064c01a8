import { agentWork } from './agent-work';
import { watchPresence } from './watch-presence';
import type { PresenceUse } from '../../core/config/presence-uses';
import { agentIdOf } from '../../core/lib/ids';
import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { setAgentState } from './set-agent-state';
import type { Deps } from '../lib/deps';

const cameron = agentIdOf('cameron');

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

const using = (use: PresenceUse, deps: Deps = world.deps): Deps => ({
  ...deps,
  configs: {
    ...deps.configs,
    live: async (tenantId) => {
      const live = await deps.configs.live(tenantId);
      return { ...live, config: { ...live.config, tenant: { ...live.config.tenant, teamsPresence: use } } };
    },
  },
});

const teamsIdOf = async (agentId: string) =>
  (await world.deps.configs.live(TENANT)).config.agents.get(agentId)?.teamsUserId ?? '';

/** A customer whom only Cameron could help waits. */
async function aChatWaits(name: string): Promise<void> {
  const thread = await startChat(world.deps, {
    ...{ tenantId: TENANT, entryPoint: 'contoso-web', customerName: name, key: name },
  });
  await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
}

const offers = async () => (await agentWork(world.deps, TENANT, cameron)).offers.length;

test('an agent in a call of Teams is offered nothing until it is over; their desk is told both', async () => {
  world.presence.set(await teamsIdOf('cameron'), 'Busy', 'InACall');
  await watchPresence(using('veto'));
  await aChatWaits('Jane');
  await world.assign();
  expect(await offers()).toBe(0);
  world.presence.set(await teamsIdOf('cameron'), 'Available');
  await watchPresence(using('veto'));
  expect(await offers()).toBe(1);
  const told = world.streamed.flatMap(({ updates }) =>
    updates.flatMap((update) => (update.kind === 'agentState' ? [update.state.veto] : [])),
  );
  expect(told.slice(-2)).toEqual(['inACall', null]);
});

test('nothing is read where the tenant does not want it', async () => {
  world.presence.set(await teamsIdOf('cameron'), 'Offline');
  await watchPresence(using('off'));
  expect(await agentWork(world.deps, TENANT, cameron)).not.toHaveProperty('veto');
});

test('an outage of Graph keeps nobody from work for longer than a veto lasts', async () => {
  world.presence.set(await teamsIdOf('cameron'), 'DoNotDisturb');
  await watchPresence(using('veto'));
  world.presence.fail(true);
  await aChatWaits('Jane');
  await world.pass(150_000);
  await setAgentState(world.deps, TENANT, cameron, { kind: 'ready' });
  await watchPresence(using('veto'));
  expect(await offers()).toBe(0);
  await world.pass(150_000);
  expect(await offers()).toBe(1);
  expect(world.warnings.join()).toContain('presence not read');
});

describe('an agent who holds a text', () => {
  beforeEach(async () => {
    await aChatWaits('Jane');
    await world.assign();
    await world.accept(cameron);
    await watchPresence(using('vetoAndSet'));
  });

  test('is shown busy, which is no veto against the next', async () => {
    expect([...world.presence.busy]).toEqual([[await teamsIdOf('cameron'), 600_000]]);
    await watchPresence(using('vetoAndSet'));
    await aChatWaits('Joe');
    await world.assign();
    expect(await offers()).toBe(1);
  });

  test('no more when they are gone, also by another process', async () => {
    const other = world.otherProcess();
    await setAgentState(world.deps, TENANT, cameron, { kind: 'signedOut' });
    await watchPresence(using('vetoAndSet'));
    expect(world.presence.busy.size).toBe(0);
    world.presence.set(await teamsIdOf('cameron'), 'Available');
    await world.presence.showBusy(await teamsIdOf('cameron'), 600_000);
    await setAgentState(world.deps, TENANT, cameron, { kind: 'ready' });
    await watchPresence(using('vetoAndSet', other));
    expect(world.presence.busy.size).toBe(0);
    expect(await agentWork(world.deps, TENANT, cameron)).not.toHaveProperty('veto');
  });
});
