import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import { voiceAppsFor } from '../core/config/voice-apps';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import { completeConsult, consult } from './agents/consult';
import { transferInteraction } from './agents/transfer';
import { targetOfChoice, transferChoices } from './agents/transfer-choices';
import { CALLER, givenCall, type GivenCall } from './given-call.testsuite';

const HEAD_OFFICE = '0c0a5050-0000-4000-8000-0000000000e1';
const ITS_LEG = `28:orgid:${HEAD_OFFICE}`;
const NUMBER = { channel: 'voice', ourAddress: '+14255550100' } as const;
const ACCOUNT = { channel: 'voice', ourAddress: '28:orgid:0c0a5050-0000-4000-8000-0000000000d1' } as const;

let world: World;
let call: GivenCall;
let cameron: AgentId;
let ref: InteractionRef;
let sequence: number;

beforeEach(async () => {
  world = await createWorld();
  call = givenCall(world);
  cameron = await world.ready('cameron');
  ref = await call.talking(cameron);
  sequence = 10;
});

const config = async () => (await world.deps.configs.live(TENANT)).config;
const stateOf = async () => (await world.deps.interactions.load(ref))!.interaction;
const phase = async () => (await stateOf()).phase;
const own = async () => (await stateOf()).segments[0]!.state.name;
const handTo = (voiceAppId: string) =>
  transferInteraction(world.deps, { ref, agentId: cameron, to: { kind: 'voiceApp', voiceAppId }, note: null });
const answers = () => call.report(ref, { kind: 'agentJoined' }, 'ring');
const present = async (teamsUserIds: readonly string[], others: readonly string[]) => {
  sequence += 1;
  await call.report(ref, { kind: 'participants', sequence, teamsUserIds, others });
};

test('an auto attendant that answers has the caller, and the agent writes notes', async () => {
  await handTo('head-office');
  expect([await own(), world.calls.asked.at(-1)]).toEqual([
    'consulting',
    expect.objectContaining({ do: 'ring', callee: HEAD_OFFICE, timeoutSeconds: 45 }),
  ]);
  await answers();
  expect([(await phase()).name, await own()]).toEqual(['handedOn', 'wrappingUp']);
  await present([], [CALLER, ITS_LEG]);
  await present([], [CALLER]);
  expect(await phase()).toMatchObject({ name: 'ended', reason: 'transferred' });
});

test('one that leaves its place to a person of its choice has not left the caller alone', async () => {
  await handTo('facilities');
  await answers();
  const its = ITS_LEG.replace('e1', 'e2');
  await present([], [CALLER, its]);
  await present(['somebody-of-facilities'], [CALLER]);
  expect((await phase()).name).toBe('handedOn');
  await present([], [CALLER]);
  expect(await phase()).toMatchObject({ name: 'ended', reason: 'transferred' });
});

test('one that does not answer leaves the caller with the agent', async () => {
  await handTo('head-office');
  await call.report(ref, { kind: 'agentFailed', why: 'notAnswered' }, 'ring');
  expect([(await phase()).name, await own()]).toEqual(['active', 'onHold']);
});

test('an agent may wait in a call queue before the caller does', async () => {
  await consult(world.deps, {
    ref,
    agentId: cameron,
    with: { kind: 'voiceApp', voiceAppId: 'facilities' },
    isBlind: false,
  });
  await answers();
  expect((await phase()).name).toBe('active');
  await completeConsult(world.deps, ref, cameron);
  expect((await phase()).name).toBe('handedOn');
});

test('what the configuration does not name is refused before the caller hears music', async () => {
  const before = world.calls.asked.length;
  await expect(handTo('nobody')).rejects.toMatchObject({ code: 'refused' });
  expect(world.calls.asked).toHaveLength(before);
});

test('a profile that reaches none has none: not at the desk, not on a card', async () => {
  const known = await config();
  const ids = (facts: Parameters<typeof voiceAppsFor>[1]) => voiceAppsFor(known, facts).map(({ id }) => id);
  expect([ids(NUMBER), ids(ACCOUNT)]).toEqual([['head-office', 'facilities'], []]);
  expect(ids({ channel: 'chat', ourAddress: 'contoso-web' })).toEqual([]);
  const choices = (facts: Parameters<typeof voiceAppsFor>[1]) =>
    transferChoices(world.deps, known, facts).filter(({ value }) => value.startsWith('voiceApp:'));
  expect(choices(ACCOUNT)).toEqual([]);
  expect(choices(NUMBER).map(({ value }) => targetOfChoice(value))).toEqual([
    { kind: 'voiceApp', voiceAppId: 'head-office' },
    { kind: 'voiceApp', voiceAppId: 'facilities' },
  ]);
});
