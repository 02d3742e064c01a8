import { answered, CALLBACK, contextOf, createTestbed, CUSTOMER, refusedWith, type Testbed } from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const OBJECT_ID = '0c0a5050-0000-4000-8000-0000000000e1';
const RAW_ID = `28:orgid:${OBJECT_ID}`;
const attendant = { teamsAppId: OBJECT_ID, cloud: 'public' } as const;

describe('a Teams auto attendant', () => {
  test('takes the call by itself, and is taken out again', async () => {
    const { phone, call } = await answered(bed);
    await call.addParticipant({ targetParticipant: attendant }, { operationContext: 'ring-1' });
    await bed.settle();
    expect(bed.last('AddParticipantSucceeded')).toMatchObject({
      operationContext: 'ring-1',
      participant: { rawId: RAW_ID },
    });
    expect(bed.phones.call(phone.id)?.hearing).toEqual({ kind: 'people', rawIds: [RAW_ID] });
    expect(bed.phones.calls(RAW_ID)).toMatchObject([{ state: 'joined' }]);
    await call.removeParticipant(attendant, { operationContext: 'out' });
    await bed.settle();
    expect(bed.last('RemoveParticipantSucceeded')).toMatchObject({ participant: { rawId: RAW_ID } });
    expect(bed.phones.call(phone.id)?.state).toBe('joined');
  });

  test('has a customer who is transferred, and the app no more', async () => {
    const { call } = await answered(bed);
    await call.transferCallToParticipant(attendant, { operationContext: 'away' });
    await bed.settle();
    expect(bed.last('CallTransferAccepted')).toMatchObject({
      operationContext: 'away',
      transferTarget: { rawId: RAW_ID },
    });
    expect(bed.names()).toContain('CallDisconnected');
  });

  test('is not brought into a call of a resource account', async () => {
    await bed.phones.placeCall({ from: CUSTOMER, to: '28:orgid:0c0a5050-0000-4000-8000-0000000000d1' });
    await bed.settle();
    const { callConnection } = await bed.client.answerCall(contextOf(bed), CALLBACK);
    await bed.settle();
    await expect(callConnection.addParticipant({ targetParticipant: attendant })).rejects.toMatchObject(
      refusedWith(405, '8520'),
    );
  });
});
