import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import type { Deps } from '../lib/deps';
import { pullVisit } from '../routing/take-visit';
import { pressCard, type PressAnswer } from './press-card';
import { setAgentState } from './set-agent-state';

let world: World;
let cameron: AgentId;
let ref: InteractionRef;

/** A customer is offered to Cameron. */
beforeEach(async () => {
  world = await createWorld();
  cameron = await world.ready('cameron');
  const key = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
  const thread = await startChat(world.deps, key);
  const received = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  if (received.kind !== 'opened') throw new Error(`The first word was ${received.kind}.`);
  ({ ref } = received);
  await world.assign();
});

const cards = () => world.desk.shown.flatMap(({ card, ref: cardRef }) => (card === null ? [] : [{ ...card, cardRef }]));
const states = () => cards().map(({ state }) => state);

/** Another process, in which the acts of these kinds come to nothing. */
function dyingAt(...kinds: readonly string[]): Deps {
  const other = world.otherProcess();
  const { perform } = other;
  const shardAct: Deps['perform']['shardAct'] = (deps, shard, act) =>
    kinds.includes(act.kind) ? Promise.reject(new Error('died')) : perform.shardAct(deps, shard, act);
  return { ...other, perform: { ...perform, shardAct } };
}

/** The end of the first offer is decided and nobody is told; then it is offered to the same agent again. */
async function offeredAgain(): Promise<void> {
  await setAgentState(dyingAt('rescind', 'requeued'), TENANT, cameron, { kind: 'notReady', reason: 'break' });
  await world.ready('cameron');
  await world.assign();
}

const press = (nth: number, deps = world.deps): Promise<PressAnswer> =>
  pressCard(deps, {
    tenantId: TENANT,
    agentId: cameron,
    cardRef: cards()[nth]?.cardRef ?? null,
    interactionId: ref.interactionId,
    offerId: cards()[nth]?.offerId ?? null,
    verb: 'accept',
    wrapUpCode: null,
    transferTo: null,
    note: null,
    memo: null,
    replyId: null,
    sourceId: 'press',
  });

test('given an offer that ended untold and another one to the same agent, when they accept that, then no card says that somebody else took it', async () => {
  await offeredAgain();
  expect(states()).toEqual([{ name: 'open' }, { name: 'open' }]);
  await press(1);
  expect(states()).toEqual([{ name: 'over', reason: 'It could not be brought to you.' }, { name: 'accepted' }]);
  // What the dead process left is done by the next tick.
  await world.pass(6_000);
  expect(states()).toEqual([{ name: 'over', reason: 'It could not be brought to you.' }, { name: 'accepted' }]);
});

test('given a customer whom the agent took at the desk, then their card of the offer is a card of their customer', async () => {
  await pullVisit(world.deps, ref, cameron);
  expect(states()).toEqual([{ name: 'accepted' }]);
});

test('given a customer whom the agent took, when a process died before it told so, then the card waits for it', async () => {
  await pullVisit(dyingAt('assigned'), ref, cameron).catch(() => undefined);
  expect(states()).toEqual([{ name: 'open' }]);
  await world.pass(6_000);
  expect(states()).toEqual([{ name: 'accepted' }]);
});

test('given a customer whom the agent took at the desk, when they press Accept all the same, then they read that they have them', async () => {
  const [open] = cards();
  await pullVisit(world.deps, ref, cameron);
  expect(open?.state).toEqual({ name: 'open' });
  expect(await press(0)).toMatchObject({ kind: 'card', card: { state: { name: 'accepted' } } });
});
