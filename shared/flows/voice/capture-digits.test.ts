import { createWorld, type World } from '../../../tests/contracts/fakes/world';
import type { InteractionRef } from '../../core/lib/ids';
import type { Captured, Sealed } from '../../ports/look-ups';
import { RECORDING_REF } from '../acts/call-ref';
import { behind } from '../given-behind.testsuite';
import { receiveCall } from '../inbound/receive-call';
import { settleInteraction } from '../settle-interaction';
import { handleCallEvent, type CallReport } from './handle-call-event';

const CARD = '4111111111111111';
const EXPIRY = '1228';
const CODE = '8642';

let world: World;
let ref: InteractionRef;
let given: Sealed[];
let count = 0;

const lastContext = () => {
  const asked = world.calls.asked.findLast((one) => one.do === 'prompt');
  return asked !== undefined && 'context' in asked ? asked.context : null;
};
const report = (told: CallReport, context: string | null = lastContext()) =>
  handleCallEvent(world.deps, ref, { ...told, eventId: `e${++count}`, callRef: 'call-1', context });
const press = (digits: string, context?: string | null) => report({ kind: 'gathered', digits, words: null }, context);
const said = () => {
  const asked = world.calls.asked.findLast((one) => one.do === 'prompt');
  return asked?.do === 'prompt' ? asked.prompt.say.join(' ') : '';
};
const stored = async () => {
  const found = await world.deps.interactions.load(ref);
  if (found === undefined) throw new Error('There is no such interaction.');
  return found;
};
/** Everything that is kept or was told to anybody but the payments. */
const everything = async () =>
  JSON.stringify([
    await stored(),
    await world.deps.interactions.timeline(ref),
    await world.deps.messages.list(ref),
    ...[world.calls.asked, world.published, world.streamed, world.told, world.warnings, [...world.files.keys()]],
  ]);

/** A caller of Contoso's reception who has chosen to pay. */
async function paying(answer: (sealed: Sealed) => Captured): Promise<void> {
  world = await createWorld();
  given = [];
  world.lookUps.take = (sealed) => {
    given.push(sealed);
    return answer(sealed);
  };
  const received = await receiveCall(world.deps, {
    ...{ from: '+14255550199', callerName: null, to: '+14255550102', trunk: null, headers: [], callId: 'carrier-1' },
    ...{ incomingCallContext: 'context', raisedAt: world.deps.clock.now() },
  });
  if (received.kind !== 'opened') throw new Error(`The call was ${received.kind}.`);
  ref = received.ref;
  await report({ kind: 'connected' });
  await press('1');
  await press('4');
  expect(said()).toContain('Please enter the number of your card');
}
const taken = (): Captured => ({ kind: 'taken', values: { lastFour: '1111', cardBrand: 'Visa' } });

test('the digits reach the payments, field by field, and stand nowhere else', async () => {
  await paying(taken);
  await press(`${CARD}#`);
  await press(EXPIRY);
  await press(`${CODE}#`);
  expect(said()).toContain('Thank you. We have charged your card that ends in 1111.');
  const { interactionId } = ref;
  expect(given.map(({ field, digits }) => [field, digits])).toEqual([
    ['cardNumber', CARD],
    ['expiry', EXPIRY],
    ['code', CODE],
  ]);
  expect(new Set(given.map(({ key }) => key)).size).toBe(3);
  expect(given.every((one) => one.interactionId === interactionId)).toBe(true);
  expect((await stored()).interaction.phase).toMatchObject({ memory: { card: '•••• 1111', code: '••••' } });
  const all = await everything();
  expect([CARD, CARD.slice(0, 7), EXPIRY, CODE].filter((digits) => all.includes(digits))).toEqual([]);
});

test('a system that repeats the digits to us is not believed with them', async () => {
  await paying(({ digits }) => ({
    kind: 'taken',
    values: { lastFour: digits, cardBrand: `no ${digits.slice(2, 12)}` },
  }));
  await press(`${CARD}#`);
  expect((await stored()).interaction.phase).toMatchObject({ memory: { lastFour: '••••', cardBrand: '••••' } });
  expect(await everything()).not.toContain('1111111');
});

test('what is no card number, or is refused, is asked for again, and leads on after three', async () => {
  await paying(() => ({ kind: 'refused' }));
  await press('41#');
  expect(given).toEqual([]);
  expect(said()).toContain('That is no card number');
  await press(`${CARD}#`);
  expect(given).toHaveLength(1);
  await report({ kind: 'silence' });
  expect(said()).toBe('We could not take your card.');
});

test('payments that cannot be reached lose nobody, and the log says why without the digits', async () => {
  await paying(() => ({ kind: 'failed', why: 'timedOut' }));
  await press(`${CARD}#`);
  expect(said()).toBe('We cannot take cards at the moment.');
  expect(world.warnings.join()).toContain('timedOut');
  expect(await everything()).not.toContain(CARD);
});

test('whoever dies before the flow has moved on is given the digits again, under the same key', async () => {
  let dies = true;
  await paying(() => {
    if (!dies) return taken();
    throw new Error('the process died');
  });
  await expect(press(`${CARD}#`)).rejects.toThrow('died');
  dies = false;
  await press(`${CARD}#`);
  expect(new Set(given.map(({ key }) => key)).size).toBe(1);
  expect(said()).toContain('Now the month');
});

test('a report that comes again, or late, gives nobody anything', async () => {
  await paying(taken);
  const context = lastContext();
  await press(`${CARD}#`);
  await press(`${CARD}#`, context);
  expect(given).toHaveLength(1);
  expect(said()).toContain('Now the month');
  await report({ kind: 'silence' }, context);
  expect(await everything()).not.toContain(CARD);
});

test('a recording that goes on from an earlier agent ends before the question is put', async () => {
  await paying(taken);
  world.calls.fail('outage');
  await press(`${CARD}#`);
  world.calls.fail(null);
  const { etag, interaction, openActs, refs } = await stored();
  const recorded = { ...refs, [RECORDING_REF]: 'recording-9' };
  await world.deps.interactions.save({ interaction, openActs, refs: recorded, events: [] }, etag);
  await world.pass(60_000);
  await settleInteraction(world.deps, ref);
  const asked = world.calls.asked.map((one) => one.do);
  expect(asked.slice(-2)).toEqual(['stopRecording', 'prompt']);
  expect((await stored()).refs[RECORDING_REF]).toBe('');
});

test('given a process that reads the call as it was before it was asked, then the digits reach the payments all the same', async () => {
  await paying(taken);
  const asked = await stored();
  await press(`${CARD}#`);
  await handleCallEvent(behind(world, asked), ref, {
    ...{ kind: 'gathered', digits: EXPIRY, words: null, eventId: 'at once', callRef: 'call-1' },
    context: lastContext(),
  });
  expect(given.map(({ digits }) => digits)).toEqual([CARD, EXPIRY]);
});
