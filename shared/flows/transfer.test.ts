import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../core/lib/ids';
import { segmentsOf } from '../core/metrics/segments';
import { declineOffer } from './agents/answer-offer';
import { agentWork } from './agents/agent-work';
import { finishInteraction } from './agents/finish-interaction';
import { cancelTransfer, transferInteraction, type TransferTarget } from './agents/transfer';
import { startChat } from './customers/start-chat';
import { receiveChat } from './inbound/receive-chat';
import type { Deps } from './lib/deps';
import { leaveInteraction } from './leave-interaction';
import { loseAgent } from './lose-agent';
import { reconcileShards } from './routing/reconcile-shards';
import { settleInteraction } from './settle-interaction';
import { offerIdOf } from '../core/lib/ids';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };
let cameron: AgentId;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
  thread = await startChat(world.deps, { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' });
  cameron = await world.ready('cameron');
});

const say = (text: string) => receiveChat(world.deps, chatWord(world, thread, text, (count += 1)));

async function talking(): Promise<InteractionRef> {
  const first = await say('My printer is broken');
  if (first.kind !== 'opened') throw new Error(`The first word was ${first.kind}.`);
  await world.assign();
  await world.accept(cameron);
  expect(await world.phase(first.ref)).toBe('active');
  return first.ref;
}

const hand = (ref: InteractionRef, to: TransferTarget, note: string | null = null, deps: Deps = world.deps) =>
  transferInteraction(deps, { ref, agentId: cameron, to, note });
const toSales = { kind: 'queue', queueId: 'sales' } as const;
const toDiego = { kind: 'agent', agentId: 'diego' } as const;

const stateOf = async (ref: InteractionRef) => (await world.deps.interactions.load(ref))!.interaction;
const segments = async (ref: InteractionRef) =>
  (await stateOf(ref)).segments.map(({ agentId, state }) => `${agentId} ${state.name}`);
const events = async (ref: InteractionRef) => (await world.deps.interactions.timeline(ref)).map(({ event }) => event);

