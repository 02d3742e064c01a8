import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import { agentIdOf, offerIdOf, type InteractionRef } from '../core/lib/ids';
import { agentWork } from './agents/agent-work';
import { acceptOffer } from './agents/answer-offer';
import { finishInteraction } from './agents/finish-interaction';
import { relayDeskText } from './agents/relay-desk-text';
import { heartbeat, setAgentState } from './agents/set-agent-state';
import { startChat } from './customers/start-chat';
import { leaveChat } from './customers/leave-chat';
import { receiveChat } from './inbound/receive-chat';
import { settleInteraction } from './settle-interaction';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };
let count = 0;

beforeEach(async () => {
  world = await createWorld();
  thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: 'Jane',
    key: 'k',
  });
});

const say = (text: string, deps = world.deps) => {
  count += 1;
  return receiveChat(deps, event(text, count));
};
const event = (text: string, n: number) => chatWord(world, thread, text, n);

async function queued(): Promise<InteractionRef> {
  const first = await say('Hello, my printer is broken');
  if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
  for (let word = 0; word < 6 && (await world.phase(first.ref)) === 'selfService'; word += 1) await say('2');
  expect(await world.phase(first.ref)).toBe('queued');
  return first.ref;
}

test('a chat goes from the first word through the menu to an agent, both ways, and closes', async () => {
  const agentId = await world.ready('cameron');
  const ref = await queued();
  await world.assign();
  expect(await world.phase(ref)).toBe('alerting');
  await world.accept(agentId);
  expect(await world.phase(ref)).toBe('active');
  const seen = () => world.desk.shown.filter(({ card }) => card === null).map(({ text }) => text);
  expect(seen()[0]).toBe('Jane: Hello, my printer is broken');
  await say('Are you there?');
  expect(seen().at(-1)).toBe('Jane: Are you there?');
  await relayDeskText(world.deps, {
    tenantId: TENANT,
    agentId,
    text: 'I am.',
    sourceId: 'activity-1',
    sentAt: world.deps.clock.now(),
    files: [],
    inReplyTo: null,
  });
  expect(world.chat.sent.at(-1)?.text).toBe('I am.');
  await finishInteraction(world.deps, ref, agentId, 'solved');
  expect(await world.phase(ref)).toBe('closed');
  expect(world.told.map(({ signal }) => signal)).toEqual(['started', 'menuDone', 'assigned', 'closed']);
  expect(world.warnings).toEqual([]);
});

test('what is delivered twice is shown once', async () => {
  const agentId = await world.ready('cameron');
  await queued();
  await world.assign();
  await world.accept(agentId);
  const before = world.desk.shown.length;
  const twice = event('Only once', 900);
  const outcomes = await Promise.allSettled([receiveChat(world.deps, twice), receiveChat(world.deps, twice)]);
  await Promise.allSettled([receiveChat(world.deps, twice)]);
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(world.desk.shown.slice(before).map(({ text }) => text)).toEqual(['Jane: Only once']);
});

test('what an outage of the desk kept back is on record, and gets through in its order', async () => {
  const agentId = await world.ready('cameron');
  const ref = await queued();
  await world.assign();
  await world.accept(agentId);
  world.desk.fail('outage');
  await receiveChat(world.deps, event('Hello?', 901));
  await receiveChat(world.deps, event('Anybody there?', 902));
  world.desk.fail(null);
  await world.pass(30_000);
  await settleInteraction(world.deps, ref);
  expect(world.desk.shown.slice(-2).map(({ text }) => text)).toEqual(['Jane: Hello?', 'Jane: Anybody there?']);
});

test('an agent who signed in at another process is seen, and their accept is taken there', async () => {
  const other = world.otherProcess();
  await world.assign();
  await setAgentState(other, TENANT, agentIdOf('cameron'), { kind: 'ready' });
  const ref = await queued();
  await world.assign();
  const { offers } = await agentWork(other, TENANT, agentIdOf('cameron'));
  expect(offers).toHaveLength(1);
  await acceptOffer(other, {
    tenantId: TENANT,
    agentId: agentIdOf('cameron'),
    offerId: offerIdOf(offers[0]?.offerId ?? ''),
  });
  expect(await world.phase(ref)).toBe('active');
});

test('a customer who leaves while queued abandons, and nobody is offered them', async () => {
  await world.ready('cameron');
  const ref = await queued();
  await world.pass(10_000);
  await leaveChat(world.deps, thread.threadId, thread.userId);
  expect(await world.phase(ref)).toBe('closed');
  const ended = (await world.deps.interactions.timeline(ref)).find(({ event: { type } }) => type === 'visitEnded');
  expect(ended?.event).toMatchObject({ outcome: 'abandoned' });
});

test('an offer that nobody answers goes to the next agent', async () => {
  await world.ready('cameron');
  const diego = await world.ready('diego');
  const ref = await queued();
  await world.assign();
  await world.pass(31_000);
  expect(await world.phase(ref)).toBe('alerting');
  await world.accept(diego);
  expect(await world.phase(ref)).toBe('active');
});

test('a chat in which nobody writes is closed with a word, and the orchestration knows when to look', async () => {
  const agentId = await world.ready('cameron');
  const ref = await queued();
  await world.assign();
  await world.accept(agentId);
  const began = world.deps.clock.now();
  const settled = await settleInteraction(world.deps, ref);
  expect(settled).toMatchObject({ kind: 'open', stage: 'active' });
  if (settled.kind === 'open') expect(Math.round((settled.checkAt - began) / 60_000)).toBe(3);
  const nudges = () => world.chat.sent.filter(({ text }) => text.includes('still there'));
  for (let minute = 1; minute <= 11; minute += 1) {
    await heartbeat(world.deps, TENANT, agentId);
    await world.pass(60_000);
    await settleInteraction(world.deps, ref);
    expect(nudges()).toHaveLength(minute < 4 ? 0 : 1);
  }
  expect(world.desk.shown.map(({ text }) => text)).toContain('The customer is waiting for your answer.');
  expect(await world.phase(ref)).toBe('ended');
  expect(world.chat.sent.at(-1)?.text).toContain('closed this chat');
});

test('an agent who vanishes loses the chat to the queue, in its old place', async () => {
  const agentId = await world.ready('cameron');
  const ref = await queued();
  await world.assign();
  await world.accept(agentId);
  await world.pass(4 * 60_000);
  expect(await world.phase(ref)).toBe('queued');
  const diego = await world.ready('diego');
  await world.assign();
  await world.accept(diego);
  expect(await world.phase(ref)).toBe('active');
});
