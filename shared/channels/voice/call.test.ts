import { createCallsStub } from '../../../tests/contracts/fakes/calls-stub';
import { createHttpStub, type StubAnswer } from '../../../tests/contracts/fakes/http-stub';
import type { Prompt } from '../../core/interaction/acts';
import { createAcsCalls } from './acs';

const step = { callRef: 'call-1', key: 'key-1', context: 'context-1' };
const customer = '+14255550123';
const ada = {
  teamsUserId: '0a0b0c0d-0000-4000-8000-000000000001',
  entraTenantId: '0c0a5050-0000-4000-8000-000000000001',
  from: '+14255550100',
};

function setUp(acs = createCallsStub()) {
  const { credential, httpClient, requests } = acs;
  const calls = createAcsCalls({
    endpoint: 'https://acs.example',
    credential,
    httpClient,
    cognitiveServicesEndpoint: 'https://ai.example',
  });
  return { calls, requests, last: () => requests.at(-1) };
}
const prompt = (change: Partial<Prompt>): Prompt => ({
  say: ['Welcome.', 'Press 1.'],
  language: 'en-GB',
  turn: 1,
  gather: null,
  spoken: null,
  voice: null,
  purpose: 'flow',
  ...change,
});
const gather = (digits: string[], words: string[] = []) =>
  ({ kind: 'choices', digits, words, timeoutMs: 4_200, bargeIn: true }) as const;

test('answering names the resource that speaks', async () => {
  const { calls, last } = setUp();
  await calls.answer({
    key: 'key-1',
    incomingCallContext: 'secret',
    callbackUrl: 'https://app.example/x',
    transcript: null,
  });
  expect(last()).toMatchObject({
    path: '/calling/callConnections:answer',
    body: {
      incomingCallContext: 'secret',
      callbackUri: 'https://app.example/x',
      operationContext: 'key-1',
      callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' },
    },
  });
});

describe('prompts', () => {
  test('without an answer they are played, instead of what played before', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({}));
    expect(last()?.path).toBe('/calling/callConnections/call-1:play');
    expect(last()?.body).toMatchObject({
      playSources: [{ kind: 'text', text: { text: 'Welcome. Press 1.', sourceLocale: 'en-GB' } }],
      interruptCallMediaOperation: true,
      operationContext: 'context-1',
      playOptions: { loop: false },
    });
  });

  test('a language with a voice of its own is spoken by it', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({ language: 'de-DE', voice: 'de-DE-KatjaNeural' }));
    expect(last()?.body['playSources']).toEqual([
      { kind: 'text', text: { text: 'Welcome. Press 1.', voiceName: 'de-DE-KatjaNeural' } },
    ]);
  });

  test('with keys they listen for one key of the customer, and the customer may press before the end', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({ gather: gather(['1', '2']) }));
    expect(last()?.path).toBe('/calling/callConnections/call-1:recognize');
    expect(last()?.body).toMatchObject({
      recognizeInputType: 'dtmf',
      playPrompt: { kind: 'text' },
      interruptCallMediaOperation: true,
      operationContext: 'context-1',
      recognizeOptions: {
        interruptPrompt: true,
        initialSilenceTimeoutInSeconds: 5,
        targetParticipant: { rawId: '4:+14255550123' },
        dtmfOptions: { maxTonesToCollect: 1 },
      },
    });
  });

  test('numbers of different lengths end with the pound key', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({ gather: gather(['1', '300']) }));
    expect(last()?.body).toMatchObject({
      recognizeOptions: { dtmfOptions: { maxTonesToCollect: 3, stopTones: ['pound'] } },
    });
  });

  test('with words they listen for speech too, and every key can be said', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({ gather: gather(['1'], ['sales']) }));
    expect(last()?.body).toMatchObject({
      recognizeInputType: 'choices',
      recognizeOptions: {
        speechLanguage: 'en-GB',
        choices: [
          { label: '1', phrases: ['one'], tone: 'one' },
          { label: 'sales', phrases: ['sales'] },
        ],
      },
    });
  });

  test('silence can be listened to', async () => {
    const { calls, last } = setUp();
    await calls.prompt(step, customer, prompt({ say: [], gather: gather(['1']) }));
    expect(last()?.body).not.toHaveProperty('playPrompt');
  });
});

