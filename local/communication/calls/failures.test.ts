import { DtmfTone, type CallConnection } from '@azure/communication-call-automation';
import type { Unplayable } from './sounds';
import {
  ADA,
  ada,
  answered,
  CALLBACK,
  createTestbed,
  customer,
  invited,
  music,
  OURS,
  refusedWith,
  text,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
afterEach(() => bed.close());

const only = (what: Unplayable) => ({ learn: async () => undefined, lengthOf: () => what });

/** Codes of "Customize voice prompts with Play action" and "Gather user input with Recognize action". */
describe('a file that cannot be played', () => {
  test.each([
    ['malformed', 8535],
    ['missing', 8536],
  ] as const)('because it is %s fails the play with %d, and what waits is next', async (what, subCode) => {
    bed = await createTestbed({ sounds: only(what) });
    const { media } = await answered(bed);
    await media.playToAll([music], { operationContext: 'bad' });
    await media.playToAll([text('Hello.')], { operationContext: 'good' });
    await bed.settle();
    expect(bed.last('PlayFailed')).toMatchObject({
      operationContext: 'bad',
      failedPlaySourceIndex: 0,
      resultInformation: { code: 400, subCode },
    });
    expect(bed.last('PlayStarted')).toMatchObject({ operationContext: 'good' });
  });

  test('fails the whole, and its place among several is told', async () => {
    bed = await createTestbed({ sounds: only('missing') });
    const { media } = await answered(bed);
    await media.playToAll([text('Hello.'), music, text('Bye.')]);
    await bed.advance(5_000);
    expect(bed.last('PlayFailed')).toMatchObject({
      failedPlaySourceIndex: 1,
      resultInformation: { code: 400, subCode: 8536 },
    });
    expect(bed.names()).not.toContain('PlayCompleted');
  });

  test('fails a recognition whose prompt it is, and nobody is listened to', async () => {
    bed = await createTestbed({ sounds: only('missing') });
    const { media, phone } = await answered(bed);
    await media.startRecognizing(customer, {
      ...{ kind: 'callMediaRecognizeDtmfOptions', playPrompt: music, maxTonesToCollect: 1, operationContext: 'menu' },
    });
    await bed.settle();
    expect(bed.last('RecognizeFailed')).toMatchObject({
      operationContext: 'menu',
      failedPlaySourceIndex: 0,
      resultInformation: { code: 500, subCode: 8511 },
    });
    await bed.phones.press(phone.id, '1');
    await bed.settle();
    expect(bed.names()).not.toContain('RecognizeCompleted');
  });
});

test.each(['ftp://app.example/a.wav', 'file:///a.wav', 'mailto:somebody@app.example'])(
  'a file at %s is refused, which nobody could fetch',
  async (url) => {
    bed = await createTestbed();
    const { media } = await answered(bed);
    await expect(media.playToAll([{ kind: 'fileSource', url }])).rejects.toMatchObject(refusedWith(400, '8523'));
  },
);

test('a hold to music that cannot be had fails, and nobody is held', async () => {
  bed = await createTestbed({ sounds: only('missing') });
  const { call, media } = await answered(bed);
  await media.hold(customer, { playSource: music, operationContext: 'hold' });
  await bed.settle();
  expect(bed.last('HoldFailed')).toMatchObject({
    operationContext: 'hold',
    resultInformation: { code: 400, subCode: 8536 },
  });
  expect(await call.getParticipant(customer)).toMatchObject({ isOnHold: false });
});

describe('who leaves', () => {
  test('hears no more tones, and that is told', async () => {
    bed = await createTestbed();
    const { call, media, phone } = await answered(bed);
    await call.addParticipant({ targetParticipant: ada });
    await bed.teamsPhones.answer(bed.teamsPhones.calls(ADA)[0]?.id ?? '');
    await media.sendDtmfTones([DtmfTone.One, DtmfTone.Two], customer, { operationContext: 'send' });
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.last('SendDtmfTonesFailed')).toMatchObject({
      operationContext: 'send',
      resultInformation: { code: 400, subCode: 8558 },
    });
    await bed.advance(2_000);
    expect(bed.names()).not.toContain('SendDtmfTonesCompleted');
  });

  test('ends a recognition of theirs', async () => {
    bed = await createTestbed();
    const { call, media, phone } = await answered(bed);
    await call.addParticipant({ targetParticipant: ada });
    await bed.teamsPhones.answer(bed.teamsPhones.calls(ADA)[0]?.id ?? '');
    await media.startRecognizing(customer, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1 });
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.last('RecognizeFailed')).toMatchObject({ resultInformation: { code: 400, subCode: 8558 } });
  });
});

