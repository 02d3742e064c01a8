import { createWorld, SHARD, TENANT, type World } from '../../tests/contracts/fakes/world';
import { shardIdOf, type AgentId, type InteractionRef } from '../core/lib/ids';
import { agentWork } from './agents/agent-work';
import { cancelConsult, completeConsult, consult, joinConsult, type ConsultTarget } from './agents/consult';
import { finishInteraction } from './agents/finish-interaction';
import { handleInteraction } from './agents/handle-interaction';
import { transferInteraction } from './agents/transfer';
import { CALLER, givenCall, type GivenCall } from './given-call.testsuite';
import { settleInteraction } from './settle-interaction';

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

const erin = { kind: 'expert', userId: 'erin', name: 'Erin' } as const;
const frank = { kind: 'number', number: '+14255550177' } as const;

const ask = (who: ConsultTarget, isBlind = false) => consult(world.deps, { ref, agentId: cameron, with: who, isBlind });
const stateOf = async () => (await world.deps.interactions.load(ref))!.interaction;
const phase = async () => (await stateOf()).phase;
const own = async () => (await stateOf()).segments[0]!.state.name;
const legs = async () => {
  const now = await phase();
  return ('parties' in now ? (now.parties ?? []) : []).map(({ leg }) => leg.name);
};
const done = () => world.calls.asked.map((one) => one.do);
const notice = () => world.desk.shown.at(-1)?.text;
const answers = () => call.report(ref, { kind: 'agentJoined' }, 'ring');
const fails = (why: 'busy' | 'declined' | 'notAnswered') => call.report(ref, { kind: 'agentFailed', why }, 'ring');
const present = async (teams: readonly string[], others: readonly string[] = [CALLER]) => {
  sequence += 1;
  await call.report(ref, { kind: 'participants', sequence, teamsUserIds: teams, others });
};
const cameronInTeams = () => call.teamsIdOf(cameron);

test('given an expert who is busy, when another is asked, answers, and the agent leaves, then the caller is with them', async () => {
  await ask(erin);
  expect([await own(), await legs()]).toEqual(['consulting', ['ringing']]);
  expect(done().slice(-2)).toEqual(['hold', 'ring']);
  await fails('busy');
  expect([await own(), await legs(), notice()]).toEqual(['onHold', [], expect.stringContaining('not available')]);
  await ask(frank);
  // The caller is on hold already.
  expect(done().filter((one) => one === 'hold')).toHaveLength(2);
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'ring', callee: '+14255550177', timeoutSeconds: 45 });
  await answers();
  expect([await own(), await legs()]).toEqual(['consulting', ['private']]);
  await completeConsult(world.deps, ref, cameron);
  expect([(await phase()).name, await own(), await legs()]).toEqual(['handedOn', 'wrappingUp', ['joined']]);
  expect(done().slice(-2)).toEqual(['unhold', 'remove']);
  await finishInteraction(world.deps, ref, cameron, 'solved');
  expect((await agentWork(world.deps, TENANT, cameron)).assignments).toEqual([]);
  expect((await phase()).name).toBe('handedOn');
  await present([], [CALLER, frank.number]);
  await present([], [frank.number]);
  expect(await phase()).toMatchObject({ name: 'closed', reason: 'transferred' });
});

test('the agent goes back to the caller, whether the expert rings or talks', async () => {
  await ask(erin);
  await cancelConsult(world.deps, ref, cameron);
  expect([await own(), await legs()]).toEqual(['talking', []]);
  expect(done().slice(-2)).toEqual(['remove', 'unhold']);
  await ask(erin);
  await answers();
  await cancelConsult(world.deps, ref, cameron);
  expect([await own(), await legs()]).toEqual(['talking', []]);
});

test('an expert who answers when nobody awaits them any more is taken out again', async () => {
  await ask(erin);
  await cancelConsult(world.deps, ref, cameron);
  const before = done().filter((one) => one === 'remove').length;
  await answers();
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'remove', callee: 'erin' });
  expect(done().filter((one) => one === 'remove')).toHaveLength(before + 1);
  expect([await own(), await legs()]).toEqual(['talking', []]);
});

test('a conference: several are joined one after the other; who leaves it leaves the others together', async () => {
  const teams = await cameronInTeams();
  for (const who of [erin, frank]) {
    await ask(who);
    await answers();
    await joinConsult(world.deps, ref, cameron);
  }
  expect([await own(), await legs()]).toEqual(['talking', ['joined', 'joined']]);
  await present([teams, 'erin'], [CALLER, frank.number]);
  await present([teams], [CALLER, frank.number]);
  expect([await legs(), notice()]).toEqual([['joined'], expect.stringContaining('left the call')]);
  await present([], [CALLER, frank.number]);
  expect([(await phase()).name, await own()]).toEqual(['handedOn', 'wrappingUp']);
  await present([], [CALLER]);
  expect(await phase()).toMatchObject({ name: 'ended', reason: 'transferred' });
  expect(done().at(-1)).toBe('hangUp');
});

test('the caller who hangs up while the agent consults has left, and the call is over for all', async () => {
  await ask(frank);
  await answers();
  await present([await cameronInTeams()], [frank.number]);
  expect(await phase()).toMatchObject({ name: 'ended', reason: 'customerLeft' });
  expect(done()).toContain('hangUp');
});

