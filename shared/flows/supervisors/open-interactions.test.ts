import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { handleInteraction } from '../agents/handle-interaction';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { measure } from '../measure';
import { openInteractions, type Behind } from './open-interactions';
import { readFloor } from './read-floor';

const SUPPORT = new Set(['support']);
const SALES = new Set(['sales']);
const BOTH = new Set(['support', 'sales']);

let world: World;
let printer: InteractionRef;
let kettle: InteractionRef;
let cameron: AgentId;

async function chat(key: string, words: string): Promise<InteractionRef> {
  const asked = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: key, key };
  const thread = await startChat(world.deps, asked);
  const heard = await receiveChat(world.deps, chatWord(world, thread, words, key.length));
  if (heard.kind !== 'opened') throw new Error(`The first word was ${heard.kind}.`);
  return heard.ref;
}

/** As the change feed does. */
async function measureAll(): Promise<void> {
  for (const ref of [printer, kettle]) {
    const timeline = await world.deps.interactions.timeline(ref);
    const events = timeline.map(({ event }, index) => ({
      eventId: `${ref.interactionId}/${index}`,
      ...ref,
      channel: 'chat' as const,
      event,
    }));
    await measure(world.deps, events);
  }
}

async function seen(overseen: ReadonlySet<string>, behind: Behind = {}) {
  const { interactions, total } = await openInteractions(world.deps, TENANT, behind, overseen);
  return { ids: interactions.map(({ interaction }) => interaction.facts.interactionId), total };
}

beforeEach(async () => {
  world = await createWorld();
  cameron = await world.ready('cameron');
  await world.ready('adele');
  printer = await chat('Jane', 'My printer is broken');
  await world.pass(1_000);
  kettle = await chat('Joan C', 'I would like to buy a kettle');
  await measureAll();
});

test('given two queues with a customer each, when a supervisor of one looks, then the other customer is neither listed nor counted', async () => {
  expect(await seen(SUPPORT)).toEqual({ ids: [printer.interactionId], total: 1 });
  expect(await seen(SALES)).toEqual({ ids: [kettle.interactionId], total: 1 });
  expect(await seen(BOTH)).toEqual({ ids: [printer.interactionId, kettle.interactionId], total: 2 });
  expect(await seen(SALES, { queueId: 'support' })).toEqual({ ids: [], total: 0 });
});

test('given a customer whom an agent has, when a supervisor of another queue opens that agent, then nobody is there', async () => {
  await world.assign();
  await world.accept(cameron);
  await measureAll();
  expect(await seen(SUPPORT, { agentId: 'cameron' })).toEqual({ ids: [printer.interactionId], total: 1 });
  expect(await seen(SALES, { agentId: 'cameron' })).toEqual({ ids: [], total: 0 });
  expect(await seen(SALES)).toEqual({ ids: [kettle.interactionId], total: 1 });
});

test('given a supervisor of one queue, when they see the floor, then only that queue and who works in it are there', async () => {
  const floor = await readFloor(world.deps, TENANT, SALES);
  // As config/contoso says.
  expect(floor.queues[0]?.alertAt).toEqual({ waiting: 5, waitMs: 120_000, serviceLevel: 0.8 });
  expect(floor.queues.map(({ queueId, waiting }) => [queueId, waiting])).toEqual([['sales', 1]]);
  const { config } = await world.deps.configs.live(TENANT);
  const ofSales = [...config.agents.values()].filter(({ queueIds }) => queueIds.includes('sales')).map(({ id }) => id);
  expect(floor.agents.map(({ agentId }) => agentId)).toEqual(ofSales);
  expect(ofSales).not.toContain('cameron');
});

test('given a customer in each of two queues, when supervisors see the floor, then open and parked are those of their queues', async () => {
  const totals = async (overseen: ReadonlySet<string>) => {
    const { open, parked, agents } = await readFloor(world.deps, TENANT, overseen);
    return {
      open,
      parked,
      held: agents.filter(({ holding }) => Object.keys(holding).length > 0).map(({ agentId }) => agentId),
    };
  };
  expect(await totals(SUPPORT)).toEqual({ open: { chat: 1 }, parked: 0, held: [] });
  await world.assign();
  await world.accept(cameron);
  await measureAll();
  expect(await totals(SUPPORT)).toEqual({ open: { chat: 1 }, parked: 0, held: ['cameron'] });
  await handleInteraction(world.deps, printer, cameron, 'park');
  await measureAll();
  expect(await totals(SUPPORT)).toEqual({ open: { chat: 1 }, parked: 1, held: [] });
  expect(await totals(SALES)).toEqual({ open: { chat: 1 }, parked: 0, held: [] });
  expect(await totals(BOTH)).toEqual({ open: { chat: 2 }, parked: 1, held: [] });
  expect(await totals(new Set())).toEqual({ open: {}, parked: 0, held: [] });
});