test('tones that nobody listens to cannot be stopped, and those of a Teams user not be had', async () => {
  bed = await createTestbed();
  const { media, teams } = await invited(bed);
  await bed.teamsPhones.answer(teams.id);
  await expect(media.stopContinuousDtmfRecognition(customer)).rejects.toMatchObject(refusedWith(400, '8523'));
  await expect(media.startContinuousDtmfRecognition(ada)).rejects.toMatchObject(refusedWith(405, '8520'));
});

/** Everything that can be asked of a call by its connection. */
const ASKED: readonly (readonly [string, (call: CallConnection) => Promise<unknown>])[] = [
  ['getParticipants', (call) => call.listParticipants()],
  ['getParticipant', (call) => call.getParticipant(customer)],
  ['addParticipant', (call) => call.addParticipant({ targetParticipant: ada })],
  ['cancelAddParticipant', (call) => call.cancelAddParticipantOperation('i')],
  ['removeParticipant', (call) => call.removeParticipant(customer)],
  ['muteParticipant', (call) => call.muteParticipant({ communicationUserId: '8:acs:resource_user' })],
  ['moveParticipants', (call) => call.moveParticipants([customer], 'another-call')],
  ['transfer', (call) => call.transferCallToParticipant(ada)],
  ['play', (call) => call.getCallMedia().playToAll([music])],
  [
    'recognize',
    (call) =>
      call.getCallMedia().startRecognizing(customer, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1 }),
  ],
  ['cancelAllOperations', (call) => call.getCallMedia().cancelAllOperations()],
  ['hold', (call) => call.getCallMedia().hold(customer)],
  ['unhold', (call) => call.getCallMedia().unhold(customer)],
  ['sendDtmfTones', (call) => call.getCallMedia().sendDtmfTones([DtmfTone.One], customer)],
  ['startContinuousDtmfRecognition', (call) => call.getCallMedia().startContinuousDtmfRecognition(customer)],
  ['stopContinuousDtmfRecognition', (call) => call.getCallMedia().stopContinuousDtmfRecognition(customer)],
  ['startTranscription', (call) => call.getCallMedia().startTranscription()],
  ['updateTranscription', (call) => call.getCallMedia().updateTranscription('de-DE')],
  ['stopTranscription', (call) => call.getCallMedia().stopTranscription()],
  ['startMediaStreaming', (call) => call.getCallMedia().startMediaStreaming()],
  ['stopMediaStreaming', (call) => call.getCallMedia().stopMediaStreaming()],
];

describe('once a call has ended nothing of it is found', () => {
  let call: CallConnection;
  beforeAll(async () => {
    bed = await createTestbed();
    const { call: ended, phone } = await answered(bed);
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    call = ended;
  });

  test('whatever is asked', async () => {
    const outcomes = await Promise.all(
      [
        ...ASKED,
        ['getCallConnectionProperties', () => call.getCallConnectionProperties()] as const,
        ['hangUp', () => call.hangUp(false)] as const,
        ['hangUp for everybody', () => call.hangUp(true)] as const,
      ].map(async ([name, ask]) => [name, await ask(call).then(() => 'done', refusalOf)]),
    );
    expect(outcomes.filter(([, outcome]) => outcome !== '404 8522')).toEqual([]);
  });
});

test('while a call rings nothing can be done in it but look and give up', async () => {
  bed = await createTestbed();
  const { callConnection: call } = await bed.client.createCall(
    { targetParticipant: customer, sourceCallIdNumber: { phoneNumber: OURS } },
    CALLBACK,
  );
  const looking = ['getParticipants', 'getParticipant'];
  const acting = ASKED.filter(([name]) => !looking.includes(name));
  const outcomes = await Promise.all(
    acting.map(async ([name, ask]) => [name, await ask(call).then(() => 'done', refusalOf)]),
  );
  expect(outcomes.filter(([, outcome]) => outcome !== '400 8501')).toEqual([]);
  expect(await call.getCallConnectionProperties()).toMatchObject({ callConnectionState: 'connecting' });
});

const refusalOf = (error: unknown): string => {
  const { statusCode, code } = error as { readonly statusCode?: number; readonly code?: string };
  return `${statusCode} ${code}`;
};
