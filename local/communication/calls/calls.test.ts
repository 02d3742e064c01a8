import { DtmfTone } from '@azure/communication-call-automation';
import { CALLBACK, createTestbed, type Testbed } from './calls-testbed';

const CUSTOMER = '+14255550123';
const OURS = '+14255550199';
const ADA = '0a0b0c0d-0000-4000-8000-000000000001';
const customer = { phoneNumber: CUSTOMER };
const ada = { microsoftTeamsUserId: ADA };
const text = (words: string) => ({
  kind: 'textSource' as const,
  text: words,
  sourceLocale: 'en-GB',
  voiceKind: 'female',
});
const music = { kind: 'fileSource' as const, url: 'https://app.example/a.wav' };

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const contextOf = () => String(bed.grid.at(-1)?.data['incomingCallContext']);
const refusedWith = (statusCode: number, code: string) => expect.objectContaining({ statusCode, code });

async function ringIn() {
  const call = await bed.phones.placeCall({ from: CUSTOMER, to: OURS, displayName: 'Grace' });
  await bed.settle();
  return call;
}

async function answered(speaks = true) {
  const phone = await ringIn();
  const { callConnection: call, callConnectionProperties } = await bed.client.answerCall(contextOf(), CALLBACK, {
    operationContext: 'answer-1',
    ...(speaks && { callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' } }),
  });
  await bed.settle();
  return { phone, call, media: call.getCallMedia(), properties: callConnectionProperties };
}

const hears = (id: string) => bed.phones.call(id)?.hearing;

describe('an incoming call', () => {
  test('is announced by Event Grid with all that answering takes', async () => {
    const phone = await ringIn();
    expect(bed.grid).toEqual([
      expect.objectContaining({
        type: 'Microsoft.Communication.IncomingCall',
        subject: `/caller/4:${CUSTOMER}/recipient/4:${OURS}`,
        data: expect.objectContaining({
          from: { kind: 'phoneNumber', rawId: `4:${CUSTOMER}`, phoneNumber: { value: CUSTOMER } },
          to: { kind: 'phoneNumber', rawId: `4:${OURS}`, phoneNumber: { value: OURS } },
          callerDisplayName: 'Grace',
          correlationId: phone.correlationId,
          incomingCallContext: expect.stringMatching(/.{20}/),
        }),
      }),
    ]);
    expect(phone.hearing).toEqual({ kind: 'ringback' });
  });

  test('at a Teams resource account is for nobody that Azure knows by kind', async () => {
    await bed.phones.placeCall({ from: 'anonymous', to: '28:orgid:ra' });
    await bed.settle();
    expect(bed.grid[0]?.data).toMatchObject({
      to: { kind: 'unknown', rawId: '28:orgid:ra' },
      from: { rawId: '4:anonymous', phoneNumber: { isAnonymous: true } },
    });
  });

  test('rings for 30 seconds, then it is too late', async () => {
    const phone = await ringIn();
    await bed.advance(29_999);
    expect(bed.phones.call(phone.id)?.state).toBe('ringing');
    await bed.advance(1);
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'ended', end: { code: 487, subCode: 10004 } });
    await expect(bed.client.answerCall(contextOf(), CALLBACK)).rejects.toEqual(refusedWith(404, '8522'));
  });

  test('is answered: the callbacks say so, signed, in order', async () => {
    const { call, properties } = await answered();
    expect(properties).toMatchObject({ callConnectionState: 'connecting', answeredFor: { phoneNumber: OURS } });
    expect((await call.getCallConnectionProperties()).callConnectionState).toBe('connected');
    expect(bed.names()).toEqual(['CallConnected', 'ParticipantsUpdated']);
    expect(bed.last('CallConnected')).toMatchObject({
      callConnectionId: properties.callConnectionId,
      operationContext: 'answer-1',
      resultInformation: { code: 200, subCode: 0 },
    });
    expect(bed.last('ParticipantsUpdated')).toMatchObject({
      sequenceNumber: 1,
      participants: [{ identifier: { rawId: `4:${CUSTOMER}` }, isMuted: false, isOnHold: false }],
    });
    const at = bed.clock.now() / 1000;
    expect(JSON.parse(bed.received[0]!.token)).toEqual({
      iss: 'https://acscallautomation.communication.azure.com',
      aud: 'resource-1',
      nbf: at,
      iat: at,
      exp: at + 300,
    });
  });

  test('is answered once', async () => {
    await answered();
    await expect(bed.client.answerCall(contextOf(), CALLBACK)).rejects.toEqual(refusedWith(404, '8522'));
  });

  test('is rejected', async () => {
    const phone = await ringIn();
    await bed.client.rejectCall(contextOf(), { callRejectReason: 'busy' });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'ended', end: { code: 486 } });
  });

  test('the caller gives up', async () => {
    const phone = await ringIn();
    await bed.phones.hangUp(phone.id);
    await expect(bed.client.answerCall(contextOf(), CALLBACK)).rejects.toEqual(refusedWith(404, '8522'));
    expect(bed.names()).toEqual([]);
  });

  test('is redirected to an agent, without us', async () => {
    const phone = await ringIn();
    await bed.client.redirectCall(contextOf(), { targetParticipant: ada });
    const [ringing] = bed.teamsPhones.calls(ADA);
    expect(ringing).toMatchObject({ state: 'ringing', from: CUSTOMER });
    await bed.teamsPhones.answer(ringing!.id);
    expect(hears(phone.id)).toEqual({ kind: 'people', rawIds: [`8:orgid:${ADA}`] });
    await bed.teamsPhones.hangUp(ringing!.id);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
    expect(bed.names()).toEqual([]);
  });
});