describe('to a queue', () => {
  test('given a chat, when it is handed over, then it waits there from when it began to wait, and its sender writes notes', async () => {
    const ref = await talking();
    const began = (await stateOf(ref)).segments[0]!.visit.waitingSince;
    await world.pass(60_000);
    const adele = await world.ready('adele');
    const changed = await hand(ref, toSales, 'Wants a new printer instead.');
    expect(changed.kind).toBe('changed');
    const { phase } = await stateOf(ref);
    expect(phase).toMatchObject({ name: 'queued', visit: { queueId: 'sales', waitingSince: began } });
    expect(phase.name === 'queued' && phase.visit.beganAt).toBe(world.deps.clock.now());
    expect(await segments(ref)).toEqual(['cameron wrappingUp']);
    await world.assign();
    expect(world.desk.shown.at(-1)?.card?.note).toBe('Wants a new printer instead.');
    await world.accept(adele);
    expect(await segments(ref)).toEqual(['cameron wrappingUp', 'adele talking']);
    await say('Is the blue one cheaper?');
    expect(world.desk.shown.at(-1)).toMatchObject({ text: 'Jane: Is the blue one cheaper?' });
    await finishInteraction(world.deps, ref, cameron, 'solved');
    expect(await segments(ref)).toEqual(['cameron done', 'adele talking']);
    expect((await agentWork(world.deps, TENANT, cameron)).assignments).toEqual([]);
    await finishInteraction(world.deps, ref, adele, 'order-placed');
    expect(await world.phase(ref)).toBe('closed');
  });

  test('each visit ends once, the second counts in the queue that it was handed to, and both agents have their figures', async () => {
    const ref = await talking();
    const adele = await world.ready('adele');
    await world.pass(30_000);
    await hand(ref, toSales);
    await world.pass(10_000);
    await world.accept(adele);
    await world.pass(20_000);
    await finishInteraction(world.deps, ref, adele, 'order-placed');
    const all = await events(ref);
    const ended = all.flatMap((event) => (event.type === 'visitEnded' ? [event] : []));
    expect(ended).toMatchObject([
      { queueId: 'support', outcome: 'answered' },
      { queueId: 'sales', outcome: 'answered' },
    ]);
    expect(ended[1]!.at - ended[1]!.beganAt).toBe(10_000);
    await finishInteraction(world.deps, ref, cameron, 'solved');
    expect(segmentsOf(await events(ref))).toMatchObject([
      { agentId: 'adele', talkMs: 20_000 },
      { agentId: 'cameron', talkMs: 30_000, wrapUpMs: 30_000 },
    ]);
  });

  test('given a queue that is closed, then it is refused and the customer has not moved', async () => {
    const ref = await talking();
    await world.pass(14 * 3_600_000);
    await world.ready('cameron');
    // The lease was over in the night: back to the queue and to the same agent.
    await world.assign();
    await world.accept(cameron);
    await expect(hand(ref, toSales)).rejects.toMatchObject({ code: 'refused', message: 'Sales is closed now.' });
    expect((await stateOf(ref)).phase).toMatchObject({ name: 'active' });
    expect((await events(ref)).some(({ type }) => type === 'handoverBegan')).toBe(false);
  });

  test('given a process that dies before the shard answered, then the customer is still their sender’s, and whoever finds it goes on', async () => {
    const ref = await talking();
    const other = world.otherProcess();
    const dying: Deps = {
      ...other,
      shards: {
        ...other.shards,
        submit: (shard, command) =>
          command.name === 'enqueue' ? new Promise(() => undefined) : other.shards.submit(shard, command),
      },
    };
    void hand(ref, toSales, null, dying);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect((await stateOf(ref)).phase).toMatchObject({ name: 'active', handover: { to: { kind: 'queue' } } });
    expect(await segments(ref)).toEqual(['cameron talking']);
    await world.pass(35_000);
    await settleInteraction(world.deps, ref);
    expect((await stateOf(ref)).phase).toMatchObject({ name: 'queued', visit: { queueId: 'sales' } });
    expect(await segments(ref)).toEqual(['cameron wrappingUp']);
  });

  test('given a process that dies when the shard has answered, when the shard offers them, then they have moved and are offered', async () => {
    const adele = await world.ready('adele');
    const ref = await talking();
    const { interactions } = world.deps;
    let saves = 0;
    const dying: Deps = {
      ...world.otherProcess(),
      interactions: {
        ...interactions,
        save: (...given) => ((saves += 1) > 1 ? new Promise(() => undefined) : interactions.save(...given)),
      },
    };
    void hand(ref, toSales, null, dying);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(await segments(ref)).toEqual(['cameron talking']);
    await world.pass(1_000);
    expect((await stateOf(ref)).phase).toMatchObject({ name: 'alerting', visit: { queueId: 'sales' } });
    await world.accept(adele);
    await world.pass(35_000);
    await settleInteraction(world.deps, ref);
    expect(await segments(ref)).toEqual(['cameron wrappingUp', 'adele talking']);
    expect((await events(ref)).filter(({ type }) => type === 'handedOver')).toHaveLength(1);
  });
});

