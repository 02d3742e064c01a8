import {
  ADA,
  ada,
  answered,
  CALLBACK,
  contextOf,
  createTestbed,
  CUSTOMER,
  customer,
  OURS,
  text,
  type Testbed,
} from './testbed.testsuite';
import { habitSchema, stepsSchema } from './habit';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const teamsUser = `8:orgid:${ADA}`;
const whenever = (address: string, habit: object) => bed.phones.setHabit(address, habitSchema.parse(habit));

/** A call of the app to the customer's telephone. */
async function dial() {
  const sourceCallIdNumber = { phoneNumber: OURS };
  const { callConnection } = await bed.client.createCall({ targetParticipant: customer, sourceCallIdNumber }, CALLBACK);
  return callConnection;
}
const rest = (ms: number) => bed.advance(ms);

describe('a telephone that rings', () => {
  test('is answered by itself after its seconds, and not before', async () => {
    await whenever(CUSTOMER, { onRing: { does: 'answer', afterMs: 4_000 } });
    await dial();
    await rest(3_999);
    expect(bed.names()).toEqual([]);
    await rest(1);
    expect(bed.names()).toEqual(['CallConnected', 'ParticipantsUpdated']);
  });

  test.each([
    ['decline', 603],
    ['beBusy', 486],
  ] as const)('%s', async (does, code) => {
    await whenever(CUSTOMER, { onRing: { does, afterMs: 2_000 } });
    await dial();
    await rest(2_000);
    expect(bed.last('CreateCallFailed')).toMatchObject({ resultInformation: { code } });
  });

  test('is not taken by who does nothing, and rings out', async () => {
    await whenever(CUSTOMER, { onRing: { does: 'nothing' } });
    await dial();
    await rest(60_000);
    expect(bed.last('CreateCallFailed')).toMatchObject({ resultInformation: { code: 487 } });
  });

  test('does what a person makes it do once the habit is taken back', async () => {
    await whenever(CUSTOMER, { onRing: { does: 'decline' } });
    await bed.phones.setHabit(CUSTOMER, null);
    expect(bed.phones.habits()).toEqual({});
    await dial();
    await rest(10_000);
    await bed.phones.answer(bed.phones.calls(CUSTOMER)[0]?.id ?? '');
    await bed.settle();
    expect(bed.last('CallConnected')).toBeDefined();
  });

  test('keeps its habits, and what it is about to do, over a restart', async () => {
    await whenever(CUSTOMER, {
      onRing: { does: 'answer', afterMs: 4_000 },
      inCall: [{ does: 'hangUp', afterMs: 3_000 }],
    });
    await dial();
    await rest(1_000);
    await bed.restart();
    await rest(3_000);
    expect(bed.last('CallConnected')).toBeDefined();
    await bed.restart();
    await rest(3_000);
    expect(bed.last('CallDisconnected')).toBeDefined();
    await dial();
    await rest(4_000);
    expect(bed.phones.calls(CUSTOMER).at(-1)?.state).toBe('joined');
  });
});

describe('a Teams client that rings', () => {
  const add = async () => {
    const { call } = await answered(bed);
    await call.addParticipant({ targetParticipant: ada });
  };

  test.each(['answer', 'letVoicemailAnswer'] as const)('%s looks the same to the app', async (does) => {
    await whenever(teamsUser, { onRing: { does, afterMs: 5_000 } });
    await add();
    await rest(5_000);
    expect(bed.last('AddParticipantSucceeded')).toBeDefined();
    expect(bed.teamsPhones.calls(ADA)).toMatchObject([{ state: does === 'answer' ? 'inCall' : 'voicemail' }]);
  });

  test('is declined', async () => {
    await whenever(teamsUser, { onRing: { does: 'decline', afterMs: 1_000 } });
    await add();
    await rest(1_000);
    expect(bed.last('AddParticipantFailed')).toMatchObject({ resultInformation: { code: 603 } });
  });
});

describe('a caller', () => {
  const steps = stepsSchema.parse([
    { when: 'asked', does: 'press', keys: '4', afterMs: 1_000 },
    { when: 'asked', does: 'say', words: 'My invoice', afterMs: 1_500 },
    { does: 'hangUp', afterMs: 10_000 },
  ]);

  async function placed() {
    const phone = await bed.phones.placeCall({ from: CUSTOMER, to: OURS, inCall: steps });
    await bed.settle();
    const { callConnection } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
      callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' },
    });
    await bed.settle();
    return { phone, media: callConnection.getCallMedia() };
  }

  test('presses and says what they are asked for, in time, and hangs up by themselves', async () => {
    const { phone, media } = await placed();
    await rest(5_000);
    const ask = { playPrompt: text('Which?'), interruptPrompt: true };
    await media.startRecognizing(customer, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1, ...ask });
    await rest(999);
    expect(bed.names()).not.toContain('RecognizeCompleted');
    await rest(1);
    expect(bed.last('RecognizeCompleted')).toMatchObject({ dtmfResult: { tones: ['four'] } });
    await media.startRecognizing(customer, {
      kind: 'callMediaRecognizeSpeechOptions',
      endSilenceTimeoutInSeconds: 2,
      ...ask,
    });
    await rest(3_500);
    expect(bed.last('RecognizeCompleted')).toMatchObject({ speechResult: { speech: 'My invoice' } });
    await rest(8_000);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
    expect(bed.last('CallDisconnected')).toBeDefined();
  });

  test('does nothing before somebody has answered', async () => {
    const phone = await bed.phones.placeCall({
      from: CUSTOMER,
      to: OURS,
      inCall: stepsSchema.parse([{ does: 'hangUp', afterMs: 1_000 }]),
    });
    await rest(10_000);
    expect(bed.phones.call(phone.id)?.state).toBe('ringing');
  });
});
