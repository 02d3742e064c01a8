import { readFileSync } from 'node:fs';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import {
  createTestbed,
  contextOf,
  CUSTOMER,
  ringIn,
  ADA,
  CALLBACK,
  type Testbed,
} from '../../local/communication/calls/testbed.testsuite';
import { createAcsCalls } from '../../shared/channels/voice';
import { parseCallbacks, parseIncomingCall } from '../../shared/channels/voice/parse';
import type { Prompt } from '../../shared/core/interaction/acts';
import type { CallChannel } from '../../shared/ports/channels';

/** The app's own voice channel against the local Call Automation: one call from the ringing to the end. */
let bed: Testbed;
let calls: CallChannel;

beforeEach(async () => {
  bed = await createTestbed();
  const real = createDefaultHttpClient();
  const ca = readFileSync(bed.caFile, 'utf8');
  calls = createAcsCalls({
    endpoint: bed.url,
    credential: { getToken: async () => ({ token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: { sendRequest: (request) => real.sendRequest(Object.assign(request, { tlsSettings: { ca } })) },
    cognitiveServicesEndpoint: 'https://ai.example',
  });
});
afterEach(() => bed.close());

const ada = { teamsUserId: ADA };
const menu: Prompt = {
  say: ['Welcome.', 'Press 1 or say sales.'],
  language: 'en-GB',
  turn: 1,
  gather: { kind: 'choices', digits: ['1', '2'], words: ['sales'], timeoutMs: 5_000, bargeIn: true },
  spoken: null,
  voice: null,
  purpose: 'flow',
};
const meanings = () => bed.received.flatMap(({ event }) => parseCallbacks([event]));
const last = () => meanings().findLast((one) => one.kind === 'callback');

async function answer() {
  const phone = await ringIn(bed);
  const [event] = bed.grid;
  const incoming = parseIncomingCall({ type: event!.eventType, data: event!.data });
  expect(incoming).toMatchObject({ kind: 'incomingCall', customerAddress: CUSTOMER, customerName: 'Grace' });
  const result = await calls.answer({ key: 'a', incomingCallContext: contextOf(bed), callbackUrl: CALLBACK });
  const callRef = result.kind === 'done' ? (result.ref ?? '') : '';
  await bed.settle();
  const step = (key: string) => ({ callRef, key, context: `context of ${key}` });
  return { phone, step };
}

test('a customer chooses, waits, talks with an agent and hangs up', async () => {
  const { phone, step } = await answer();
  expect(await calls.prompt(step('menu'), CUSTOMER, menu)).toEqual({ kind: 'done', ref: null });
  await bed.phones.press(phone.id, '1');
  await bed.settle();
  expect(last()).toMatchObject({ context: 'context of menu', meaning: { kind: 'gathered', by: 'digits', value: '1' } });

  await calls.treat(step('music'), CUSTOMER, { kind: 'music', uri: 'https://app.example/a.wav' });
  expect(bed.phones.call(phone.id)?.hearing).toMatchObject({ kind: 'music' });
  expect(await calls.ring(step('ring'), ada, { topic: 'Sales', details: 'Grace' }, 15)).toMatchObject({ kind: 'done' });
  const [teams] = bed.teamsPhones.calls(ADA);
  await bed.teamsPhones.answer(teams!.id);
  await bed.settle();
  expect(meanings()).toContainEqual(
    expect.objectContaining({ context: 'context of ring', meaning: { kind: 'agentJoined', teamsUserId: ADA } }),
  );
  expect(await calls.hold(step('hold'), CUSTOMER, 'https://app.example/hold.wav')).toMatchObject({ kind: 'done' });
  expect(await calls.unhold(step('unhold'), CUSTOMER)).toMatchObject({ kind: 'done' });
  expect(await calls.remove(step('remove'), ada, null)).toMatchObject({ kind: 'done' });
  await bed.phones.hangUp(phone.id);
  await bed.settle();
  expect(last()).toMatchObject({ meaning: { kind: 'disconnected' } });
  expect(await calls.hangUp(step('end'))).toEqual({ kind: 'gone' });
});

test.each([
  ['say sales', (id: string) => bed.phones.say(id, 'sales please'), { kind: 'gathered', by: 'words', value: 'sales' }],
  ['say nothing', () => bed.advance(10_000), { kind: 'gatherFailed', why: 'silence' }],
])('customers %s', async (_what, act, meaning) => {
  const { phone, step } = await answer();
  await calls.prompt(step('menu'), CUSTOMER, menu);
  await act(phone.id);
  await bed.settle();
  expect(last()).toMatchObject({ meaning });
});

test('a ring repeated rings once, and one that is not answered says so', async () => {
  const { step } = await answer();
  const ring = () => calls.ring(step('ring'), ada, { topic: 'Sales', details: '' }, 15);
  expect(await ring()).toEqual(await ring());
  expect(bed.teamsPhones.calls(ADA)).toHaveLength(1);
  await bed.advance(15_000);
  expect(last()).toMatchObject({ meaning: { kind: 'agentFailed', teamsUserId: ADA, why: 'notAnswered' } });
});

test('a ringing is withdrawn', async () => {
  const { step } = await answer();
  const ring = await calls.ring(step('ring'), ada, { topic: 'Sales', details: '' }, 15);
  const invitation = ring.kind === 'done' ? ring.ref : null;
  expect(await calls.remove(step('remove'), ada, invitation)).toMatchObject({ kind: 'done' });
  await bed.settle();
  expect(last()).toMatchObject({ meaning: { kind: 'ringCancelled', invitationRef: invitation } });
});
