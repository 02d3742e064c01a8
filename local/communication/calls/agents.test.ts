import {
  ADA,
  CUSTOMER,
  ada,
  answered,
  createTestbed,
  customer,
  invited,
  music,
  refusedWith,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const hears = (id: string) => bed.phones.call(id)?.hearing;

describe('an agent', () => {
  const participant = { rawId: `8:orgid:${ADA}` };

  test('rings in Teams and sees what it is about', async () => {
    const { teams } = await invited(bed);
    expect(teams).toMatchObject({ state: 'ringing', topic: 'Billing', details: 'Grace', from: CUSTOMER });
    expect(teams.ringsUntil).toBe(bed.clock.now() + 15_000);
  });

  test('answers and talks with the customer', async () => {
    const { phone, teams, call } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    await bed.settle();
    expect(bed.last('AddParticipantSucceeded')).toMatchObject({ operationContext: 'ring-1', participant });
    expect(bed.last('ParticipantsUpdated')).toMatchObject({ sequenceNumber: 2, participants: [{}, {}] });
    expect(hears(phone.id)).toEqual({ kind: 'people', rawIds: [participant.rawId] });
    expect((await call.listParticipants()).values).toHaveLength(2);
    expect(await call.getParticipant(ada)).toMatchObject({ identifier: ada, isOnHold: false });
  });

  test('declines', async () => {
    const { teams } = await invited(bed);
    await bed.teamsPhones.decline(teams.id);
    await bed.settle();
    expect(bed.last('AddParticipantFailed')).toMatchObject({ participant, resultInformation: { code: 603 } });
    expect(await bed.teamsPhones.answer(teams.id)).toEqual({ kind: 'refused', why: 'notRinging' });
  });

  test('does not answer', async () => {
    await invited(bed, 15);
    await bed.advance(15_000);
    expect(bed.last('AddParticipantFailed')).toMatchObject({
      operationContext: 'ring-1',
      resultInformation: { code: 487, subCode: 10004 },
    });
  });

  test('has no client that runs', async () => {
    await bed.teamsPhones.setReachable(ADA, false);
    await invited(bed);
    await bed.settle();
    expect(bed.last('AddParticipantFailed')).toMatchObject({ resultInformation: { code: 480, subCode: 10037 } });
  });

  test('has a voicemail that looks like an agent, and hangs up in the end', async () => {
    const { phone, teams } = await invited(bed);
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
    const { call, invitationId, teams } = await invited(bed);
    await call.cancelAddParticipantOperation(invitationId, { operationContext: 'cancel' });
    await bed.settle();
    expect(bed.last('CancelAddParticipantSucceeded')).toMatchObject({ invitationId, operationContext: 'cancel' });
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
    expect(bed.names()).not.toContain('AddParticipantFailed');
    await expect(call.removeParticipant(ada)).rejects.toMatchObject(refusedWith(404, '8522'));
    await call.cancelAddParticipantOperation(invitationId);
    await bed.settle();
    expect(bed.last('CancelAddParticipantFailed')).toMatchObject({ invitationId });
  });

  test('is removed, and the customer stays', async () => {
    const { call, phone, teams } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    await call.removeParticipant(ada, { operationContext: 'out' });
    await bed.settle();
    expect(bed.last('RemoveParticipantSucceeded')).toMatchObject({ operationContext: 'out', participant });
    expect(bed.phones.call(phone.id)?.state).toBe('joined');
  });

  test('stays when the customer hangs up, until nobody is left', async () => {
    const { phone, teams } = await invited(bed);
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
    const { phone, teams } = await invited(bed);
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['AddParticipantFailed', 'CallDisconnected']);
    expect(bed.last('AddParticipantFailed')).toMatchObject({ resultInformation: { code: 487, subCode: 0 } });
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
  });

  test('cannot be added twice', async () => {
    const { call } = await invited(bed);
    await expect(call.addParticipant({ targetParticipant: ada })).rejects.toMatchObject(refusedWith(400, '8523'));
  });

  test('talks on alone with the customer when the app leaves', async () => {
    const { call, phone, teams } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    await call.hangUp(false);
    await bed.settle();
    expect(bed.names().at(-1)).toBe('CallDisconnected');
    expect(hears(phone.id)).toMatchObject({ kind: 'people' });
    await expect(call.getCallConnectionProperties()).rejects.toMatchObject(refusedWith(404, '8522'));
    await bed.phones.hangUp(phone.id);
    expect(bed.teamsPhones.call(teams.id)?.state).toBe('ended');
  });
});

describe('the end', () => {
  test('for everybody, whatever was under way', async () => {
    const { call, phone, media } = await answered(bed);
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
    await expect(media.playToAll([music])).rejects.toMatchObject(refusedWith(404, '8522'));
  });

  test('of the customer is the end of the call', async () => {
    const { phone, media } = await answered(bed);
    await media.playToAll([music], { loop: true });
    await bed.phones.hangUp(phone.id);
    await bed.settle();
    expect(bed.names().slice(-2)).toEqual(['PlayCanceled', 'CallDisconnected']);
    expect(bed.last('CallDisconnected')).toMatchObject({ resultInformation: { subCode: 560000 } });
    expect(await bed.phones.press(phone.id, '1')).toEqual({ kind: 'refused', why: 'notInCall' });
  });

  test('comes too when the app leaves the customer alone', async () => {
    const { call, phone } = await answered(bed);
    await call.hangUp(false);
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
  });
});