describe('to a colleague', () => {
  const asked = async () => {
    const diego = await world.ready('diego');
    const ref = await talking();
    await hand(ref, toDiego, 'Knows printers.');
    await world.assign();
    return { ref, diego };
  };

  test('the customer stays the sender’s until the colleague accepts', async () => {
    const { ref, diego } = await asked();
    expect(await segments(ref)).toEqual(['cameron talking']);
    await say('Hello?');
    expect(world.desk.shown.at(-1)?.text).toBe('Jane: Hello?');
    await world.accept(diego);
    expect(await segments(ref)).toEqual(['cameron wrappingUp', 'diego talking']);
    const queueEvents = (await events(ref)).filter(({ type }) => type === 'queued' || type === 'visitEnded');
    // Handed on by name: no stay in a queue.
    expect(queueEvents).toHaveLength(2);
  });

  test('declined, it is over: the customer has not moved, and the sender is told', async () => {
    const { ref, diego } = await asked();
    const { offers } = await agentWork(world.deps, TENANT, diego);
    await declineOffer(world.deps, { tenantId: TENANT, agentId: diego, offerId: offerIdOf(offers[0]!.offerId) });
    expect((await stateOf(ref)).phase).not.toHaveProperty('handover');
    expect(await segments(ref)).toEqual(['cameron talking']);
    expect(world.desk.shown.at(-1)?.text).toBe('The customer could not be handed over and is still yours.');
    await world.pass(60_000);
    expect((await agentWork(world.deps, TENANT, diego)).offers).toEqual([]);
    expect(
      await world.deps.shards.ask(
        { tenantId: TENANT, shardId: (await stateOf(ref)).segments[0]!.shardId },
        ({ visits }) => visits.size,
      ),
    ).toBe(0);
  });

  test('nobody answers: it is over after a minute at most', async () => {
    const { ref } = await asked();
    await world.pass(61_000);
    expect((await stateOf(ref)).phase).not.toHaveProperty('handover');
    expect(await segments(ref)).toEqual(['cameron talking']);
  });

  test('called off, the colleague’s card is over and a late accept gets nothing', async () => {
    const { ref, diego } = await asked();
    const { offers } = await agentWork(world.deps, TENANT, diego);
    await cancelTransfer(world.deps, ref, cameron);
    expect(await segments(ref)).toEqual(['cameron talking']);
    expect((await agentWork(world.deps, TENANT, diego)).offers).toEqual([]);
    expect(offers).toHaveLength(1);
    const again = await hand(ref, toDiego);
    expect(again.kind).toBe('changed');
  });

  test('one who is not Ready is refused before anything is asked', async () => {
    const ref = await talking();
    await expect(hand(ref, toDiego)).rejects.toMatchObject({ code: 'refused' });
    await expect(hand(ref, { kind: 'agent', agentId: 'nobody' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await hand(ref, { kind: 'agent', agentId: 'cameron' })).toMatchObject({
      kind: 'ignored',
      reason: 'sameAgent',
    });
  });

  test.each([
    ['the customer leaves', (ref: InteractionRef) => leaveInteraction(world.deps, ref, 'customerLeft'), 'ended'],
    ['the sender is lost', (ref: InteractionRef) => loseAgent(world.deps, ref, cameron, 'signedOut'), 'queued'],
    ['the sender completes', (ref: InteractionRef) => finishInteraction(world.deps, ref, cameron, 'solved'), 'closed'],
  ] as const)('when %s meanwhile, then nobody is asked any more', async (_what, happens, phase) => {
    const { ref, diego } = await asked();
    await happens(ref);
    expect(await world.phase(ref)).toBe(phase);
    expect((await agentWork(world.deps, TENANT, diego)).offers).toEqual([]);
    await reconcileShards(world.deps);
    expect(world.warnings.filter((line) => line.startsWith('routing mended'))).toEqual([]);
  });

  test('the reconciler takes nobody’s handover for a stray visit', async () => {
    const { ref, diego } = await asked();
    await reconcileShards(world.deps);
    await world.accept(diego);
    expect(await segments(ref)).toEqual(['cameron wrappingUp', 'diego talking']);
  });

  test('handed back, an agent who was still writing notes has the customer and no notes', async () => {
    const { ref, diego } = await asked();
    await world.accept(diego);
    await transferInteraction(world.deps, {
      ref,
      agentId: diego,
      to: { kind: 'agent', agentId: 'cameron' },
      note: null,
    });
    await world.assign();
    await world.accept(cameron);
    expect(await segments(ref)).toEqual(['cameron done', 'diego wrappingUp', 'cameron talking']);
    expect((await agentWork(world.deps, TENANT, cameron)).assignments).toHaveLength(1);
  });
});
