import { createWorld, TENANT, type World } from '../../../tests/contracts/fakes/world';
import { agentIdOf, interactionIdOf, type InteractionRef } from '../../core/lib/ids';
import { agentWork } from '../agents/agent-work';
import { FlowError } from '../lib/flow-error';
import { settleInteraction } from '../settle-interaction';
import { handleCallEvent } from '../voice/handle-call-event';
import { askForCall, type CallRequest } from './ask-for-call';

const KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3e';
const OTHER_KEY = '3f1d8a52-6c3e-4d7f-9b55-2f6a0b1c2d3f';
const HOUR_MS = 3_600_000;
/** In Washington, where it is eight in the morning when the world begins. */
const NUMBER = '+14255550177';
const cameron = agentIdOf('cameron');

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.ready('cameron');
});

const ask = (over: Partial<CallRequest> = {}, from: string | null = null) =>
  askForCall(
    world.deps,
    {
      ...{ tenantId: TENANT, entryPoint: 'reception-number', number: '+1 425 555 0177', customerName: 'Grace' },
      ...{ language: 'ja', at: null, key: KEY },
      ...over,
    },
    from,
  );
const dialled = () => world.calls.asked.filter(({ do: done }) => done === 'dial');
async function open(): Promise<InteractionRef> {
  const head = await world.deps.inbox.head({
    ...{ tenantId: TENANT, channel: 'voice', ourAddress: '+14255550102', customerAddress: `callback:${NUMBER}` },
  });
  return { tenantId: TENANT, interactionId: head?.open?.interactionId ?? interactionIdOf('none') };
}
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return error.details[0]?.message ?? error.code;
  }
}

test('is offered to an agent first, dialled after the accept, and greeted in their language', async () => {
  expect(await ask()).toEqual({ outcome: 'accepted', callFrom: world.deps.clock.now() });
  expect(dialled()).toEqual([]);
  await world.assign();
  await world.accept(cameron);
  expect(dialled()).toMatchObject([{ from: '+14255550102', to: NUMBER }]);
  const ref = await open();
  const report = { eventId: 'e1', callRef: 'call-1', context: null } as const;
  await handleCallEvent(world.deps, ref, { ...report, kind: 'connected' });
  expect(world.calls.asked.at(-1)).toMatchObject({ do: 'prompt', prompt: { language: 'ja', purpose: 'confirm' } });
});

test('for later is offered to nobody before, whoever looks', async () => {
  const at = world.deps.clock.now() + 26 * HOUR_MS;
  expect(await ask({ at })).toEqual({ outcome: 'accepted', callFrom: at });
  const ref = await open();
  const looked = await settleInteraction(world.deps, ref);
  expect(looked.kind === 'open' ? looked.checkAt : 0).toBeLessThanOrEqual(world.deps.clock.now() + 24 * HOUR_MS);
  await world.pass(25 * HOUR_MS);
  await world.ready('cameron');
  await settleInteraction(world.deps, ref);
  await world.assign();
  expect((await agentWork(world.deps, TENANT, cameron)).offers).toEqual([]);
  await world.pass(HOUR_MS);
  await world.ready('cameron');
  await settleInteraction(world.deps, ref);
  await world.assign();
  expect((await agentWork(world.deps, TENANT, cameron)).offers).toHaveLength(1);
});

test('in the night waits for the morning where the number is', async () => {
  // Ten in the evening in Seattle.
  const at = world.deps.clock.now() + 14 * HOUR_MS;
  expect(await ask({ at })).toEqual({ outcome: 'accepted', callFrom: at + 10 * HOUR_MS });
});

test('twice is one call: a repeat of the key, and somebody who asks again', async () => {
  const first = await ask({ at: world.deps.clock.now() + HOUR_MS });
  const ref = await open();
  expect(await ask({ at: world.deps.clock.now() + HOUR_MS })).toEqual(first);
  expect(await ask({ key: OTHER_KEY })).toEqual({ ...first, outcome: 'alreadyWaiting' });
  expect(await open()).toEqual(ref);
});

test.each([
  ['an entry point without a form', { entryPoint: 'main-number' }, 'notFound'],
  ['an entry point that nobody has', { entryPoint: 'nothing' }, 'notFound'],
  ['a word', { number: 'call me' }, 'notE164'],
  ['an emergency number', { number: '+1911' }, 'emergencyNumber'],
  ['a premium number', { number: '+19005550123' }, 'premiumNumber'],
  ['a country that is not served', { number: '+33612345678' }, 'countryNotAllowed'],
  ['an extension', { number: '+14255550177;ext=911' }, 'notE164'],
  ['digits of another script', { number: '+١٤٢٥٥٥٥٠١٧٧' }, 'notE164'],
  ['a time in two months', { at: Date.UTC(2027, 1, 1) }, 'at most 30 days ahead'],
])('%s is refused', async (_what, over, code) => {
  expect(await codeOf(ask(over))).toBe(code);
});

test('who wants nothing of us any more is not called by a form', async () => {
  await world.deps.directory.setOptedOut(TENANT, '+14255550102', NUMBER, true);
  expect(await codeOf(ask())).toBe('optedOut');
});

test('nobody is rung by a flood of forms: it ends by visitor, by address and by number', async () => {
  const many = async (one: (n: number) => Promise<unknown>) => {
    const codes: string[] = [];
    for (let n = 0; n < 25; n += 1) codes.push(await codeOf(one(n)));
    return codes.filter((code) => code === 'accepted').length;
  };
  const keyOf = (n: number) => `${KEY.slice(0, -2)}${n + 10}`;
  const numberOf = (n: number) => `+142555502${n + 10}`;
  expect(await many((n) => ask({ number: numberOf(n) }))).toBe(10);
  expect(await many((n) => ask({ number: numberOf(n), key: keyOf(n) }, '203.0.113.7'))).toBe(20);
  expect(await many((n) => ask({ key: keyOf(n) }, `198.51.100.${n}`))).toBe(5);
});
