import { createWorld, TENANT, type World } from '../../tests/contracts/fakes/world';
import { finishInteraction } from './agents/finish-interaction';
import { heartbeat } from './agents/set-agent-state';
import { reply } from './agents/reply';
import { receiveSms } from './inbound/receive-sms';
import { reportDelivery } from './inbound/report-delivery';
import { settleInteraction } from './settle-interaction';

let world: World;
let count = 0;

beforeEach(async () => {
  world = await createWorld();
});

const OURS = '+14255550101';
const THEIRS = '+14255550177';
const text = (words: string, n = ++count) =>
  receiveSms(world.deps, {
    sourceId: `sms-${n}`,
    customerAddress: THEIRS,
    ourAddress: OURS,
    externalRef: `${OURS}/${THEIRS}`,
    text: words,
    keyword: 'none',
    sentAt: world.deps.clock.now() + n,
  });

async function talking() {
  const agentId = await world.ready('cameron');
  const received = await text('repair');
  if (received.kind !== 'opened') throw new Error(`The text was ${received.kind}.`);
  if ((await world.phase(received.ref)) === 'selfService') await text('2');
  await world.assign();
  await world.accept(agentId);
  expect(await world.phase(received.ref)).toBe('active');
  return { ref: received.ref, agentId };
}

test('a text finds its agent, the answer is sent with a key, and the report of the carrier is noted', async () => {
  const { ref, agentId } = await talking();
  const { message } = await reply(world.deps, {
    ref,
    agentId,
    text: 'Coming.',
    sourceId: 'a1',
    sentAt: world.deps.clock.now(),
  });
  const sent = world.sms.sent.at(-1);
  expect(sent?.text).toBe('Coming.');
  const delivery = { status: 'delivered', providerId: 'sent-9', at: world.deps.clock.now() } as const;
  expect(await reportDelivery(world.deps, { key: sent?.key ?? null, delivery, optedOut: false, line: null })).toBe(
    'noted',
  );
  expect(await world.deps.messages.delivery(ref, message.key)).toEqual(delivery);
});

test('a text that the carrier could not bring is told to its agent where they wrote it, once', async () => {
  const { ref, agentId } = await talking();
  await reply(world.deps, { ref, agentId, text: 'Coming.', sourceId: 'a1', sentAt: world.deps.clock.now() });
  const key = world.sms.sent.at(-1)?.key ?? null;
  const before = world.desk.shown.length;
  const delivery = { status: 'failed', code: 'unreachable', at: world.deps.clock.now() } as const;
  for (let repeat = 0; repeat < 2; repeat += 1)
    await reportDelivery(world.deps, { key, delivery, optedOut: false, line: null });
  expect(world.desk.shown.slice(before).map(({ text }) => text)).toEqual([
    'Your message did not get through (unreachable). You wrote: Coming.',
  ]);
});

test('STOP is confirmed once, ends the interaction and locks the composer; START lets texts through again', async () => {
  const { ref, agentId } = await talking();
  const before = world.sms.sent.length;
  await text('STOP', 500);
  await text('STOP', 500);
  expect(world.sms.sent.slice(before)).toHaveLength(1);
  expect(await world.phase(ref)).toBe('ended');
  expect(await world.deps.directory.hasOptedOut(TENANT, OURS, THEIRS)).toBe(true);
  const answer = reply(world.deps, { ref, agentId, text: 'But…', sourceId: 'a2', sentAt: world.deps.clock.now() });
  await expect(answer).rejects.toMatchObject({ name: 'FlowError' });
  await text('START');
  expect(await world.deps.directory.hasOptedOut(TENANT, OURS, THEIRS)).toBe(false);
});

test('a customer who is silent is parked, comes back by the next text, and is closed after days', async () => {
  const { ref, agentId } = await talking();
  const later = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed += 2) {
      await heartbeat(world.deps, TENANT, agentId);
      await world.pass(120_000);
    }
  };
  await later(16);
  await settleInteraction(world.deps, ref);
  expect(await world.phase(ref)).toBe('parked');
  await text('Still here');
  expect(['queued', 'alerting']).toContain(await world.phase(ref));
  await world.assign();
  await world.accept(agentId);
  expect(world.desk.shown.at(-1)?.text).toContain('Still here');
  await later(16);
  await settleInteraction(world.deps, ref);
  await world.pass(73 * 3_600_000);
  await settleInteraction(world.deps, ref);
  expect(await world.phase(ref)).toBe('closed');
});

test('a bare thanks after the end is only stored; any other word opens an interaction that knows the agent', async () => {
  const { ref, agentId } = await talking();
  await finishInteraction(world.deps, ref, agentId, 'solved');
  expect(await text('Thank you!')).toEqual({ kind: 'onlyStored', ref });
  expect((await world.deps.messages.list(ref)).at(-1)?.message.text).toBe('Thank you!');
  const later = await text('It broke again, repair please');
  if (later.kind !== 'opened') throw new Error(`The text was ${later.kind}.`);
  const opened = await world.deps.interactions.load(later.ref);
  expect(opened?.interaction.facts.continues).toEqual({ interactionId: ref.interactionId, agentId });
});

test('a number of a country that the tenant does not text gets no answer', async () => {
  const before = world.sms.sent.length;
  const received = await receiveSms(world.deps, {
    sourceId: 'french',
    customerAddress: '+33612345678',
    ourAddress: OURS,
    externalRef: 'x',
    keyword: 'none',
    text: 'Bonjour',
    sentAt: world.deps.clock.now(),
  });
  expect(received.kind).toBe('opened');
  expect(world.sms.sent).toHaveLength(before);
});
