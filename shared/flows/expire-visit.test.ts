import { chatWord } from '../../tests/contracts/fakes/chat-word';
import { contosoFiles, createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import type { InteractionRef } from '../core/lib/ids';
import { publishConfig } from './admin/publish-config';
import { startChat } from './customers/start-chat';
import { receiveChat } from './inbound/receive-chat';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const TURNED_AWAY = '    whenClosed: closed\n    whenNobodySignedIn: nobody\n';

const publish = (overflow: string, closures = '[]', otherwise = TURNED_AWAY, tooLong = 'too-long') =>
  publishConfig(world.deps, {
    tenantId: TENANT,
    files: contosoFiles().map(({ name, content }) => ({
      name,
      content: content
        .replace('    name: Support\n', `    name: Support\n    overflow: ${overflow}\n`)
        .replace('  - id: office\n', `  - id: office\n    closures: ${closures}\n`)
        .split('    queue: support\n')
        .map((part, n) =>
          n === 0 || !name.includes('chat') ? part : part.replace(TURNED_AWAY, otherwise).replace('too-long', tooLong),
        )
        .join('    queue: support\n'),
    })),
    ofDirectory: null,
    author: { id: 'sofia@contoso', name: 'Sofia' },
    reason: 'A fire alarm.',
    expectedVersion: null,
  });

async function waiting(): Promise<InteractionRef> {
  await world.ready('cameron');
  const thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: 'Jane',
    key: 'k',
  });
  const received = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  if (received.kind !== 'opened') throw new Error(received.kind);
  expect(await world.phase(received.ref)).toBe('queued');
  return received.ref;
}

const heard = () => world.chat.sent.at(-1)?.text;

test('given a customer whom the closing of their queue sends on, then the flow says that it is closed', async () => {
  await publish('[{ when: closed, then: leave }]', '[{ from: 2026-11-19 11:01 }]');
  const ref = await waiting();
  await world.pass(60_000);
  expect(await world.phase(ref)).toBe('closed');
  expect(heard()).toContain('We are closed now.');
});

test('where the flow lets customers wait through closed hours, then it goes on as after too long a wait', async () => {
  await publish('[{ when: closed, then: leave }]', '[{ from: 2026-11-19 11:01 }]', '    patient: true\n');
  const ref = await waiting();
  await world.pass(60_000);
  expect(await world.phase(ref)).toBe('closed');
  expect(heard()).toContain('We are sorry for the wait.');
});

test('given a customer who has waited too long by a rule, then the flow says so', async () => {
  await publish('[{ when: { waited: 1 min }, then: leave }]');
  await waiting();
  await world.pass(60_000);
  expect(heard()).toContain('We are sorry for the wait.');
});

test('given a customer whom the flow sends on to another queue, then they keep their place', async () => {
  await publish('[{ when: { waited: 1 min }, then: leave }]', '[]', TURNED_AWAY, 'sales');
  await world.ready('adele');
  const ref = await waiting();
  const began = world.deps.clock.now();
  await world.pass(60_000);
  const phase = (await world.deps.interactions.load(ref))?.interaction.phase;
  const visit = { queueId: 'sales', waitingSince: began, beganAt: began + 60_000 };
  expect(phase).toMatchObject({ visit });
});
