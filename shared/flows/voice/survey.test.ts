import { contosoFiles, createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf } from '../../core/lib/ids';
import { publishConfig } from '../admin/publish-config';
import { finishInteraction } from '../agents/finish-interaction';
import { CALLER, givenCall, type GivenCall } from '../given-call.testsuite';
import { leaveInteraction } from '../leave-interaction';

const cameron = agentIdOf('cameron');

let world: World;
let given: GivenCall;

async function surveying(isAsked: boolean): Promise<void> {
  world = await createWorld();
  given = givenCall(world);
  if (isAsked) await publish();
  await world.ready('cameron');
}

async function publish(): Promise<void> {
  const files = contosoFiles().map(({ name, content }) => ({
    name,
    content: content
      .replace('survey: { inChat: true }', 'survey: { textFrom: text-number }')
      .replace(
        '  callbackGivenUp:\n',
        "  callSurvey:\n    en: 'How was it? https://contoso.example/s/{interaction}'\n    de: 'Wie war es? {interaction}'\n    ja: '{interaction}'\n  callbackGivenUp:\n",
      ),
  }));
  await publishConfig(world.deps, {
    ...{ tenantId: TENANT, files, ofDirectory: null, author: { id: 'tests', name: null } },
    ...{ reason: 'Callers are asked.', expectedVersion: null },
  });
  await world.pass(2_000);
}
const texts = () => world.sms.sent.map(({ customerAddress, text }) => [customerAddress, text]);

test('a caller who hangs up after they talked with an agent is asked once, from the number that is configured', async () => {
  await surveying(true);
  const ref = await given.talking(cameron);
  await leaveInteraction(world.deps, ref, 'customerLeft');
  await finishInteraction(world.deps, ref, cameron, 'solved');
  expect(texts()).toEqual([[CALLER, `How was it? https://contoso.example/s/${ref.interactionId}`]]);
});

test('so is one whose agent hung up', async () => {
  await surveying(true);
  const ref = await given.talking(cameron);
  await finishInteraction(world.deps, ref, cameron, 'solved');
  expect(texts()).toHaveLength(1);
});

test('who left the queue, who wants no texts, and the callers of a tenant that does not ask, are not', async () => {
  await surveying(true);
  await leaveInteraction(world.deps, await given.queuedForSupport(), 'customerLeft');
  expect(texts()).toEqual([]);
  await surveying(true);
  await world.deps.directory.setOptedOut(TENANT, '+14255550101', CALLER, true);
  await finishInteraction(world.deps, await given.talking(cameron), cameron, 'solved');
  expect(texts()).toEqual([]);
  await surveying(false);
  await finishInteraction(world.deps, await given.talking(cameron), cameron, 'solved');
  expect(texts()).toEqual([]);
});
