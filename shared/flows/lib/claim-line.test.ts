import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { interactionIdOf } from '../../core/lib/ids';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { leaveInteraction } from '../leave-interaction';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };
let headsRead: number;

beforeEach(async () => {
  world = await createWorld();
  const chat = { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' };
  thread = await startChat(world.deps, chat);
  headsRead = 0;
  await world.ready('cameron');
});

const event = (text: string, n: number) => chatWord(world, thread, text, n);

const counting = () => ({
  ...world.deps,
  inbox: {
    ...world.deps.inbox,
    head: (...key: Parameters<World['deps']['inbox']['head']>) => {
      headsRead += 1;
      return world.deps.inbox.head(...key);
    },
  },
});
const begun = () => world.told.filter(({ signal }) => signal === 'started').map(({ interactionId }) => interactionId);

test('given a line that this process knows, when its next text comes, then it joins without asking the inbox', async () => {
  const deps = counting();
  await receiveChat(deps, event('My printer is broken', 1));
  expect(headsRead).toBe(1);
  expect(await receiveChat(deps, event('It burns', 2))).toMatchObject({ kind: 'joined' });
  expect(headsRead).toBe(1);
  expect(begun()).toHaveLength(1);
});

test('given a line whose interaction another process closed, when a text comes, then it opens a new one that continues it', async () => {
  await receiveChat(world.deps, event('My printer is broken', 1));
  const [first = ''] = begun();
  const ref = { tenantId: TENANT, interactionId: interactionIdOf(first) };
  await leaveInteraction(world.otherProcess(), ref, 'customerLeft');
  expect(await receiveChat(world.deps, event('Hello again', 2))).toMatchObject({ kind: 'opened' });
  const second = interactionIdOf(begun()[1] ?? '');
  const stored = await world.deps.interactions.load({ tenantId: TENANT, interactionId: second });
  expect(stored?.interaction.facts.continues?.interactionId).toBe(first);
});

test('given a repeat of a text of an interaction that closed, when the line is known for the next one, then it is known as a repeat', async () => {
  const word = event('My printer is broken', 1);
  await receiveChat(world.deps, word);
  const ref = { tenantId: TENANT, interactionId: interactionIdOf(begun()[0] ?? '') };
  await leaveInteraction(world.deps, ref, 'customerLeft');
  await receiveChat(world.deps, event('Hello again', 2));
  await receiveChat(world.deps, event('Are you there?', 3));
  expect(await receiveChat(world.deps, word)).toEqual({ kind: 'repeated', ref });
});

test('given a thread that this process knows, when its next text comes, then nobody is asked whose it is', async () => {
  let asked = 0;
  const find = (address: string) => {
    asked += 1;
    return world.deps.addresses.find(address);
  };
  const deps = { ...world.deps, addresses: { ...world.deps.addresses, find } };
  await receiveChat(deps, event('My printer is broken', 1));
  await receiveChat(deps, event('It burns', 2));
  expect(asked).toBe(1);
  const other = { ...event('Not mine', 3), customerAddress: '8:acs:somebody-else' };
  expect(await receiveChat(deps, other)).toEqual({ kind: 'notOurs' });
});
