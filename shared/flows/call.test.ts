import { createWorld, type World } from '../../tests/contracts/fakes/world';
import { finishInteraction } from './agents/finish-interaction';
import { CALLER, givenCall, type GivenCall } from './given-call.testsuite';
import { settleInteraction } from './settle-interaction';

let world: World;
let call: GivenCall;

beforeEach(async () => {
  world = await createWorld();
  call = givenCall(world);
});

test('a call is answered at once, walks the menu, hears music, and is bridged when the agent connects', async () => {
  const agentId = await world.ready('cameron');
  const ref = await call.talking(agentId);
  expect(world.calls.asked.map((one) => one.do)).toEqual(['answer', 'prompt', 'treat', 'hold', 'ring', 'unhold']);
  await finishInteraction(world.deps, ref, agentId, 'solved');
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'hangUp' });
  expect(await world.phase(ref)).toBe('closed');
  expect(world.told.map(({ signal }) => signal)).toEqual(['started', 'menuDone', 'assigned', 'connected', 'closed']);
  expect(world.warnings).toEqual([]);
});

test('the event of a ringing call that comes twice answers once', async () => {
  await call.arrived();
  await call.ringing();
  expect(world.calls.asked.filter((one) => one.do === 'answer')).toHaveLength(1);
});

test('a caller who hangs up while waiting abandons, and the agent stops being asked', async () => {
  await world.ready('cameron');
  const ref = await call.queuedForSupport();
  await world.assign();
  expect(await world.phase(ref)).toBe('alerting');
  await world.pass(6_000);
  await call.report(ref, { kind: 'disconnected', dialled: null });
  expect(await world.phase(ref)).toBe('closed');
  expect(world.desk.shown.find(({ card }) => card !== null)?.card?.state).toEqual({
    name: 'over',
    reason: 'The customer waits no more.',
  });
});

test('an agent whose phone is not picked up gives the caller back, who keeps the place', async () => {
  const agentId = await world.ready('cameron');
  const ref = await call.connecting(agentId);
  await call.report(ref, { kind: 'agentFailed', why: 'notAnswered' }, 'ring');
  expect(['queued', 'alerting']).toContain(await world.phase(ref));
  expect(world.calls.asked.map((one) => one.do).slice(-3)).toEqual(['remove', 'unhold', 'treat']);
});

test('a lone agent who declines the ringing in Teams is not rung again at once, and is after the cool-down', async () => {
  const agentId = await world.ready('cameron');
  const ref = await call.connecting(agentId);
  await call.report(ref, { kind: 'agentFailed', why: 'declined' }, 'ring');
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
  const ref = await call.connecting(agentId);
  const settled = await settleInteraction(world.deps, ref);
  if (settled.kind !== 'open') throw new Error('It closed.');
  await world.pass(settled.checkAt - world.deps.clock.now());
  await settleInteraction(world.deps, ref);
  expect(['queued', 'alerting']).toContain(await world.phase(ref));
});

test('an agent who is in the call no more is lost: the caller is first again; an old report changes nothing', async () => {
  const agentId = await world.ready('cameron');
  const ref = await call.talking(agentId);
  await call.report(ref, { kind: 'participants', sequence: 2, teamsUserIds: [], others: [CALLER] });
  expect(await world.phase(ref)).toBe('active');
  await call.report(ref, { kind: 'participants', sequence: 5, teamsUserIds: [], others: [CALLER] });
  const stored = await world.deps.interactions.load(ref);
  const { phase, facts } = stored!.interaction;
  expect(phase).toMatchObject({ name: 'queued', visit: { waitingSince: facts.openedAt, targetMs: 0 } });
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'treat' });
});

test('silence at the menu leads on, and a flow whose call never reports is moved by the safety timer', async () => {
  await world.ready('cameron');
  const ref = await call.arrived();
  await call.report(ref, { kind: 'connected' });
  await call.report(ref, { kind: 'silence' });
  expect(await world.phase(ref)).toBe('selfService');
  for (let look = 0; look < 6 && (await world.phase(ref)) === 'selfService'; look += 1) {
    const settled = await settleInteraction(world.deps, ref);
    if (settled.kind === 'open') await world.pass(settled.checkAt - world.deps.clock.now());
  }
  expect(await world.phase(ref)).not.toBe('selfService');
});
