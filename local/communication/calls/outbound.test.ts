import { DtmfTone } from '@azure/communication-call-automation';
import {
  ADA,
  ada,
  answered,
  CALLBACK,
  createTestbed,
  CUSTOMER,
  customer,
  invited,
  OURS,
  refusedWith,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

describe('a call that the app makes', () => {
  const dial = async () => {
    const invite = { targetParticipant: customer, sourceCallIdNumber: { phoneNumber: OURS } };
    const { callConnection } = await bed.client.createCall(invite, CALLBACK, { operationContext: 'dial' });
    await bed.settle();
    return { call: callConnection, phone: bed.phones.calls(CUSTOMER)[0]! };
  };

  test('rings at the phone and is connected once answered', async () => {
    const { call, phone } = await dial();
    expect(phone).toMatchObject({ direction: 'received', peer: OURS, state: 'ringing', hearing: { kind: 'ringing' } });
    expect((await call.getCallConnectionProperties()).callConnectionState).toBe('connecting');
    await expect(call.getCallMedia().hold(customer)).rejects.toMatchObject(refusedWith(400, '8501'));
    await bed.phones.answer(phone.id);
    await bed.settle();
    expect(bed.names()).toEqual(['CallConnected', 'ParticipantsUpdated']);
    expect(bed.last('CallConnected')).toMatchObject({ operationContext: 'dial' });
  });

  test('goes by the trunk of the first route that matches its number', async () => {
    const { phone } = await dial();
    expect(phone.trunk).toBeNull();
    const direct = await createTestbed({ trunkFor: (number) => (number === CUSTOMER ? 'sbc.example' : undefined) });
    const invite = { targetParticipant: customer, sourceCallIdNumber: { phoneNumber: OURS } };
    await direct.client.createCall(invite, CALLBACK);
    expect(direct.phones.calls(CUSTOMER)).toMatchObject([{ trunk: 'sbc.example' }]);
    await direct.close();
  });

  test.each(['declined', 'busy'] as const)('fails when %s', async (how) => {
    const { phone, call } = await dial();
    await bed.phones.decline(phone.id, how);
    await bed.settle();
    expect(bed.names()).toEqual(['CreateCallFailed']);
    expect(bed.last('CreateCallFailed')).toMatchObject({
      operationContext: 'dial',
      resultInformation: { code: how === 'busy' ? 486 : 603 },
    });
    await expect(call.getCallConnectionProperties()).rejects.toMatchObject(refusedWith(404, '8522'));
  });

  test('fails when nobody answers', async () => {
    await dial();
    await bed.advance(60_000);
    expect(bed.last('CreateCallFailed')).toMatchObject({ resultInformation: { code: 487, subCode: 10004 } });
  });

  test('fails when the app gives up', async () => {
    const { call, phone } = await dial();
    await call.hangUp(false);
    await bed.settle();
    expect(bed.names()).toEqual(['CreateCallFailed']);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
  });

  test('needs a number of ours to show', async () => {
    await expect(bed.client.createCall({ targetParticipant: customer }, CALLBACK)).rejects.toMatchObject(
      refusedWith(400, '8523'),
    );
  });

  test('to several is connected by the first', async () => {
    await bed.client.createGroupCall([customer, ada], CALLBACK, { sourceCallIdNumber: { phoneNumber: OURS } });
    await bed.teamsPhones.decline(bed.teamsPhones.calls(ADA)[0]!.id);
    await bed.phones.answer(bed.phones.calls(CUSTOMER)[0]!.id);
    await bed.settle();
    expect(bed.names()).toEqual(['CallConnected', 'ParticipantsUpdated']);
  });
});

test('an expert is added by phone', async () => {
  const { call } = await answered(bed);
  const expert = { phoneNumber: '+14255550777' };
  await call.addParticipant({ targetParticipant: expert, sourceCallIdNumber: { phoneNumber: OURS } });
  const [phone] = bed.phones.calls(expert.phoneNumber);
  expect(phone).toMatchObject({ state: 'ringing', peer: OURS });
  await bed.phones.answer(phone!.id);
  await bed.settle();
  expect(bed.last('AddParticipantSucceeded')).toMatchObject({
    participant: { phoneNumber: { value: '+14255550777' } },
  });
});

describe('a transfer', () => {
  const transferred = async () => {
    const setUp = await answered(bed);
    await setUp.call.transferCallToParticipant(ada, { operationContext: 'transfer' });
    return { ...setUp, teams: bed.teamsPhones.calls(ADA)[0]! };
  };

  test('takes the customer to the agent and the app out of the call', async () => {
    const { phone, teams } = await transferred();
    expect(teams).toMatchObject({ state: 'ringing', from: CUSTOMER });
    await bed.teamsPhones.answer(teams.id);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['CallTransferAccepted', 'CallDisconnected']);
    expect(bed.last('CallTransferAccepted')).toMatchObject({
      operationContext: 'transfer',
      transferTarget: { rawId: `8:orgid:${ADA}` },
      transferee: { rawId: `4:${CUSTOMER}` },
    });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'joined', hearing: { kind: 'people' } });
    await bed.phones.hangUp(phone.id);
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
  });

  test('that is declined leaves the customer where they were', async () => {
    const { phone, teams } = await transferred();
    await bed.teamsPhones.decline(teams.id);
    await bed.settle();
    expect(bed.last('CallTransferFailed')).toMatchObject({
      operationContext: 'transfer',
      resultInformation: { code: 603 },
    });
    expect(bed.phones.call(phone.id)?.state).toBe('joined');
  });

  test('to a telephone shows the number that it is told to, and brings headers along', async () => {
    const { call } = await answered(bed);
    const outside = { phoneNumber: '+14255550777' };
    const header = { kind: 'sipx', key: 'Order', value: '1', sipHeaderPrefix: 'X-MS-Custom-' } as const;
    await call.transferCallToParticipant(outside, {
      sourceCallIdNumber: { phoneNumber: OURS },
      customCallingContext: [header, { kind: 'sipuui', key: '', value: 'vip' }],
    });
    expect(bed.phones.calls(outside.phoneNumber)).toMatchObject([
      { peer: OURS, sipHeaders: { 'X-MS-Custom-Order': '1', 'User-To-User': 'vip' } },
    ]);
    const hostile = { ...header, value: '1\r\nContact: x' };
    const other = { phoneNumber: '+14255550778' };
    await expect(
      call.addParticipant({ targetParticipant: other, customCallingContext: [hostile] }),
    ).rejects.toMatchObject(refusedWith(400, '8523'));
  });

  test('in a group call names whom', async () => {
    const { call, teams } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    const expert = { phoneNumber: '+14255550777' };
    await expect(call.transferCallToParticipant(expert)).rejects.toMatchObject(refusedWith(400, '8523'));
    await call.transferCallToParticipant(expert, { transferee: customer });
    await bed.phones.answer(bed.phones.calls(expert.phoneNumber)[0]!.id);
    await bed.settle();
    expect(bed.last('ParticipantsUpdated')).toMatchObject({
      participants: [{ identifier: { rawId: `8:orgid:${ADA}` } }],
    });
  });
});

