import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import type { InteractionEvent } from '../../core/interaction/events';
import type { Facts } from '../../core/interaction/state';
import { agentIdOf, interactionIdOf, type InteractionRef } from '../../core/lib/ids';
import { finishInteraction } from '../agents/finish-interaction';
import { CALLER, givenCall, type GivenCall } from '../given-call.testsuite';
import { keepHistory } from './keep-history';
import { readHistory, readPast, setSamePerson } from './read-history';

const cameron = agentIdOf('cameron');
const adele = agentIdOf('adele');

let world: World;
let given: GivenCall;
beforeEach(async () => {
  world = await createWorld();
  given = givenCall(world);
  await world.ready('cameron');
});

/** What the change feed says of an interaction's opening, twice. */
async function entered(ref: InteractionRef): Promise<void> {
  const { interaction } = (await world.deps.interactions.load(ref))!;
  const event: InteractionEvent = { type: 'opened', at: 0, facts: interaction.facts };
  const { channel } = interaction.facts;
  const measured = { eventId: 'e', tenantId: TENANT, interactionId: ref.interactionId, channel, event };
  await keepHistory(world.deps, [measured, measured]);
}

/** Something that happened before, under this address. */
async function earlier(id: string, facts: Pick<Facts, 'channel' | 'customerAddress'>): Promise<InteractionRef> {
  const call = (await world.deps.interactions.load(await open()))!;
  const interactionId = interactionIdOf(id);
  const interaction = {
    ...call.interaction,
    facts: { ...call.interaction.facts, ...facts, interactionId, openedAt: 1_000 },
  };
  await world.deps.interactions.create({ interaction, openActs: [], refs: {}, events: [] });
  const ref = { tenantId: TENANT, interactionId };
  await entered(ref);
  return ref;
}

let current: InteractionRef | undefined;
async function open(): Promise<InteractionRef> {
  current ??= await given.talking(cameron);
  return current;
}
beforeEach(() => (current = undefined));

const idsOf = async (ref: InteractionRef, agentId = cameron) =>
  (await readHistory(world.deps, ref, agentId)).past.map(({ interactionId }) => interactionId);

test('a caller’s texts stand in the history, whoever else wrote does not', async () => {
  const ref = await open();
  await entered(ref);
  const text = await earlier('text', { channel: 'sms', customerAddress: CALLER });
  await earlier('other', { channel: 'sms', customerAddress: `${CALLER}1` });
  await earlier('mail', { channel: 'email', customerAddress: 'ada@contoso.example' });
  await earlier('visitor', { channel: 'chat', customerAddress: 'visitor:x' });
  expect(await readHistory(world.deps, ref, cameron)).toMatchObject({ address: CALLER });
  expect(await idsOf(ref)).toEqual([text.interactionId]);
  expect((await readPast(world.deps, ref, cameron, text.interactionId)).interaction.facts.channel).toBe('sms');
  await expect(readPast(world.deps, ref, cameron, interactionIdOf('mail'))).rejects.toMatchObject({ code: 'notFound' });
});

test('it opens only for who holds the interaction, and only while they do', async () => {
  const ref = await open();
  const text = await earlier('text', { channel: 'sms', customerAddress: CALLER });
  await expect(idsOf(ref, adele)).rejects.toMatchObject({ code: 'notFound' });
  await finishInteraction(world.deps, ref, cameron, 'solved');
  await expect(idsOf(ref)).rejects.toMatchObject({ code: 'notYours' });
  await expect(readPast(world.deps, ref, cameron, text.interactionId)).rejects.toMatchObject({ code: 'notYours' });
  const part = setSamePerson(world.deps, ref, cameron, text.interactionId, false);
  await expect(part).rejects.toMatchObject({ code: 'notYours' });
});

test('an agent parts what was somebody else’s, for everybody, and can take it back', async () => {
  const ref = await open();
  const [one, other] = [
    await earlier('one', { channel: 'sms', customerAddress: CALLER }),
    await earlier('other', { channel: 'sms', customerAddress: CALLER }),
  ];
  await setSamePerson(world.deps, ref, cameron, other.interactionId, false);
  expect(await idsOf(ref)).toEqual([one.interactionId]);
  await entered(other);
  expect(await idsOf(ref)).toEqual([one.interactionId]);
  await expect(readPast(world.deps, ref, cameron, other.interactionId)).rejects.toMatchObject({ code: 'notFound' });
  await setSamePerson(world.deps, ref, cameron, other.interactionId, true);
  expect(new Set(await idsOf(ref))).toEqual(new Set([one.interactionId, other.interactionId]));
  const unknown = setSamePerson(world.deps, ref, cameron, interactionIdOf('nothing'), false);
  await expect(unknown).rejects.toMatchObject({ code: 'notFound' });
});

test('a caller who hides their number has no profile', async () => {
  const ref = await open();
  const stored = (await world.deps.interactions.load(ref))!;
  const facts = { ...stored.interaction.facts, customerAddress: 'anonymous' };
  const hidden = { ...stored, interaction: { ...stored.interaction, facts } };
  const deps = { ...world.deps, interactions: { ...world.deps.interactions, load: async () => hidden } };
  await keepHistory(deps, [
    { eventId: 'e', tenantId: TENANT, interactionId: 'i', channel: 'voice', event: { type: 'opened', at: 0, facts } },
  ]);
  expect(await readHistory(deps, ref, cameron)).toEqual({ address: null, past: [] });
});
