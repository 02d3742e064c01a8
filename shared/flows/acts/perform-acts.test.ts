import { createWorld, TENANT } from '../../../tests/contracts/fakes/world';
import type { Act } from '../../core/interaction/acts';
import { agentIdOf } from '../../core/lib/ids';
import { finishInteraction } from '../agents/finish-interaction';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';
import { performActs } from './perform-acts';

test('given an interaction that closed, when acts are still listed, then none of them begins anything', async () => {
  const world = await createWorld();
  const { threadId, userId } = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: 'Jane',
    key: 'k',
  });
  const cameron = await world.ready('cameron');
  const opened = await receiveChat(world.deps, {
    sourceId: 'm1',
    threadId,
    customerAddress: userId,
    customerName: null,
    text: 'My printer is broken',
    html: null,
    fileIds: [],
    sentAt: world.deps.clock.now(),
  });
  if (opened.kind !== 'opened') throw new Error(`It was ${opened.kind}.`);
  await world.assign();
  await world.accept(cameron);
  await finishInteraction(world.deps, opened.ref, cameron, 'solved');
  const stored = await world.deps.interactions.load(opened.ref);
  if (stored?.interaction.phase.name !== 'closed') throw new Error('It did not close.');

  const done: Act['kind'][] = [];
  const deps = {
    ...world.deps,
    perform: {
      ...world.deps.perform,
      act: async (_deps: unknown, _stored: unknown, { act }: { readonly act: Act }) => {
        done.push(act.kind);
        return { kind: 'done' } as const;
      },
    },
  };
  const acts: readonly Act[] = [
    { kind: 'relayWaiting', agentId: agentIdOf('cameron') },
    { kind: 'holdCustomer' },
    { kind: 'leaveInbox' },
  ];
  const listed = acts.map((act, n) => ({ actId: `9/${n}`, act, listedAt: 0, claimedUntil: 0, tries: 0 }));
  await performActs(deps, stored, listed);
  expect(done).toEqual(['leaveInbox']);
});
