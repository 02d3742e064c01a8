import { agentsGone, parseCallbacks, parseIncomingCall, type CallEvent } from './parse';

describe('an incoming call', () => {
  /** Shaped after azure-docs, call-automation/incoming-call-notification. */
  const data = {
    to: { kind: 'phoneNumber', rawId: '4:+14255550199', phoneNumber: { value: '+14255550199' } },
    from: { kind: 'phoneNumber', rawId: '4:+14255550123', phoneNumber: { value: '+14255550123' } },
    serverCallId: 'aHR0cHM6',
    callerDisplayName: '',
    incomingCallContext: 'eyJ',
    correlationId: 'c-1',
  };
  const parse = (change: object) =>
    parseIncomingCall({ type: 'Microsoft.Communication.IncomingCall', data: { ...data, ...change } });

  test('says who calls whom', () => {
    expect(parse({})).toEqual({
      kind: 'incomingCall',
      sourceId: 'c-1',
      customerAddress: '+14255550123',
      customerName: null,
      ourAddress: '+14255550199',
      trunk: null,
      headers: [],
      headersRefused: 0,
      incomingCallContext: 'eyJ',
      serverCallId: 'aHR0cHM6',
    });
  });

  test.each([
    ['a Teams resource account', { to: { kind: 'unknown', rawId: '28:orgid:ra' } }, { ourAddress: '28:orgid:ra' }],
    ['a hidden number', { from: { rawId: '4:anonymous' } }, { customerAddress: 'anonymous' }],
    ['a number without a raw id', { from: { phoneNumber: { value: '+1425' } } }, { customerAddress: '+1425' }],
    ['a browser', { from: { communicationUser: { id: '8:acs:r_u' } } }, { customerAddress: '8:acs:r_u' }],
    ['a trunk', { customContext: { sipHeaders: { 'X-MS-Custom-Trunk': 'SBC.Example ' } } }, { trunk: 'sbc.example' }],
    ['other headers', { customContext: { sipHeaders: { 'User-To-User': 'x' } } }, { trunk: null }],
    ['a name', { callerDisplayName: 'Grace' }, { customerName: 'Grace' }],
  ])('%s is understood', (_what, change, expected) => {
    expect(parse(change)).toMatchObject(expected);
  });

  test('without a context it cannot be answered', () => {
    expect(parse({ incomingCallContext: undefined }).kind).toBe('malformed');
  });

  const trunkIn = (sipHeaders: unknown) => {
    const call = parse({ customContext: { sipHeaders } });
    return call.kind === 'incomingCall' ? call.trunk : call.kind;
  };

  test.each([
    ['a line more', { 'X-MS-Custom-Trunk': 'a.example\r\nX-MS-Custom-Trunk: b.example' }],
    ['a path', { 'X-MS-Custom-Trunk': '../../fabrikam' }],
    ['no text', { 'X-MS-Custom-Trunk': { toString: 1 } }],
    ['two trunks', { 'X-MS-Custom-Trunk': 'a.example', 'x-ms-custom-trunk': 'b.example' }],
    ['a megabyte', { 'X-MS-Custom-Trunk': 'a'.repeat(1_000_000) }],
    ['look-alikes', { 'X-MS-Custom-Trunk': 'fabrikаm.example' }],
    ['the name of everything', JSON.parse('{ "__proto__": { "x-ms-custom-trunk": "a.example" } }') as unknown],
    ['no headers at all', 'x-ms-custom-trunk: a.example'],
    ['a number', 7],
  ])('a header with %s names no trunk, and the call is taken', (_what, headers) => {
    expect(trunkIn(headers)).toBeNull();
  });

  test('a trunk is named by one header, in any letters', () => {
    expect(trunkIn({ 'x-MS-custom-TRUNK': ' Fabrikam.SBC.example ', 'X-MS-Custom-Other': '\0' })).toBe(
      'fabrikam.sbc.example',
    );
  });

  test('what comes with a call is taken where it can be anything, and the call is taken in any case', () => {
    const said = { userToUser: 'order=1', 'X-MS-Custom-Tier': '1\r\n2' };
    expect(parse({ customContext: { sipHeaders: said } })).toMatchObject({
      headers: [{ name: 'User-To-User', value: 'order=1' }],
      headersRefused: 1,
    });
    expect(parse({ customContext: 'User-To-User: x' })).toMatchObject({ headers: [], headersRefused: 0 });
  });

  test('a name that a caller gives is one line, and no longer than a name', () => {
    const nameIn = (callerDisplayName: string) => {
      const call = parse({ callerDisplayName });
      return call.kind === 'incomingCall' ? call.customerName : call.kind;
    };
    expect(nameIn('Grace\r\n\u202eHopper')).toBe('Grace Hopper');
    expect(nameIn('\u0000\u200b')).toBeNull();
    expect(nameIn('x'.repeat(10_000))).toHaveLength(100);
  });

  test('other events are not ours', () => {
    expect(parseIncomingCall({ type: 'Microsoft.Communication.CallStarted', data }).kind).toBe('unsupported');
  });
});

