import {
  ADA,
  ada,
  answered,
  createTestbed,
  CUSTOMER,
  customer,
  refusedWith,
  text,
  type Testbed,
} from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

/** Two customers in calls of their own; the second one's has been told from the first's. */
async function two() {
  const here = await answered(bed);
  const phone = await bed.phones.placeCall({ from: '+14255550177', to: '+14255550199' });
  await bed.settle();
  const context = (bed.grid.at(-1)?.data as { incomingCallContext: string }).incomingCallContext;
  const { callConnection } = await bed.client.answerCall(context, 'https://app.example/api/other', {
    callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' },
  });
  await bed.settle();
  return { here, there: { phone, call: callConnection, id: phone.callConnectionId } };
}
const other = { phoneNumber: '+14255550177' };

describe('moving participants', () => {
  test('brings somebody from one call into another, and the one they left ends when it is empty', async () => {
    const { here, there } = await two();
    await there.call.getCallMedia().playToAll([text('Please hold the line.')], { operationContext: 'prompt' });
    const { participants, fromCall } = await here.call.moveParticipants([other], there.id, {
      operationContext: 'move-1',
    });
    await bed.settle();
    expect(fromCall).toBe(there.id);
    expect(participants?.map(({ identifier }) => identifier)).toMatchObject([customer, other]);
    expect(bed.last('MoveParticipantSucceeded')).toMatchObject({
      callConnectionId: here.phone.callConnectionId,
      operationContext: 'move-1',
      participant: { rawId: '4:+14255550177' },
      fromCall: there.id,
      resultInformation: { code: 200 },
    });
    expect(bed.last('PlayCanceled')).toMatchObject({ operationContext: 'prompt' });
    expect(bed.received.filter(({ url }) => url.endsWith('/other')).at(-1)?.name).toBe('CallDisconnected');
    expect(bed.phones.call(there.phone.id)).toMatchObject({
      state: 'joined',
      callConnectionId: here.phone.callConnectionId,
      hearing: { kind: 'people', rawIds: [`4:${CUSTOMER}`] },
    });
  });

  test('leaves whoever else is in the call where they are', async () => {
    const { here, there } = await two();
    await there.call.addParticipant({ targetParticipant: ada });
    const [teams] = bed.teamsPhones.calls(ADA);
    await bed.teamsPhones.answer(teams?.id ?? '');
    await here.call.moveParticipants([ada], there.id);
    await bed.settle();
    expect((await there.call.listParticipants()).values).toMatchObject([{ identifier: other }]);
    expect((await here.call.listParticipants()).values).toHaveLength(2);
    await bed.teamsPhones.hangUp(teams?.id ?? '');
    await bed.settle();
    expect((await here.call.listParticipants()).values).toMatchObject([{ identifier: customer }]);
  });

  test('of whom one is not there tells it of that one alone', async () => {
    const { here, there } = await two();
    await here.call.moveParticipants([ada, other], there.id);
    await bed.settle();
    expect(bed.last('MoveParticipantFailed')).toMatchObject({
      participant: { rawId: `8:orgid:${ADA}` },
      fromCall: there.id,
      resultInformation: { subCode: 8558 },
    });
    expect(bed.last('MoveParticipantSucceeded')).toMatchObject({ participant: { rawId: '4:+14255550177' } });
  });

  test('from no call, or from itself, is refused', async () => {
    const { here } = await two();
    await expect(here.call.moveParticipants([other], 'none')).rejects.toMatchObject(refusedWith(404, '8522'));
    const itself = here.phone.callConnectionId;
    await expect(here.call.moveParticipants([customer], itself)).rejects.toMatchObject(refusedWith(400, '8523'));
  });

  test('is kept over a restart', async () => {
    const { here, there } = await two();
    await here.call.moveParticipants([other], there.id);
    await bed.restart();
    expect(bed.phones.call(there.phone.id)?.callConnectionId).toBe(here.phone.callConnectionId);
    await bed.phones.hangUp(there.phone.id);
    await bed.phones.hangUp(here.phone.id);
    await bed.settle();
    expect(bed.last('CallDisconnected')).toMatchObject({ callConnectionId: here.phone.callConnectionId });
  });
});
