import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, interactionIdOf, type InteractionRef } from '../../core/lib/ids';
import { FlowError } from '../lib/flow-error';
import { handleCallEvent, type CallReport } from '../voice/handle-call-event';
import { receiveSms } from '../inbound/receive-sms';
import { agentWork } from './agent-work';
import { finishInteraction } from './finish-interaction';
import { handleInteraction } from './handle-interaction';
import { callOut, ownNumbers, textOut, type ReachOut } from './reach-out';

const KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3e';
/** In Washington, where it is eight in the morning when the world begins. */
const NUMBER = '+14255550177';
const HOUR_MS = 3_600_000;
const cameron = agentIdOf('cameron');

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

const request = (over: Partial<ReachOut> = {}): ReachOut => ({
  ...{ tenantId: TENANT, agentId: cameron, to: '+1 (425) 555-0177', from: 'reception-number' },
  ...{ about: null, consentGiven: true, key: KEY },
  ...over,
});
const call = (over: Partial<ReachOut> = {}) => callOut(world.deps, request(over));
const text = (over: Partial<ReachOut> = {}) =>
  textOut(world.deps, { ...request({ from: 'text-number', ...over }), text: 'Your order is here.' });
const asked = (what: string) => world.calls.asked.filter(({ do: done }) => done === what);
const refOf = async (promise: ReturnType<typeof call>): Promise<InteractionRef> => (await promise).interaction.facts;
let count = 0;
const report = (ref: InteractionRef, told: CallReport) =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${(count += 1)}`, callRef: 'call-1', context: null });
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return error.details[0]?.message ?? error.code;
  }
}
const units = async () => (await agentWork(world.deps, TENANT, cameron)).assignments.length;

describe("an agent's own call", () => {
  test('rings the customer, then the agent in Teams, and is theirs from Connect to the notes', async () => {
    const ref = await refOf(call());
    expect(asked('dial')).toMatchObject([{ from: '+14255550102', to: NUMBER }]);
    expect(asked('ring')).toEqual([]);
    await report(ref, { kind: 'connected' });
    // Nobody is asked to press a key: the agent hears who answered.
    expect(asked('prompt')).toEqual([]);
    expect(asked('ring')).toHaveLength(1);
    await handleInteraction(world.deps, ref, cameron, 'connect');
    expect(await world.phase(ref)).toBe('active');
    await finishInteraction(world.deps, ref, cameron, 'solved');
    expect(await world.phase(ref)).toBe('closed');
    // It is no customer's wait: it counts in no queue.
    const types = (await world.deps.interactions.timeline(ref)).map(({ event: { type } }) => type);
    expect(types).not.toContain('visitEnded');
  });

  test('a repeat of the key is the same call', async () => {
    const ref = await refOf(call());
    expect(await refOf(call())).toEqual(ref);
    expect(asked('dial')).toHaveLength(1);
  });

  test('that is not answered is over: the agent is told and free, and the customer is not called again', async () => {
    const ref = await refOf(call());
    await report(ref, { kind: 'disconnected', dialled: 'busy' });
    const stored = await world.deps.interactions.load(ref);
    expect(stored?.interaction.phase).toMatchObject({ name: 'closed', reason: 'notReached' });
    expect(world.desk.shown.map(({ text: words }) => words)).toContain('The customer was not reached; you are free.');
    expect(await units()).toBe(0);
    expect(world.sms.sent).toEqual([]);
  });

  test('with both lines taken is refused, the agent is free, and it works when one is free', async () => {
    const now = world.deps.clock.now();
    const lines = { tenantId: TENANT, number: '+14255550102', lines: 2, now, until: now + HOUR_MS };
    await world.deps.outboundLines.take({ ...lines, key: 'a' });
    await world.deps.outboundLines.take({ ...lines, key: 'b' });
    expect(await codeOf(call())).toBe('noLine');
    expect([asked('dial').length, await units()]).toEqual([0, 0]);
    await world.deps.outboundLines.free(TENANT, '+14255550102', 'a');
    expect(await codeOf(call({ key: KEY.replace('3f', '4f') }))).toBe('done');
  });

  test('of an agent who is not Ready or has a call leaves nothing behind', async () => {
    await call();
    expect(await codeOf(call({ key: KEY.replace('3f', '4f'), to: '+14255550178' }))).toBe('noRoom');
    expect(asked('dial')).toHaveLength(1);
    expect(
      await world.deps.inbox.head({
        ...{ tenantId: TENANT, channel: 'voice', ourAddress: '+14255550102' },
        customerAddress: `outbound:cameron:${KEY.replace('3f', '4f')}`,
      }),
    ).toMatchObject({ open: null });
  });

  test.each([
    ['an emergency number', { to: '+1911' }, 'emergencyNumber'],
    ['a bare emergency number', { to: '112' }, 'notE164'],
    ['a premium number', { to: '+19005550123' }, 'premiumNumber'],
    ['a satellite phone', { to: '+881612345678' }, 'satelliteNumber'],
    ['a country that is not served', { to: '+33612345678' }, 'countryNotAllowed'],
    ['an extension', { to: '+14255550177,,911' }, 'notE164'],
    ['digits of another script', { to: '+１４２５５５５０１７７' }, 'notE164'],
    ['somebody who never agreed', { consentGiven: false }, 'noConsent'],
    ['a number of another queue', { from: 'nothing' }, 'notFound'],
    ['a number that only texts', { from: 'text-number' }, 'notFound'],
    ["somebody else's interaction", { about: interactionIdOf('none') }, 'notFound'],
  ])('to %s is refused', async (_what, over, code) => {
    expect(await codeOf(call(over))).toBe(code);
    expect(asked('dial')).toEqual([]);
  });

  test('at night is refused, and to whoever wants nothing of us', async () => {
    await world.pass(14 * HOUR_MS);
    await world.ready('cameron');
    expect(await codeOf(call())).toBe('quietHours');
    await world.pass(12 * HOUR_MS);
    await world.deps.directory.setOptedOut(TENANT, '+14255550102', NUMBER, true);
    expect(await codeOf(call())).toBe('optedOut');
  });

  test('about a matter of theirs needs no other consent, and continues it; about another customer it is refused', async () => {
    const { seen } = await text();
    const about = seen.interaction.facts.interactionId;
    await finishInteraction(world.deps, seen.interaction.facts, cameron, 'solved');
    const key = KEY.replace('3f', '4f');
    const ref = await refOf(call({ consentGiven: false, about, key }));
    const stored = await world.deps.interactions.load(ref);
    expect(stored?.interaction.facts.continues).toEqual({ interactionId: about, agentId: 'cameron' });
    expect(await codeOf(call({ about, to: '+14255550178', key: KEY.replace('3f', '5f') }))).toBe('otherCustomer');
  });
});

describe("an agent's own text", () => {
  test('leaves from the number, and the answer comes back to the agent', async () => {
    const { seen, replied } = await text();
    expect(world.sms.sent).toMatchObject([
      { ourAddress: '+14255550101', customerAddress: NUMBER, text: 'Your order is here.' },
    ]);
    expect(replied.message.author).toMatchObject({ kind: 'agent', id: 'cameron' });
    const ref = seen.interaction.facts;
    expect(await world.phase(ref)).toBe('active');
    const at = world.deps.clock.now();
    const answered = await receiveSms(world.deps, {
      ...{ customerAddress: NUMBER, ourAddress: '+14255550101', text: 'Great', sourceId: 's1', sentAt: at },
      ...{ externalRef: NUMBER, keyword: 'none' },
    });
    expect(answered).toMatchObject({ kind: 'joined', ref: { interactionId: ref.interactionId } });
    expect(world.desk.shown.map(({ text: words }) => words)).toContainEqual(expect.stringContaining('Great'));
  });

  test('a repeat of the key is sent once; a second one goes into the same conversation', async () => {
    const first = await text();
    await text();
    expect(world.sms.sent).toHaveLength(1);
    const second = await text({ key: KEY.replace('3f', '4f') });
    expect(world.sms.sent).toHaveLength(2);
    expect(second.seen.interaction.facts.interactionId).toBe(first.seen.interaction.facts.interactionId);
  });

  test("into somebody else's conversation is refused", async () => {
    await text();
    await world.ready('diego');
    expect(await codeOf(text({ agentId: agentIdOf('diego'), key: KEY.replace('3f', '4f') }))).toBe('refused');
    expect(world.sms.sent).toHaveLength(1);
  });

  test('to whoever said STOP is refused', async () => {
    await world.deps.directory.setOptedOut(TENANT, '+14255550101', NUMBER, true);
    expect(await codeOf(text())).toBe('optedOut');
    expect(world.sms.sent).toEqual([]);
  });
});

test('the numbers of an agent are those of their queues', async () => {
  const { numbers, countries } = await ownNumbers(world.deps, TENANT, cameron);
  expect(numbers.map(({ id }) => id)).toEqual(['main-number', 'reception-number', 'text-number']);
  expect(countries).toContain('US');
});