test('music and announcements end, so that the next piece can follow', async () => {
  const { calls, requests } = setUp();
  await calls.treat(step, customer, { kind: 'music', uri: 'https://app.example/a.wav' });
  await calls.treat(step, customer, { kind: 'say', text: 'You are next.', language: 'de', voice: 'de-DE-KatjaNeural' });
  expect(requests.map(({ body }) => [body['playSources'], body['playOptions']])).toEqual([
    [[{ kind: 'file', file: { uri: 'https://app.example/a.wav' } }], { loop: false }],
    [[{ kind: 'text', text: { text: 'You are next.', voiceName: 'de-DE-KatjaNeural' } }], { loop: false }],
  ]);
});

test('a customer on hold hears music, and nobody hears what played before', async () => {
  const { calls, requests, last } = setUp();
  await calls.hold(step, { customer: 'anonymous', ours: '+14255550100' }, 'https://app.example/a.wav');
  expect(requests[0]?.path).toBe('/calling/callConnections/call-1:cancelAllMediaOperations');
  expect(last()?.body).toMatchObject({
    targetParticipant: { rawId: '4:anonymous' },
    playSourceInfo: { kind: 'file', file: { uri: 'https://app.example/a.wav' } },
    operationContext: 'context-1',
  });
});

test('an agent rings in Teams, is told why, and not for ever', async () => {
  const { calls, last } = setUp();
  await calls.ring(step, ada, { topic: 'x'.repeat(60), details: 'Grace about an order', headers: [] }, 15);
  expect(last()?.body).toMatchObject({
    participantToAdd: { microsoftTeamsUser: { userId: ada.teamsUserId } },
    invitationTimeoutInSeconds: 15,
    operationContext: 'context-1',
    customCallingContext: {
      teamsPhoneCallDetails: { callTopic: 'x'.repeat(48), callContext: 'Grace about an order' },
    },
  });
});

test('an agent who rings is cancelled and removed, one in the call only removed', async () => {
  const { calls, requests } = setUp();
  await calls.remove(step, ada, 'invitation-1');
  await calls.remove(step, ada, null);
  expect(requests.map(({ path, body }) => [path.split(':').at(-1), body['operationContext']])).toEqual([
    ['cancelAddParticipant', 'context-1'],
    ['remove', 'context-1'],
    ['remove', 'context-1'],
  ]);
});

test('an agent who is not in the call any more counts as removed', async () => {
  const { calls } = setUp({
    ...createCallsStub(),
    ...createHttpStub(({ path }): StubAnswer =>
      path.endsWith(':remove') ? { status: 404 } : { status: 202, body: {} },
    ),
  });
  expect(await calls.remove(step, ada, 'invitation-1')).toEqual({ kind: 'done', ref: null });
});

test('the same step carries the same id in every process, other steps and operations another', async () => {
  const idsOf = async () => {
    const { calls, requests } = setUp();
    await calls.ring(step, ada, { topic: '', details: '', headers: [] }, 15);
    await calls.hangUp(step);
    await calls.hangUp({ ...step, key: 'key-2' });
    return requests.map(({ headers }) => headers['repeatability-request-id']);
  };
  const [first, second] = [await idsOf(), await idsOf()];
  expect(second).toEqual(first);
  expect(new Set(first).size).toBe(3);
});

test('steps side by side do not mix their ids', async () => {
  const { calls, requests } = setUp();
  await Promise.all(['a', 'b', 'a', 'b'].map((key) => calls.hangUp({ ...step, key })));
  const ids = requests.map(({ headers }) => headers['repeatability-request-id']);
  expect(new Set(ids).size).toBe(2);
});