describe('playing', () => {
  test('a text takes its time, then the callback comes', async () => {
    const { phone, media } = await answered();
    await media.playToAll([text('Welcome to Contoso.')], { operationContext: 'play-1' });
    expect(hears(phone.id)).toEqual({ kind: 'text', text: 'Welcome to Contoso.', language: 'en-GB' });
    await bed.advance(1_000);
    expect(bed.names()).not.toContain('PlayCompleted');
    await bed.advance(1_000);
    expect(bed.last('PlayCompleted')).toMatchObject({
      operationContext: 'play-1',
      resultInformation: { code: 200, subCode: 0 },
    });
    expect(hears(phone.id)).toEqual({ kind: 'silence' });
  });

  test('music loops until something interrupts it', async () => {
    const { phone, media } = await answered();
    await media.playToAll([music], { operationContext: 'music', loop: true });
    await bed.advance(3_600_000);
    expect(hears(phone.id)).toEqual({ kind: 'music', uri: music.url, onHold: false });
    await media.playToAll([text('You are next.')], { operationContext: 'say', interruptCallMediaOperation: true });
    await bed.settle();
    expect(bed.last('PlayCanceled')).toMatchObject({
      operationContext: 'music',
      resultInformation: { code: 400, subCode: 8508 },
    });
    expect(hears(phone.id)).toMatchObject({ text: 'You are next.' });
  });

  test('without interruption the next waits for its turn', async () => {
    const { phone, media } = await answered();
    await media.playToAll([text('One.')], { operationContext: '1' });
    await media.playToAll([text('Two.')], { operationContext: '2' });
    expect(hears(phone.id)).toMatchObject({ text: 'One.' });
    await bed.advance(1_000);
    expect(hears(phone.id)).toMatchObject({ text: 'Two.' });
    await bed.advance(1_000);
    const ended = bed.received.filter(({ name }) => name === 'PlayCompleted');
    expect(ended.map(({ data }) => data.operationContext)).toEqual(['1', '2']);
  });

  test('all of it is cancelled', async () => {
    const { media } = await answered();
    await media.playToAll([text('One.')]);
    await media.playToAll([text('Two.')]);
    await media.cancelAllOperations();
    await bed.settle();
    expect(bed.names().filter((name) => name.startsWith('Play'))).toEqual([
      'PlayStarted',
      'PlayCanceled',
      'PlayCanceled',
    ]);
  });

  test('words need an AI services resource, files do not', async () => {
    const { media } = await answered(false);
    await expect(media.playToAll([text('Hello')])).rejects.toEqual(refusedWith(405, '8522'));
    await media.playToAll([music]);
  });

  test('to somebody who is not there is refused', async () => {
    const { media } = await answered();
    await expect(media.play([music], [ada])).rejects.toEqual(refusedWith(404, '8522'));
  });

  test('two sources at once are refused', async () => {
    const { media } = await answered();
    await expect(media.playToAll([music, music])).rejects.toEqual(refusedWith(400, '8523'));
  });
});

describe('recognizing keys', () => {
  const listen = async (options: object = {}) => {
    const { phone, media } = await answered();
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
    const { media } = await answered();
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
    const { call, media } = await answered();
    await call.addParticipant({ targetParticipant: ada });
    await bed.teamsPhones.answer(bed.teamsPhones.calls(ADA)[0]!.id);
    await expect(
      media.startRecognizing(ada, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1 }),
    ).rejects.toEqual(refusedWith(405, '8520'));
  });
});

