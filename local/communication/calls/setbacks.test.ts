import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import {
  ADA,
  CALLBACK,
  CUSTOMER,
  OURS,
  ada,
  answered,
  contextOf,
  createTestbed,
  customer,
  invited,
  music,
  ringIn,
  text,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const once = { times: 1 };

describe('what was accepted and cannot be done', () => {
  test('an answer: the app is told, the caller hears the end, and the next answer works', async () => {
    await bed.setbacks.set('answer', { why: 'internal', ...once });
    const phone = await ringIn(bed);
    await bed.client.answerCall(contextOf(bed), CALLBACK, { operationContext: 'answer-1' });
    await bed.settle();
    expect(bed.names()).toEqual(['AnswerFailed']);
    expect(bed.last('AnswerFailed')).toMatchObject({
      operationContext: 'answer-1',
      resultInformation: { code: 500, subCode: 9999 },
    });
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
    await answered(bed);
    expect(bed.names()).toContain('CallConnected');
  });

  test('a removal: whoever was to go is still there', async () => {
    const { call, teams } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    await bed.setbacks.set('removeParticipant', { why: 'internal', ...once });
    await call.removeParticipant(ada, { operationContext: 'remove-1' });
    await bed.settle();
    expect(bed.last('RemoveParticipantFailed')).toMatchObject({
      operationContext: 'remove-1',
      participant: { rawId: `8:orgid:${ADA}` },
      resultInformation: { code: 500, subCode: 9999 },
    });
    expect(bed.teamsPhones.calls(ADA)[0]?.state).toBe('inCall');
  });

  test('a tone that is listened for: it is told as failed, the next one as itself', async () => {
    const { media, phone } = await answered(bed);
    await media.startContinuousDtmfRecognition(customer, { operationContext: 'tones-1' });
    await bed.setbacks.set('recognizeTones', { why: 'internal', ...once });
    await bed.phones.press(phone.id, '12');
    await bed.settle();
    expect(bed.last('ContinuousDtmfRecognitionToneFailed')).toMatchObject({
      operationContext: 'tones-1',
      resultInformation: { code: 500, subCode: 9999 },
    });
    expect(bed.last('ContinuousDtmfRecognitionToneReceived')).toMatchObject({ tone: 'two' });
  });

  test('a recording: nothing is recorded, and another may begin', async () => {
    const { properties } = await answered(bed);
    const record = () =>
      bed.client.getCallRecording().start({
        callConnectionId: String(properties.callConnectionId),
        recordingStateCallbackEndpointUrl: CALLBACK,
      });
    await bed.setbacks.set('startRecording', { why: 'internal', ...once });
    const { recordingId } = await record();
    await bed.settle();
    expect(bed.last('StartRecordingFailed')).toMatchObject({
      recordingId,
      resultInformation: { code: 500, subCode: 9999 },
    });
    expect(bed.names()).not.toContain('RecordingStateChanged');
    await record();
    await bed.settle();
    expect(bed.last('RecordingStateChanged')).toMatchObject({ state: 'active' });
  });

  test.each([
    ['aiBadRequest', 400, 8565],
    ['aiUnauthorized', 401, 8565],
    ['aiForbidden', 403, 8565],
    ['aiTimedOut', 408, 8565],
    ['aiBusy', 429, 8565],
  ] as const)('a text for which the AI services answer %s, but no file', async (why, code, subCode) => {
    const { media } = await answered(bed);
    await bed.setbacks.set('play', { why, ...once });
    await media.playToAll([music], { interruptCallMediaOperation: true });
    await bed.settle();
    expect(bed.last('PlayStarted')).toBeDefined();
    await media.playToAll([text('Hello.')], { interruptCallMediaOperation: true, operationContext: 'words' });
    await bed.settle();
    expect(bed.last('PlayFailed')).toMatchObject({
      operationContext: 'words',
      resultInformation: { code, subCode },
    });
  });

  test.each([
    ['internal', 500, 8512],
    ['aiBusy', 429, 8565],
  ] as const)('a recognition, by %s', async (why, code, subCode) => {
    const { media, phone } = await answered(bed);
    await bed.setbacks.set('recognize', { why, ...once });
    await media.startRecognizing(customer, {
      ...{ kind: 'callMediaRecognizeChoiceOptions', choices: [{ label: 'Sales', phrases: ['sales'] }] },
      operationContext: 'menu',
    });
    await bed.settle();
    expect(bed.last('RecognizeFailed')).toMatchObject({
      operationContext: 'menu',
      resultInformation: { code, subCode },
    });
    await bed.phones.say(phone.id, 'sales');
    await bed.settle();
    expect(bed.names()).not.toContain('RecognizeCompleted');
  });
});

describe('a transcription', () => {
  let app: WebSocketServer;
  beforeEach(async () => {
    app = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => app.once('listening', resolve));
  });
  afterEach(() => new Promise((resolve) => app.close(resolve)));

  async function transcribed(transportUrl: string) {
    await ringIn(bed);
    const { callConnection } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
      callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' },
      transcriptionOptions: { transportUrl, transportType: 'websocket', locale: 'en-GB', startTranscription: false },
    });
    await callConnection.getCallMedia().startTranscription({ operationContext: 'words' });
    while (!bed.names().some((name) => name.startsWith('Transcription'))) await bed.settle();
  }

  test.each([
    ['aiForbidden', 403, 8565, 'forbidden'],
    ['aiTimedOut', 400, 8565, 'serviceTimeout'],
    ['callTerminated', 400, 8528, 'unspecifiedError'],
    ['shutDown', 500, 8580, 'serviceShutdown'],
  ] as const)('fails by %s', async (why, code, subCode, transcriptionStatusDetails) => {
    await bed.setbacks.set('startTranscription', { why, ...once });
    await transcribed(`ws://127.0.0.1:${(app.address() as AddressInfo).port}/`);
    expect(bed.last('TranscriptionFailed')).toMatchObject({
      operationContext: 'words',
      transcriptionUpdate: { transcriptionStatus: 'transcriptionFailed', transcriptionStatusDetails },
      resultInformation: { code, subCode },
    });
  });

  test('to an address that no socket can have fails as such', async () => {
    await transcribed('wss://app.example/words#part');
    expect(bed.last('TranscriptionFailed')).toMatchObject({ resultInformation: { code: 400, subCode: 8581 } });
  });
});

