import { readFileSync } from 'node:fs';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import {
  createTestbed,
  contextOf,
  CUSTOMER,
  ringIn,
  ADA,
  CALLBACK,
  type Testbed,
} from '../../local/communication/calls/testbed.testsuite';
import { callsByProvider, createAcsCalls, createTeamsPhoneCalls } from '../../shared/channels/voice';
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
  const httpClient: HttpClient = {
    sendRequest: (request) => real.sendRequest(Object.assign(request, { tlsSettings: { ca } })),
  };
  const access = {
    endpoint: bed.url,
    credential: { getToken: async () => ({ token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient,
    cognitiveServicesEndpoint: 'https://ai.example',
  };
  calls = callsByProvider({
    acs: createAcsCalls(access),
    teamsPhone: createTeamsPhoneCalls({ ...access, resourceId: 'resource-1' }),
  });
});
afterEach(() => bed.close());

const OURS = '+14255550100';
const ada = { teamsUserId: ADA, entraTenantId: 'tenant-1', from: OURS };
const sides = { customer: CUSTOMER, ours: OURS };
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
  const result = await calls.answer({
    key: 'a',
    incomingCallContext: contextOf(bed),
    callbackUrl: CALLBACK,
    transcript: null,
  });
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
  expect(await calls.ring(step('ring'), ada, { topic: 'Sales', details: 'Grace', headers: [] }, 15)).toMatchObject({
    kind: 'done',
  });
  const [teams] = bed.teamsPhones.calls(ADA);
  await bed.teamsPhones.answer(teams!.id);
  await bed.settle();
  expect(meanings()).toContainEqual(
    expect.objectContaining({ context: 'context of ring', meaning: { kind: 'agentJoined', teamsUserId: ADA } }),
  );
  expect(await calls.hold(step('hold'), sides, 'https://app.example/hold.wav')).toMatchObject({ kind: 'done' });
  expect(await calls.unhold(step('unhold'), sides)).toMatchObject({ kind: 'done' });
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
  const ring = () => calls.ring(step('ring'), ada, { topic: 'Sales', details: '', headers: [] }, 15);
  expect(await ring()).toEqual(await ring());
  expect(bed.teamsPhones.calls(ADA)).toHaveLength(1);
  await bed.advance(15_000);
  expect(last()).toMatchObject({ meaning: { kind: 'agentFailed', teamsUserId: ADA, why: 'notAnswered' } });
});

test('a ringing is withdrawn', async () => {
  const { step } = await answer();
  const ring = await calls.ring(step('ring'), ada, { topic: 'Sales', details: '', headers: [] }, 15);
  const invitation = ring.kind === 'done' ? ring.ref : null;
  expect(await calls.remove(step('remove'), ada, invitation)).toMatchObject({ kind: 'done' });
  await bed.settle();
  expect(last()).toMatchObject({ meaning: { kind: 'ringCancelled', invitationRef: invitation } });
});

describe('a call to a Teams resource account', () => {
  const ACCOUNT = '28:orgid:0c0a5050-0000-4000-8000-0000000000d1';
  const softphone = { ...ada, from: ACCOUNT };
  const context = { topic: 'Sales', details: '', headers: [] };

  async function answered() {
    const phone = await bed.phones.placeCall({ from: CUSTOMER, to: ACCOUNT });
    await bed.settle();
    const [event] = bed.grid;
    expect(parseIncomingCall({ type: event!.eventType, data: event!.data })).toMatchObject({ ourAddress: ACCOUNT });
    const result = await calls.answer({
      key: 'a',
      incomingCallContext: contextOf(bed),
      callbackUrl: CALLBACK,
      transcript: null,
    });
    await bed.settle();
    const callRef = result.kind === 'done' ? (result.ref ?? '') : '';
    return { phone, step: (key: string) => ({ callRef, key, context: `context of ${key}` }) };
  }

  test('rings a softphone; the customer is held by music that is played to them, and heard again', async () => {
    const { phone, step } = await answered();
    expect(await calls.ring(step('ring'), softphone, context, 15)).toMatchObject({ kind: 'done' });
    const [rung] = bed.teamsPhones.calls(ADA);
    await bed.teamsPhones.answer(rung!.id);
    await bed.settle();
    expect(meanings()).toContainEqual(
      expect.objectContaining({ context: 'context of ring', meaning: { kind: 'agentJoined', teamsUserId: ADA } }),
    );
    await calls.hold(step('hold'), { customer: CUSTOMER, ours: ACCOUNT }, 'https://app.example/hold.wav');
    expect(bed.phones.call(phone.id)?.hearing).toMatchObject({ kind: 'music', uri: 'https://app.example/hold.wav' });
    await calls.unhold(step('unhold'), { customer: CUSTOMER, ours: ACCOUNT });
    expect(bed.phones.call(phone.id)?.hearing).toMatchObject({ kind: 'people' });
    expect(await calls.remove(step('remove'), softphone, null)).toMatchObject({ kind: 'done' });
  });

  test('takes no Teams client, and Call Automation holds nobody in it', async () => {
    const { step } = await answered();
    expect(await calls.ring(step('ring'), ada, context, 15)).toMatchObject({ kind: 'failed', retryable: false });
    const held = await calls.hold(step('hold'), sides, 'https://app.example/hold.wav');
    expect(held).toMatchObject({ kind: 'failed', retryable: false });
  });

  test('calls a customer on behalf of the account, and no softphone joins a call of a number', async () => {
    const dial = { key: 'd', from: ACCOUNT, callerId: null, to: CUSTOMER, callbackUrl: CALLBACK, transcript: null };
    expect(await calls.dial(dial)).toMatchObject({ kind: 'done' });
    await bed.settle();
    expect(bed.phones.calls(CUSTOMER).at(-1)).toMatchObject({ state: 'ringing', direction: 'received' });
  });
});