describe('recognizing words', () => {
  const choose = async () => {
    const { phone, media } = await answered();
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
    ['9', 'RecognizeFailed', { resultInformation: { code: 400, subCode: 8534 } }],
  ])('or a key: %s', async (key, name, expected) => {
    const phone = await choose();
    await bed.phones.press(phone.id, key);
    await bed.settle();
    expect(bed.last(name)).toMatchObject(expected);
  });

  test('speech is collected until a pause', async () => {
    const { phone, media } = await answered();
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
    const { phone, media } = await answered();
    await media.startRecognizing(customer, { kind: 'callMediaRecognizeSpeechOrDtmfOptions', maxTonesToCollect: 1 });
    await bed.phones.press(phone.id, '5');
    await bed.settle();
    expect(bed.last('RecognizeCompleted')).toMatchObject({ recognitionType: 'dtmf', dtmfResult: { tones: ['five'] } });
  });
});

describe('an agent', () => {
  const invited = async (seconds = 15) => {
    const setUp = await answered();
    const { invitationId } = await setUp.call.addParticipant(
      {
        targetParticipant: ada,
        customCallingContext: [{ kind: 'TeamsPhoneCallDetails', callTopic: 'Billing', callContext: 'Grace' }],
      },
      { invitationTimeoutInSeconds: seconds, operationContext: 'ring-1' },
    );
    const [teams] = bed.teamsPhones.calls(ADA);
    return { ...setUp, invitationId: invitationId!, teams: teams! };
  };
  const participant = { rawId: `8:orgid:${ADA}` };

  test('rings in Teams and sees what it is about', async () => {
    const { teams } = await invited();
    expect(teams).toMatchObject({ state: 'ringing', topic: 'Billing', details: 'Grace', from: CUSTOMER });
    expect(teams.ringsUntil).toBe(bed.clock.now() + 15_000);
  });

  test('answers and talks with the customer', async () => {
    const { phone, teams, call } = await invited();
    await bed.teamsPhones.answer(teams.id);
    await bed.settle();
    expect(bed.last('AddParticipantSucceeded')).toMatchObject({ operationContext: 'ring-1', participant });
    expect(bed.last('ParticipantsUpdated')).toMatchObject({ sequenceNumber: 2, participants: [{}, {}] });
    expect(hears(phone.id)).toEqual({ kind: 'people', rawIds: [participant.rawId] });
    expect((await call.listParticipants()).values).toHaveLength(2);
    expect(await call.getParticipant(ada)).toMatchObject({ identifier: ada, isOnHold: false });
  });

  test('declines', async () => {
    const { teams } = await invited();
    await bed.teamsPhones.decline(teams.id);
    await bed.settle();
    expect(bed.last('AddParticipantFailed')).toMatchObject({ participant, resultInformation: { code: 603 } });
    expect(await bed.teamsPhones.answer(teams.id)).toEqual({ kind: 'refused', why: 'notRinging' });
  });

  test('does not answer', async () => {
    await invited(15);
    await bed.advance(15_000);
    expect(bed.last('AddParticipantFailed')).toMatchObject({
      operationContext: 'ring-1',
      resultInformation: { code: 487, subCode: 10004 },
    });
  });

  test('has no client that runs', async () => {
    await bed.teamsPhones.setReachable(ADA, false);
    await invited();
    await bed.settle();
    expect(bed.last('AddParticipantFailed')).toMatchObject({ resultInformation: { code: 480, subCode: 10037 } });
  });

  test('has a voicemail that looks like an agent, and hangs up in the end', async () => {
    const { phone, teams } = await invited();
    await bed.teamsPhones.sendToVoicemail(teams.id);
    await bed.settle();
    expect(bed.last('AddParticipantSucceeded')).toMatchObject({ participant });
    expect(hears(phone.id)).toEqual({ kind: 'voicemail' });
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('voicemail');
    await bed.advance(60_000);
    expect(bed.last('ParticipantsUpdated')).toMatchObject({
      participants: [{ identifier: { rawId: `4:${CUSTOMER}` } }],
    });
  });

  test('rings no longer once the invitation is cancelled, and that is its end', async () => {
    const { call, invitationId, teams } = await invited();
    await call.cancelAddParticipantOperation(invitationId, { operationContext: 'cancel' });
    await bed.settle();
    expect(bed.last('CancelAddParticipantSucceeded')).toMatchObject({ invitationId, operationContext: 'cancel' });
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
    expect(bed.names()).not.toContain('AddParticipantFailed');
    await expect(call.removeParticipant(ada)).rejects.toEqual(refusedWith(404, '8522'));
    await call.cancelAddParticipantOperation(invitationId);
    await bed.settle();
    expect(bed.last('CancelAddParticipantFailed')).toMatchObject({ invitationId });
  });

  test('is removed, and the customer stays', async () => {
    const { call, phone, teams } = await invited();
    await bed.teamsPhones.answer(teams.id);
    await call.removeParticipant(ada, { operationContext: 'out' });
    await bed.settle();
    expect(bed.last('RemoveParticipantSucceeded')).toMatchObject({ operationContext: 'out', participant });
    expect(bed.phones.call(phone.id)?.state).toBe('joined');
  });

  test('stays when the customer hangs up, until nobody is left', async () => {
    const { phone, teams } = await invited();
    await bed.teamsPhones.answer(teams.id);
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.last('ParticipantsUpdated')).toMatchObject({ participants: [{ identifier: participant }] });
    expect(bed.names()).not.toContain('CallDisconnected');
    await bed.teamsPhones.hangUp(teams.id);
    await bed.settle();
    expect(bed.names().at(-1)).toBe('CallDisconnected');
  });

  test('is asked no more when the customer hangs up', async () => {
    const { phone, teams } = await invited();
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['AddParticipantFailed', 'CallDisconnected']);
    expect(bed.last('AddParticipantFailed')).toMatchObject({ resultInformation: { code: 487, subCode: 0 } });
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
  });

  test('cannot be added twice', async () => {
    const { call } = await invited();
    await expect(call.addParticipant({ targetParticipant: ada })).rejects.toEqual(refusedWith(400, '8523'));
  });

  test('talks on alone with the customer when the app leaves', async () => {
    const { call, phone, teams } = await invited();
    await bed.teamsPhones.answer(teams.id);
    await call.hangUp(false);
    await bed.settle();
    expect(bed.names().at(-1)).toBe('CallDisconnected');
    expect(hears(phone.id)).toMatchObject({ kind: 'people' });
    await expect(call.getCallConnectionProperties()).rejects.toEqual(refusedWith(404, '8522'));
    await bed.phones.hangUp(phone.id);
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
  });
});