test('an agent whose leg is gone while they consult loses the caller to the queue, the expert goes, and there are notes', async () => {
  await ask(erin);
  await answers();
  await present([await cameronInTeams(), 'erin']);
  await present(['erin']);
  expect([(await phase()).name, await own()]).toEqual(['queued', 'wrappingUp']);
  expect(world.calls.asked).toContainEqual(expect.objectContaining({ do: 'remove', callee: 'erin' }));
});

test('blind: whoever answers has the caller; nobody, and the caller stays', async () => {
  await ask(frank, true);
  await fails('notAnswered');
  expect([await own(), await legs()]).toEqual(['onHold', []]);
  await handleInteraction(world.deps, ref, cameron, 'unhold');
  expect(await own()).toBe('talking');
  await ask(frank, true);
  await answers();
  expect([(await phase()).name, await own()]).toEqual(['handedOn', 'wrappingUp']);
});

test('a number that may not be called is refused before the caller hears music', async () => {
  const before = done().length;
  await expect(ask({ kind: 'number', number: '+442079460000' })).resolves.toMatchObject({ kind: 'changed' });
  await expect(ask({ kind: 'number', number: '+33612345678' })).rejects.toMatchObject({ code: 'refused' });
  expect(done().length - before).toBe(2);
});

test('one at a time, and not while the caller is handed over', async () => {
  await ask(erin);
  expect(await ask(frank)).toMatchObject({ kind: 'ignored', reason: 'consulting' });
  await world.ready('diego');
  const to = { kind: 'agent', agentId: 'diego' } as const;
  expect(await transferInteraction(world.deps, { ref, agentId: cameron, to, note: null })).toMatchObject({
    kind: 'ignored',
    reason: 'consulting',
  });
});

test('a report that never comes does not keep the agent waiting', async () => {
  await ask(erin);
  const settled = await settleInteraction(world.deps, ref);
  if (settled.kind !== 'open') throw new Error('It closed.');
  expect(settled.checkAt - world.deps.clock.now()).toBeLessThanOrEqual(20_000);
  await world.pass(settled.checkAt - world.deps.clock.now());
  await settleInteraction(world.deps, ref);
  expect([await own(), await legs()]).toEqual(['onHold', []]);
});

describe('a call handed over', () => {
  test('to a queue: the agent’s leg goes, the caller hears what callers there hear', async () => {
    await transferInteraction(world.deps, {
      ref,
      agentId: cameron,
      to: { kind: 'queue', queueId: 'sales' },
      note: null,
    });
    expect(await phase()).toMatchObject({ name: 'queued', visit: { queueId: 'sales' } });
    expect(await own()).toBe('wrappingUp');
    expect(done().slice(-3)).toEqual(['remove', 'unhold', 'treat']);
  });

  test('to a colleague: rung when they accepted, connected when they press; not taken, the caller waits for anyone', async () => {
    const diego = await world.ready('diego');
    const to = { kind: 'agent', agentId: 'diego' } as const;
    await transferInteraction(world.deps, { ref, agentId: cameron, to, note: 'Angry.' });
    await world.assign();
    expect([(await phase()).name, await own()]).toEqual(['active', 'talking']);
    await world.accept(diego);
    expect([(await phase()).name, await own()]).toEqual(['connecting', 'wrappingUp']);
    expect(done().slice(-3)).toEqual(['hold', 'ring', 'remove']);
    await call.report(ref, { kind: 'agentFailed', why: 'notAnswered' }, 'ring');
    const now = await phase();
    expect(now.name === 'queued' && now.visit).toMatchObject({ queueId: 'support', attempt: 1 });
    expect(now.name === 'queued' && now.visit.onlyAgentId).toBeFalsy();
  });
});

test('an agent who hangs up in Teams has time for notes, and the caller is first again', async () => {
  await present([await cameronInTeams()]);
  await present([]);
  const now = await stateOf();
  expect(now.phase).toMatchObject({ name: 'queued', visit: { waitingSince: now.facts.openedAt } });
  expect(now.segments[0]!.state.name).toBe('wrappingUp');
  expect((await agentWork(world.deps, TENANT, cameron)).assignments).toMatchObject([
    { wrapUpUntilAt: world.deps.clock.now() + 60_000 },
  ]);
  await world.assign();
  // Nobody is called back into the call that they have just left.
  expect((await agentWork(world.deps, TENANT, cameron)).offers).toEqual([]);
});

test('takes no units: of whoever asks no more than their call, of a colleague who is asked nothing', async () => {
  const diego = await world.ready('diego');
  const unitsOf = async (agentId: AgentId) => {
    const shard = { tenantId: TENANT, shardId: shardIdOf(SHARD) };
    return world.deps.shards.ask(shard, ({ agents }) => agents.get(agentId)?.usedUnits);
  };
  const before = await unitsOf(cameron);
  expect(before).toBeGreaterThan(0);
  await ask({ kind: 'colleague', agentId: diego });
  await answers();
  await joinConsult(world.deps, ref, cameron);
  expect(await legs()).toEqual(['joined']);
  expect([await unitsOf(cameron), await unitsOf(diego)]).toEqual([before, 0]);
  expect((await agentWork(world.deps, TENANT, diego)).assignments).toEqual([]);
});
