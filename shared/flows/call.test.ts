import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import { handleInteraction } from './agents/handle-interaction';
import { finishInteraction } from './agents/finish-interaction';
import { receiveCall } from './inbound/receive-call';
import { handleCallEvent, type CallReport } from './voice/handle-call-event';
import { settleInteraction } from './settle-interaction';

let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
});

const ringing = (callId = 'call-1') =>
  receiveCall(world.deps, {
    from: '+14255550199',
    callerName: null,
    to: '+14255550100',
    trunk: null,
    callId,
    incomingCallContext: 'context',
    raisedAt: world.deps.clock.now(),
  });

async function arrived(): Promise<InteractionRef> {
  const received = await ringing();
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  return received.ref;
}

/** The call reports, about what was asked last or about nothing of ours. */
function report(ref: InteractionRef, told: CallReport, about?: string) {
  count += 1;
  const asked = world.calls.asked.filter((one) => 'context' in one && (about === undefined || one.do === about)).at(-1);
  const context = asked !== undefined && 'context' in asked ? asked.context : null;
  return handleCallEvent(world.deps, ref, { ...told, eventId: `e${count}`, callRef: 'call-1', context });
}

const teamsIdOf = async (agentId: AgentId) => {
  const { config } = await world.deps.configs.live(TENANT);
  return config.agents.get(agentId)?.teamsUserId ?? '';
};

async function queuedForSupport(): Promise<InteractionRef> {
  const ref = await arrived();
  await report(ref, { kind: 'connected' });
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'prompt' });
  for (let heard = 0; heard < 3 && world.calls.asked.at(-1)?.do === 'prompt'; heard += 1) {
    const last = world.calls.asked.at(-1);
    if (last?.do === 'prompt' && last.prompt.gather !== null) break;
    await report(ref, { kind: 'promptDone' });
  }
  await report(ref, { kind: 'gathered', digits: '2', words: null });
  expect(await world.phase(ref)).toBe('queued');
  return ref;
}

async function connecting(agentId: AgentId): Promise<InteractionRef> {
  const ref = await queuedForSupport();
  await world.assign();
  await world.accept(agentId);
  expect(await world.phase(ref)).toBe('connecting');
  return ref;
}

async function talking(agentId: AgentId): Promise<InteractionRef> {
  const ref = await connecting(agentId);
  const teamsUserId = await teamsIdOf(agentId);
  await report(ref, { kind: 'agentJoined' }, 'ring');
  await report(ref, { kind: 'participants', sequence: 3, teamsUserIds: [teamsUserId], others: 1 });
  await handleInteraction(world.deps, ref, agentId, 'connect');
  expect(await world.phase(ref)).toBe('active');
  return ref;
}

test('a call is answered at once, walks the menu, hears music, and is bridged when the agent connects', async () => {
  const agentId = await world.ready('cameron');
  const ref = await talking(agentId);
  expect(world.calls.asked.map((one) => one.do)).toEqual(['answer', 'prompt', 'treat', 'hold', 'ring', 'unhold']);
  await finishInteraction(world.deps, ref, agentId, 'solved');
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'hangUp' });
  expect(await world.phase(ref)).toBe('closed');
  expect(world.told.map(({ signal }) => signal)).toEqual(['started', 'menuDone', 'assigned', 'connected', 'closed']);
  expect(world.warnings).toEqual([]);
});

test('the event of a ringing call that comes twice answers once', async () => {
  await arrived();
  await ringing();
  expect(world.calls.asked.filter((one) => one.do === 'answer')).toHaveLength(1);
});

test('a caller who hangs up while waiting abandons, and the agent stops being asked', async () => {
  await world.ready('cameron');
  const ref = await queuedForSupport();
  await world.assign();
  expect(await world.phase(ref)).toBe('alerting');
  await world.pass(6_000);
  await report(ref, { kind: 'disconnected', dialled: null });
  expect(await world.phase(ref)).toBe('closed');
  expect(world.desk.shown.find(({ card }) => card !== null)?.card?.state).toEqual({
    name: 'over',
    reason: 'The customer waits no more.',
  });
});

test('an agent whose phone is not picked up gives the caller back, who keeps the place', async () => {
  const agentId = await world.ready('cameron');
  const ref = await connecting(agentId);
  await report(ref, { kind: 'agentFailed', why: 'notAnswered' }, 'ring');
  expect(['queued', 'alerting']).toContain(await world.phase(ref));
  expect(world.calls.asked.map((one) => one.do).slice(-3)).toEqual(['remove', 'unhold', 'treat']);
});

test('a lone agent who declines the ringing in Teams is not rung again at once, and is after the cool-down', async () => {
  const agentId = await world.ready('cameron');
  const ref = await connecting(agentId);
  await report(ref, { kind: 'agentFailed', why: 'declined' }, 'ring');
  await world.assign();
  expect(await world.phase(ref)).toBe('queued');
  await world.pass(29_000);
  expect(await world.phase(ref)).toBe('queued');
  await world.pass(2_000);
  await world.assign();
  expect(await world.phase(ref)).toBe('alerting');
});

test('an accepted call that nobody connects comes back by the safety timer', async () => {
  const agentId = await world.ready('cameron');
  const ref = await connecting(agentId);
  const settled = await settleInteraction(world.deps, ref);
  if (settled.kind !== 'open') throw new Error('It closed.');
  await world.pass(settled.checkAt - world.deps.clock.now());
  await settleInteraction(world.deps, ref);
  expect(['queued', 'alerting']).toContain(await world.phase(ref));
});

test('an agent who is in the call no more is lost: the caller is first again; an old report changes nothing', async () => {
  const agentId = await world.ready('cameron');
  const ref = await talking(agentId);
  await report(ref, { kind: 'participants', sequence: 2, teamsUserIds: [], others: 1 });
  expect(await world.phase(ref)).toBe('active');
  await report(ref, { kind: 'participants', sequence: 5, teamsUserIds: [], others: 1 });
  const stored = await world.deps.interactions.load(ref);
  const { phase, facts } = stored!.interaction;
  expect(phase).toMatchObject({ name: 'queued', visit: { waitingSince: facts.openedAt, targetMs: 0 } });
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'treat' });
});

test('silence at the menu leads on, and a flow whose call never reports is moved by the safety timer', async () => {
  await world.ready('cameron');
  const ref = await arrived();
  await report(ref, { kind: 'connected' });
  await report(ref, { kind: 'silence' });
  expect(await world.phase(ref)).toBe('selfService');
  for (let look = 0; look < 6 && (await world.phase(ref)) === 'selfService'; look += 1) {
    const settled = await settleInteraction(world.deps, ref);
    if (settled.kind === 'open') await world.pass(settled.checkAt - world.deps.clock.now());
  }
  expect(await world.phase(ref)).not.toBe('selfService');
});