const event = (name: string, data: object = {}) => ({
  id: 'e-1',
  source: 'calling/callConnections/call-1',
  type: `Microsoft.Communication.${name}`,
  time: '2026-10-05T12:00:00Z',
  specversion: '1.0',
  data: { callConnectionId: 'call-1', serverCallId: 's', correlationId: 'c-1', operationContext: 'x', ...data },
});
const meaningOf = (name: string, data?: object): unknown => {
  const [parsed] = parseCallbacks([event(name, data)]);
  return parsed?.kind === 'callback' ? parsed.meaning : parsed;
};
const ada = {
  participant: { kind: 'microsoftTeamsUser', rawId: '8:orgid:ada', microsoftTeamsUser: { userId: 'ada' } },
};
const because = (code: number, subCode: number) => ({ resultInformation: { code, subCode, message: '' } });

describe('callbacks', () => {
  test('each of an array is read on its own, whatever stands beside it', () => {
    const kinds = parseCallbacks([event('CallConnected'), event('Surprise'), 7, event('PlayCompleted')]).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual<CallEvent['kind'][]>(['callback', 'unsupported', 'malformed', 'callback']);
  });

  test('one says its call, its step and its instant', () => {
    expect(parseCallbacks(event('CallConnected'))).toEqual([
      {
        kind: 'callback',
        sourceId: 'e-1',
        callRef: 'call-1',
        correlationId: 'c-1',
        context: 'x',
        at: Date.UTC(2026, 9, 5, 12),
        meaning: { kind: 'connected' },
      },
    ]);
  });

  test.each([
    ['CallDisconnected', because(200, 5000), { kind: 'disconnected', code: 200, subCode: 5000 }],
    ['AnswerFailed', {}, { kind: 'answerFailed', code: null, subCode: null }],
    ['AddParticipantSucceeded', ada, { kind: 'agentJoined', teamsUserId: 'ada' }],
    ['AddParticipantFailed', { ...ada, ...because(603, 0) }, { kind: 'agentFailed', why: 'declined', code: 603 }],
    ['AddParticipantFailed', { ...ada, ...because(486, 0) }, { why: 'busy' }],
    ['AddParticipantFailed', { ...ada, ...because(487, 10003) }, { why: 'notAnswered', subCode: 10003 }],
    ['AddParticipantFailed', { ...ada, ...because(480, 10037) }, { why: 'notAnswered' }],
    ['AddParticipantFailed', { ...ada, ...because(408, 0) }, { why: 'notAnswered' }],
    ['AddParticipantFailed', { ...ada, ...because(500, 0) }, { why: 'notConnected' }],
    ['AddParticipantFailed', ada, { why: 'notConnected', code: null }],
    ['RemoveParticipantSucceeded', ada, { kind: 'agentLeft', teamsUserId: 'ada' }],
    ['CancelAddParticipantSucceeded', { invitationId: 'i' }, { kind: 'ringCancelled', invitationRef: 'i' }],
    ['PlayCompleted', {}, { kind: 'promptDone' }],
    ['PlayCanceled', {}, { kind: 'promptCancelled' }],
    ['PlayFailed', because(400, 8536), { kind: 'promptFailed', subCode: 8536 }],
    [
      'RecognizeCompleted',
      { recognitionType: 'dtmf', dtmfResult: { tones: ['one', 'zero', 'pound', 'asterisk'] } },
      { kind: 'gathered', by: 'digits', value: '10#*' },
    ],
    [
      'RecognizeCompleted',
      { recognitionType: 'choices', choiceResult: { label: 'sales', recognizedPhrase: 'sales', confidence: 0.9 } },
      { kind: 'gathered', by: 'words', value: 'sales' },
    ],
    [
      'RecognizeCompleted',
      { recognitionType: 'choices', choiceResult: { label: '1' } },
      { kind: 'gathered', by: 'digits', value: '1' },
    ],
    [
      'RecognizeCompleted',
      { recognitionType: 'speech', speechResult: { speech: 'I want sales', confidence: 0.9 } },
      { kind: 'gathered', by: 'words', value: 'I want sales' },
    ],
    ['RecognizeFailed', because(400, 8510), { kind: 'gatherFailed', why: 'silence' }],
    ['RecognizeFailed', because(400, 8532), { kind: 'gatherFailed', why: 'interDigit' }],
    ['RecognizeFailed', because(400, 8511), { kind: 'gatherFailed', why: 'other', subCode: 8511 }],
    ['RecognizeFailed', {}, { kind: 'gatherFailed', why: 'other' }],
    ['RecognizeCanceled', because(200, 8508), { kind: 'gatherFailed', why: 'cancelled' }],
    ['HoldFailed', because(400, 8535), { kind: 'holdFailed', subCode: 8535 }],
    ['RecordingStateChanged', { recordingId: 'r', state: 'active' }, { kind: 'recordingChanged', isActive: true }],
    ['RecordingStateChanged', { recordingId: 'r', state: 'inactive' }, { isActive: false }],
    ['StartRecordingFailed', because(500, 0), { kind: 'recordingFailed', code: 500 }],
    ['AddParticipantSucceeded', { participant: { rawId: '4:+1425' } }, { kind: 'agentJoined' }],
    ['PlayStarted', {}, { kind: 'unsupported' }],
    ['RemoveParticipantFailed', ada, { kind: 'unsupported' }],
    ['RecognizeCompleted', { recognitionType: 'dtmf' }, { kind: 'malformed' }],
    ['AddParticipantSucceeded', {}, { kind: 'malformed' }],
  ])('%s %j', (name, data, expected) => {
    expect(meaningOf(name, data)).toMatchObject(expected);
  });

  test.each([[undefined], [null], ['x'], [{}], [{ ...event('CallConnected'), data: null }]])(
    '%j is malformed',
    (body) => {
      expect(parseCallbacks(body).map(({ kind }) => kind)).toEqual(['malformed']);
    },
  );
});

test('an agent who is not among the participants any more is gone', () => {
  const meaning = meaningOf('ParticipantsUpdated', {
    sequenceNumber: 7,
    operationContext: undefined,
    participants: [
      { identifier: { rawId: '4:+14255550123' }, isMuted: false, isOnHold: true },
      { identifier: { rawId: '8:orgid:ada' }, isMuted: false },
    ],
  });
  expect(meaning).toEqual({
    kind: 'participants',
    sequence: 7,
    participants: [
      { rawId: '4:+14255550123', isOnHold: true },
      { rawId: '8:orgid:ada', isOnHold: false },
    ],
  });
  const { participants } = meaning as { participants: { rawId: string }[] };
  expect(agentsGone(['ada', 'bob'], participants)).toEqual(['bob']);
});
