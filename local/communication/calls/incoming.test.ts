import {
  ADA,
  CALLBACK,
  CUSTOMER,
  OURS,
  ada,
  answered,
  contextOf,
  createTestbed,
  refusedWith,
  ringIn,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const hears = (id: string) => bed.phones.call(id)?.hearing;

describe('an incoming call', () => {
  test('is announced by Event Grid with all that answering takes', async () => {
    const phone = await ringIn(bed);
    expect(bed.grid).toEqual([
      expect.objectContaining({
        eventType: 'Microsoft.Communication.IncomingCall',
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
    const phone = await ringIn(bed);
    await bed.advance(29_999);
    expect(bed.phones.call(phone.id)?.state).toBe('ringing');
    await bed.advance(1);
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'ended', end: { code: 487, subCode: 10004 } });
    await expect(bed.client.answerCall(contextOf(bed), CALLBACK)).rejects.toMatchObject(refusedWith(404, '8522'));
  });

  test('is answered: the callbacks say so, signed, in order', async () => {
    const { call, properties } = await answered(bed);
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
    await answered(bed);
    await expect(bed.client.answerCall(contextOf(bed), CALLBACK)).rejects.toMatchObject(refusedWith(404, '8522'));
  });

  test('is rejected', async () => {
    const phone = await ringIn(bed);
    await bed.client.rejectCall(contextOf(bed), { callRejectReason: 'busy' });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'ended', end: { code: 486 } });
  });

  test('the caller gives up', async () => {
    const phone = await ringIn(bed);
    await bed.phones.hangUp(phone.id);
    await expect(bed.client.answerCall(contextOf(bed), CALLBACK)).rejects.toMatchObject(refusedWith(404, '8522'));
    expect(bed.names()).toEqual([]);
  });

  test('is redirected to an agent, without us', async () => {
    const phone = await ringIn(bed);
    await bed.client.redirectCall(contextOf(bed), { targetParticipant: ada });
    const [ringing] = bed.teamsPhones.calls(ADA);
    expect(ringing).toMatchObject({ state: 'ringing', from: CUSTOMER });
    await bed.teamsPhones.answer(ringing!.id);
    expect(hears(phone.id)).toEqual({ kind: 'people', rawIds: [`8:orgid:${ADA}`] });
    await bed.teamsPhones.hangUp(ringing!.id);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
    expect(bed.names()).toEqual([]);
  });
});
