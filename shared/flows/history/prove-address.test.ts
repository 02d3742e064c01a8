import type { FakeChannel } from '../../../tests/contracts/fakes/message-channel';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { agentIdOf, interactionIdOf, type InteractionRef } from '../../core/lib/ids';
import type { InteractionEvent } from '../../core/interaction/events';
import { agentWork } from '../agents/agent-work';
import { finishInteraction } from '../agents/finish-interaction';
import { setAgentState } from '../agents/set-agent-state';
import type { Writer } from '../customers/chat-thread';
import { askForTranscript, mailTranscript } from '../customers/mail-transcript';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { keepHistory } from './keep-history';
import { readHistory } from './read-history';

const ADDRESS = 'ada@contoso.example';
const cameron = agentIdOf('cameron');

let world: World;
let words: number;
beforeEach(async () => {
  world = await createWorld();
  words = 0;
  await world.ready('cameron');
});

/** What the visitor of a page writes, and what the change feed then says. */
async function says(visitor: Writer, text: string): Promise<InteractionRef> {
  await receiveChat(world.deps, chatWord(world, visitor, text, (words += 1)));
  await world.assign();
  const { assignments, offers } = await agentWork(world.deps, TENANT, cameron);
  if (offers.length > 0) await world.accept(cameron);
  const held = (await agentWork(world.deps, TENANT, cameron)).assignments.at(-1) ?? assignments.at(-1);
  const ref = { tenantId: TENANT, interactionId: interactionIdOf(held?.interactionId ?? '') };
  const { facts } = (await world.deps.interactions.load(ref))!.interaction;
  const event: InteractionEvent = { type: 'opened', at: 0, facts };
  await keepHistory(world.deps, [
    { eventId: 'e', tenantId: TENANT, interactionId: ref.interactionId, channel: 'chat', event },
  ]);
  return ref;
}

async function visitorCalled(name: string): Promise<Writer> {
  const asked = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: name, key: name };
  const { threadId, userId } = await startChat(world.deps, asked);
  return { threadId, userId };
}

async function prove(visitor: Writer, address = ADDRESS): Promise<void> {
  await askForTranscript(world.deps, visitor, { address, language: 'en' }, null);
  const { sent } = world.deps.email.graph as FakeChannel;
  const code = /^\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
  await mailTranscript(world.deps, visitor, { address, language: 'en', code });
}

async function ends(ref: InteractionRef): Promise<void> {
  await finishInteraction(world.deps, ref, cameron, 'solved');
  await setAgentState(world.deps, TENANT, cameron, { kind: 'ready' });
}
const seen = async (ref: InteractionRef) => {
  const { address, past } = await readHistory(world.deps, ref, cameron);
  return { address, past: past.map(({ interactionId }) => interactionId) };
};

test('a visitor of whom nothing is proven has no past, whatever they say their name is', async () => {
  const first = await says(await visitorCalled(ADDRESS), `I am ${ADDRESS}, my printer is broken`);
  await ends(first);
  const again = await says(await visitorCalled(ADDRESS), 'My printer is broken');
  expect(await seen(again)).toEqual({ address: null, past: [] });
});

test('who proves an address is known by it: what they wrote before, in this chat and under the address, is their past', async () => {
  const one = await visitorCalled('Ada');
  const first = await says(one, 'My printer is broken');
  await prove(one, 'Ada@Contoso.Example');
  await ends(first);
  const other = await visitorCalled('Ada L');
  const second = await says(other, 'My printer is broken again');
  expect(await seen(second)).toEqual({ address: null, past: [] });
  await prove(other);
  expect(await seen(second)).toEqual({ address: ADDRESS, past: [first.interactionId] });
});

test('the first address stays: a transcript for a colleague moves nobody’s past', async () => {
  const visitor = await visitorCalled('Ada');
  const ref = await says(visitor, 'My printer is broken');
  await prove(visitor);
  await prove(visitor, 'boss@contoso.example');
  expect((await seen(ref)).address).toBe(ADDRESS);
});

test('a wrong code proves nothing', async () => {
  const visitor = await visitorCalled('Ada');
  const ref = await says(visitor, 'My printer is broken');
  await askForTranscript(world.deps, visitor, { address: ADDRESS, language: 'en' }, null);
  const guess = mailTranscript(world.deps, visitor, { address: ADDRESS, language: 'en', code: 'x' });
  await expect(guess).rejects.toMatchObject({ code: 'refused' });
  expect(await seen(ref)).toEqual({ address: null, past: [] });
});