describe('tones', () => {
  test('are sent to somebody', async () => {
    const { phone, media } = await answered(bed);
    await media.sendDtmfTones([DtmfTone.One, DtmfTone.Pound], customer, { operationContext: 'send' });
    expect(bed.phones.call(phone.id)?.heard).toContainEqual(
      expect.objectContaining({ kind: 'tones', tones: ['one', 'pound'] }),
    );
    await bed.advance(500);
    expect(bed.last('SendDtmfTonesCompleted')).toMatchObject({ operationContext: 'send' });
  });

  test('are reported one by one while that is wanted', async () => {
    const { phone, media } = await answered(bed);
    await media.startContinuousDtmfRecognition(customer, { operationContext: 'listen' });
    await bed.phones.press(phone.id, '1*');
    await media.stopContinuousDtmfRecognition(customer, { operationContext: 'stop' });
    await bed.phones.press(phone.id, '2');
    await bed.settle();
    const tones = bed.received.filter(({ name }) => name === 'ContinuousDtmfRecognitionToneReceived');
    expect(tones.map(({ data }) => [data['sequenceId'], data['tone'], data.operationContext])).toEqual([
      [1, 'one', 'listen'],
      [2, 'asterisk', 'listen'],
    ]);
    expect(bed.last('ContinuousDtmfRecognitionStopped')).toMatchObject({ operationContext: 'stop' });
  });

  test('of no key are not pressed', async () => {
    const { phone } = await answered(bed);
    expect(await bed.phones.press(phone.id, '1x')).toEqual({ kind: 'refused', why: 'noSuchKey' });
  });
});

test('only users of the resource are muted', async () => {
  const { call } = await answered(bed);
  await expect(call.muteParticipant(customer)).rejects.toMatchObject(refusedWith(405, '8520'));
  const browser = { communicationUserId: '8:acs:resource_user' };
  await call.addParticipant({ targetParticipant: browser });
  await bed.phones.answer(bed.phones.calls(browser.communicationUserId)[0]!.id);
  await call.muteParticipant(browser);
  await bed.settle();
  expect(await call.getParticipant(browser)).toMatchObject({ isMuted: true });
  expect(bed.last('ParticipantsUpdated')).toMatchObject({ participants: [{}, { isMuted: true }] });
});
