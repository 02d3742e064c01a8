import { chatWord } from '../../../tests/contracts/fakes/chat-word';
import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { shardIdOf } from '../../core/lib/ids';
import type { Entry } from '../../core/routing/entries';
import { publishConfig } from '../admin/publish-config';
import { startChat } from '../customers/start-chat';
import { receiveChat } from '../inbound/receive-chat';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

/** Customers of support are sorted before they wait, and the one that the flow calls gold is Diego's alone for a minute. */
async function publish(when: string, tier = 'gold'): Promise<void> {
  const steps = '[{ for: 1 min, agents: [diego] }, { agents: [cameron] }]';
  const sorting = `  support:\n    kind: set\n    attributes: { tier: ${tier} }\n    next: waiting\n  waiting:\n    kind: queue\n`;
  await publishConfig(world.deps, {
    tenantId: TENANT,
    files: contosoFiles().map(({ name, content }) => ({
      name,
      content: name.includes('chat')
        ? content.replace('  support:\n    kind: queue\n', sorting)
        : content.replace(
            '    name: Support\n',
            `    name: Support\n    rules: [{ id: best, when: "${when}", steps: ${steps}, then: wait }]\n`,
          ),
    })),
    ofDirectory: null,
    author: { id: 'sofia@contoso', name: 'Sofia' },
    reason: 'Gold goes first.',
    expectedVersion: null,
  });
}

/** Jane comes while Cameron is there; gives what became of her. */
async function comes(): Promise<string> {
  await world.ready('cameron');
  const thread = await startChat(world.deps, {
    tenantId: TENANT,
    entryPoint: 'contoso-web',
    customerName: 'Jane',
    key: 'k',
  });
  const received = await receiveChat(world.deps, chatWord(world, thread, 'My printer is broken', 1));
  if (received.kind !== 'opened') throw new Error(received.kind);
  await world.pass(1_000);
  const asked = await world.phase(received.ref);
  await world.pass(60_000);
  return `${asked}, ${await world.phase(received.ref)}`;
}

test('given a customer of whom the condition of a rule holds, then they wait for whom the rule says, and then as it goes on', async () => {
  await publish("tier == 'gold' and channel == 'chat'");
  expect(await comes()).toBe('queued, alerting');
});

test('given one of whom it does not hold, then they are routed as everybody', async () => {
  await publish("tier == 'gold' and channel == 'chat'", 'silver');
  expect(await comes()).toMatch(/^alerting/u);
});

test('the journal says which rule it was, and nothing of what it was judged by', async () => {
  await publish("tier == 'gold'");
  await comes();
  const written: Entry[] = [];
  for await (const segment of world.deps.journal.history({ tenantId: TENANT, shardId: shardIdOf('contoso-main') }, 0))
    if (segment !== 'lost') written.push(...segment.entries);
  const commands = written.map(({ command }) => command);
  expect(commands.filter(({ name }) => name === 'enqueue')).toMatchObject([{ rule: 'best' }]);
  expect(JSON.stringify(written)).not.toMatch(/tier|'gold'/u);
});