describe('holding', () => {
  test('the held hears music and is not heard', async () => {
    const { call, phone, media } = await answered();
    await call.addParticipant({ targetParticipant: ada });
    const teams = bed.teamsPhones.calls(ADA)[0]!;
    await bed.teamsPhones.answer(teams.id);
    await media.hold(customer, { playSource: music, operationContext: 'hold' });
    await bed.settle();
    expect(hears(phone.id)).toEqual({ kind: 'music', uri: music.url, onHold: true });
    expect(bed.teamsPhones.call(teams.id)?.hearing).toEqual({ kind: 'silence' });
    expect(bed.last('ParticipantsUpdated')).toMatchObject({ participants: [{ isOnHold: true }, { isOnHold: false }] });
    await media.unhold(customer);
    expect(hears(phone.id)).toMatchObject({ kind: 'people' });
    expect(bed.phones.call(phone.id)?.heard.map(({ kind }) => kind)).toEqual([
      'ringback',
      'silence',
      'people',
      'music',
      'people',
    ]);
  });
});

describe('the end', () => {
  test('for everybody, whatever was under way', async () => {
    const { call, phone, media } = await answered();
    await media.startRecognizing(customer, {
      kind: 'callMediaRecognizeDtmfOptions',
      maxTonesToCollect: 1,
      operationContext: 'menu',
    });
    await call.hangUp(true);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['RecognizeCanceled', 'CallDisconnected']);
    expect(bed.last('CallDisconnected')).toMatchObject({ resultInformation: { code: 200, subCode: 7000 } });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'ended', hearing: { kind: 'nothing' } });
    await expect(media.playToAll([music])).rejects.toEqual(refusedWith(404, '8522'));
  });

  test('of the customer is the end of the call', async () => {
    const { phone, media } = await answered();
    await media.playToAll([music], { loop: true });
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['PlayCanceled', 'CallDisconnected']);
    expect(bed.last('CallDisconnected')).toMatchObject({ resultInformation: { subCode: 560000 } });
    expect(await bed.phones.press(phone.id, '1')).toEqual({ kind: 'refused', why: 'notInCall' });
  });

  test('comes too when the app leaves the customer alone', async () => {
    const { call, phone } = await answered();
    await call.hangUp(false);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
  });
});