test.each([
  [{ status: 400, body: { error: { code: '8501', message: 'Not established.' } } }, { kind: 'gone' }],
  [
    { status: 400, body: { error: { code: '8500', message: 'Bad.' } } },
    { kind: 'failed', retryable: false, detail: '400 8500' },
  ],
  [{ status: 403 }, { kind: 'failed', retryable: false }],
  [{ status: 429 }, { kind: 'failed', retryable: true }],
  [{ status: 500 }, { kind: 'failed', retryable: true }],
  ['noAnswer', { kind: 'failed', retryable: true, detail: 'noAnswer ECONNRESET' }],
] as const)('the service answers %j -> %j', async (answer, expected) => {
  const { calls } = setUp({ ...createCallsStub(), ...createHttpStub(() => answer) });
  expect(await calls.hangUp(step)).toMatchObject(expected);
});

describe('a call handed to a number', () => {
  const target = { to: '+14255550188', callerId: '+14255550100', headers: [] };

  test('shows our number, and carries headers by the names that the network knows', async () => {
    const { calls, last } = setUp();
    const headers = [
      { name: 'User-To-User', value: 'order=1' },
      { name: 'X-MS-Custom-Tier', value: 'gold' },
      { name: 'X-Order', value: '1' },
    ];
    await calls.transfer(step, { ...target, headers });
    expect(last()?.body).toMatchObject({
      targetParticipant: { phoneNumber: { value: '+14255550188' } },
      sourceCallerIdNumber: { value: '+14255550100' },
      customCallingContext: {
        sipHeaders: { 'User-To-User': 'order=1', 'X-MS-Custom-Tier': 'gold', 'X-Order': '1' },
      },
    });
  });

  test('says nothing of either where there is nothing to say', async () => {
    const { calls, last } = setUp();
    await calls.transfer(step, { ...target, callerId: null });
    expect(last()?.body['sourceCallerIdNumber']).toBeUndefined();
    expect(last()?.body['customCallingContext']).toEqual({ sipHeaders: {}, voipHeaders: {} });
  });

  test('a telephone that is brought in, and a customer who is called, see the number that the tenant shows', async () => {
    const { calls, last } = setUp();
    const shown = { from: '+14255550100', callerId: '+14255550102' };
    const headers = [{ name: 'User-To-User', value: 'order=1' }];
    await calls.ring(step, { number: '+14255550188', ...shown }, { topic: '', details: '', headers }, 45);
    expect(last()?.body).toMatchObject({
      sourceCallerIdNumber: { value: '+14255550102' },
      customCallingContext: { sipHeaders: { 'User-To-User': 'order=1' } },
    });
    const dial = { key: 'd', to: customer, callbackUrl: 'https://app.example/x', transcript: null };
    await calls.dial({ ...dial, ...shown });
    expect(last()?.body).toMatchObject({ sourceCallerIdNumber: { value: '+14255550102' } });
  });
});

test('a Teams auto attendant is rung by its resource account, and taken out by it', async () => {
  const { calls, last } = setUp();
  const attendant = { resourceAccountId: '0c0a5050-0000-4000-8000-0000000000e1', from: '+14255550100' };
  const microsoftTeamsApp = { appId: attendant.resourceAccountId, cloud: 'public' };
  await calls.ring(step, attendant, { topic: 'Grace', details: 'about an order', headers: [] }, 45);
  expect(last()?.body).toMatchObject({
    participantToAdd: { kind: 'microsoftTeamsApp', microsoftTeamsApp },
    invitationTimeoutInSeconds: 45,
    customCallingContext: { teamsPhoneCallDetails: { callTopic: 'Grace' } },
  });
  await calls.remove(step, attendant, null);
  expect(last()?.body).toMatchObject({ participantToRemove: { kind: 'microsoftTeamsApp', microsoftTeamsApp } });
});