test('only what Azure documents can be asked for', async () => {
  await expect(bed.setbacks.set('answer', { why: 'aiBusy', ...once })).rejects.toThrow(RangeError);
});

test('what is to go wrong outlives a restart, and can be taken back', async () => {
  await bed.setbacks.set('answer', { why: 'internal', times: 2 });
  await bed.restart();
  expect(bed.setbacks.all()).toEqual({ answer: { why: 'internal', times: 2 } });
  await bed.setbacks.set('answer', null);
  await answered(bed);
  expect(bed.names()).not.toContain('AnswerFailed');
});

describe('a number that is none', () => {
  const nowhere = { phoneNumber: '+123' };

  test('cannot be invited, which is told by a callback', async () => {
    const { call } = await answered(bed);
    await call.addParticipant(
      { targetParticipant: nowhere, sourceCallIdNumber: { phoneNumber: OURS } },
      { operationContext: 'add-1' },
    );
    await bed.settle();
    expect(bed.last('AddParticipantFailed')).toMatchObject({
      operationContext: 'add-1',
      participant: { rawId: '4:+123' },
      resultInformation: { code: 484, subCode: 560484 },
    });
    expect(bed.phones.calls(CUSTOMER)[0]?.state).toBe('joined');
  });

  test('cannot be called', async () => {
    await bed.client.createCall({ targetParticipant: nowhere, sourceCallIdNumber: { phoneNumber: OURS } }, CALLBACK);
    await bed.settle();
    expect(bed.last('CreateCallFailed')).toMatchObject({ resultInformation: { code: 484, subCode: 560484 } });
  });
});
