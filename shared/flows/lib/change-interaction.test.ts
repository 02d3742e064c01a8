import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import type { Deps } from './deps';

let world: World;
let thread: { readonly threadId: string; readonly userId: string };

beforeEach(async () => {
  world = await createWorld();
  thread = await startChat(world.deps, { tenantId: TENANT, entryPoint: 'contoso-web', customerName: 'Jane', key: 'k' });
});

const hello = (deps: Deps) =>
  receiveChat(deps, {
    sourceId: 'm1',
    threadId: thread.threadId,
    customerAddress: thread.userId,
    customerName: null,
    text: 'Hello, my printer is broken',
    html: null,
    fileIds: [],
    sentAt: world.deps.clock.now(),
  });

test('given an act, when it is done, then the store lists it already', async () => {
  const listed: boolean[] = [];
  const { perform } = world.deps;
  await hello({
    ...world.deps,
    perform: {
      ...perform,
      act: async (deps, stored, open) => {
        const found = await world.deps.interactions.load(stored.interaction.facts);
        listed.push(found?.openActs.some(({ actId }) => actId === open.actId) ?? false);
        return perform.act(deps, stored, open);
      },
    },
  });
  expect(listed.length).toBeGreaterThan(3);
  expect(listed).not.toContain(false);
});
