import { DtmfTone, type CallMediaRecognizeDtmfOptions } from '@azure/communication-call-automation';
import {
  ADA,
  ada,
  answered,
  createTestbed,
  customer,
  music,
  refusedWith,
  text,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const hears = (id: string) => bed.phones.call(id)?.hearing;

describe('recognizing keys', () => {
  const listen = async (options: Partial<CallMediaRecognizeDtmfOptions> = {}) => {
    const { phone, media } = await answered(bed);
    await media.startRecognizing(customer, {
      kind: 'callMediaRecognizeDtmfOptions',
      playPrompt: text('Press one.'),
      operationContext: 'menu',
      initialSilenceTimeoutInSeconds: 5,
      interToneTimeoutInSeconds: 2,
      maxTonesToCollect: 2,
      ...options,
    });
    return phone;
  };
  const prompted = 1_000;

  test('as many as asked for', async () => {
    const phone = await listen();
    expect(hears(phone.id)).toMatchObject({ kind: 'text', text: 'Press one.' });
    await bed.phones.press(phone.id, '1#');
    await bed.settle();
    expect(bed.last('RecognizeCompleted')).toMatchObject({
      operationContext: 'menu',
      recognitionType: 'dtmf',
      dtmfResult: { tones: ['one', 'pound'] },
      resultInformation: { code: 200, subCode: 8531 },
    });
  });

  test('until the stop tone', async () => {
    const phone = await listen({ stopDtmfTones: [DtmfTone.Pound] });
    await bed.phones.press(phone.id, '7#');
    await bed.settle();
    expect(bed.last('RecognizeCompleted')).toMatchObject({
      dtmfResult: { tones: ['seven'] },
      resultInformation: { subCode: 8514 },
    });
  });

  test('silence after the prompt fails it', async () => {
    await listen();
    await bed.advance(prompted + 4_999);
    expect(bed.names()).not.toContain('RecognizeFailed');
    await bed.advance(1);
    expect(bed.last('RecognizeFailed')).toMatchObject({ resultInformation: { code: 400, subCode: 8510 } });
  });

  test('a pause after a key fails it', async () => {
    const phone = await listen();
    await bed.phones.press(phone.id, '1');
    await bed.advance(2_000);
    expect(bed.last('RecognizeFailed')).toMatchObject({ resultInformation: { code: 400, subCode: 8532 } });
  });

  test('a prompt that may not be interrupted is heard out', async () => {
    const phone = await listen({ interruptPrompt: false });
    await bed.phones.press(phone.id, '1');
    await bed.advance(prompted);
    await bed.phones.press(phone.id, '23');
    await bed.settle();
    expect(bed.last('RecognizeCompleted')).toMatchObject({ dtmfResult: { tones: ['two', 'three'] } });
  });

  test('a prompt after it interrupts it', async () => {
    const { media } = await answered(bed);
    await media.startRecognizing(customer, {
      kind: 'callMediaRecognizeDtmfOptions',
      maxTonesToCollect: 1,
      operationContext: 'a',
    });
    await media.playToAll([music], { interruptCallMediaOperation: true });
    await bed.settle();
    expect(bed.last('RecognizeCanceled')).toMatchObject({
      operationContext: 'a',
      resultInformation: { subCode: 8508 },
    });
  });

  test('of a Teams user is not supported', async () => {
    const { call, media } = await answered(bed);
    await call.addParticipant({ targetParticipant: ada });
    await bed.teamsPhones.answer(bed.teamsPhones.calls(ADA)[0]!.id);
    await expect(
      media.startRecognizing(ada, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1 }),
    ).rejects.toMatchObject(refusedWith(405, '8520'));
  });
});

describe('recognizing words', () => {
  const choose = async () => {
    const { phone, media } = await answered(bed);
    await media.startRecognizing(customer, {
      kind: 'callMediaRecognizeChoiceOptions',
      choices: [
        { label: 'sales', phrases: ['sales', 'buy something'], tone: DtmfTone.One },
        { label: 'help', phrases: ['help'] },
      ],
      speechLanguage: 'en-GB',
    });
    return phone;
  };

  test.each([
    [
      'I would like to BUY something, please',
      'RecognizeCompleted',
      { choiceResult: { label: 'sales', recognizedPhrase: 'buy something' }, resultInformation: { subCode: 8545 } },
    ],
    ['the weather', 'RecognizeFailed', { resultInformation: { code: 400, subCode: 8547 } }],
  ])('%s', async (words, name, expected) => {
    const phone = await choose();
    await bed.phones.say(phone.id, words);
    await bed.settle();
    expect(bed.last(name)).toMatchObject(expected);
  });

  test.each([
    [
      '1',
      'RecognizeCompleted',
      { recognitionType: 'choices', choiceResult: { label: 'sales' }, resultInformation: { subCode: 8533 } },
    ],
    ['9', 'RecognizeFailed', { resultInformation: { code: 500, subCode: 8534 } }],
  ])('or a key: %s', async (key, name, expected) => {
    const phone = await choose();
    await bed.phones.press(phone.id, key);
    await bed.settle();
    expect(bed.last(name)).toMatchObject(expected);
  });

  test('speech is collected until a pause', async () => {
    const { phone, media } = await answered(bed);
    await media.startRecognizing(customer, { kind: 'callMediaRecognizeSpeechOptions', endSilenceTimeoutInSeconds: 1 });
    await bed.phones.say(phone.id, 'My order');
    await bed.advance(900);
    await bed.phones.say(phone.id, 'is late');
    await bed.advance(1_000);
    expect(bed.last('RecognizeCompleted')).toMatchObject({
      recognitionType: 'speech',
      speechResult: { speech: 'My order is late' },
    });
  });

  test('speech or keys, whichever comes first', async () => {
    const { phone, media } = await answered(bed);
    await media.startRecognizing(customer, { kind: 'callMediaRecognizeSpeechOrDtmfOptions', maxTonesToCollect: 1 });
    await bed.phones.press(phone.id, '5');
    await bed.settle();
    expect(bed.last('RecognizeCompleted')).toMatchObject({ recognitionType: 'dtmf', dtmfResult: { tones: ['five'] } });
  });
});
