import { CallAutomationClient } from '@azure/communication-call-automation';
import { readFileSync } from 'node:fs';
import { answered, CALLBACK, createTestbed, customer, refusedWith, type Testbed } from './testbed.testsuite';

const THEIRS = 'https://app.example/api/theirs';
const CALLER = { communicationUserId: '8:acs:resource-1_caller' };
const CALLEE = { communicationUserId: '8:acs:resource-1_callee' };

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

/** The app calls one of its users as another. */
async function calling() {
  const client = new CallAutomationClient(
    bed.url,
    { getToken: async () => ({ token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    {
      tlsOptions: { ca: readFileSync(bed.caFile, 'utf8') },
      retryOptions: { maxRetries: 0 },
      sourceIdentity: CALLER,
    },
  );
  const { callConnection: call, callConnectionProperties: properties } = await client.createCall(
    { targetParticipant: CALLEE },
    CALLBACK,
    { operationContext: 'create' },
  );
  await bed.settle();
  return { call, properties };
}

const incoming = () => {
  const { subject, data } = bed.grid.at(-1) ?? {};
  return { subject, data: data as { incomingCallContext: string } };
};
const told = () => bed.received.splice(0).map(({ name, url }) => `${name} ${url === THEIRS ? 'theirs' : 'ours'}`);

describe('a user of the resource who is called', () => {
  test('is announced by Event Grid, and by whom', async () => {
    const { properties } = await calling();
    expect(incoming()).toMatchObject({
      subject: `/caller/${CALLER.communicationUserId}/recipient/${CALLEE.communicationUserId}`,
      data: {
        to: { rawId: CALLEE.communicationUserId, communicationUser: { id: CALLEE.communicationUserId } },
        from: { rawId: CALLER.communicationUserId },
        serverCallId: properties.serverCallId,
        incomingCallContext: expect.any(String),
      },
    });
  });

  test('is told what whoever invited them put to it', async () => {
    const { call } = await answered(bed);
    await call.addParticipant({
      targetParticipant: CALLEE,
      customCallingContext: [
        { kind: 'voip', key: 'order', value: '17' },
        { kind: 'sipuui', key: '', value: 'id;encoding=ascii' },
      ],
    });
    await bed.settle();
    expect(incoming().data).toMatchObject({
      customContext: { sipHeaders: { 'User-To-User': 'id;encoding=ascii' }, voipHeaders: { order: '17' } },
    });
  });

  test('is answered for by the app, which is then in the call twice', async () => {
    const { call, properties } = await calling();
    const { callConnectionProperties, callConnection: theirs } = await bed.client.answerCall(
      incoming().data.incomingCallContext,
      THEIRS,
    );
    await bed.settle();
    expect(told()).toEqual([
      'CallConnected ours',
      'ParticipantsUpdated ours',
      'CallConnected theirs',
      'ParticipantsUpdated theirs',
    ]);
    expect(callConnectionProperties.callConnectionId).not.toBe(properties.callConnectionId);
    expect(callConnectionProperties.serverCallId).toBe(properties.serverCallId);
    expect((await theirs.listParticipants()).values).toHaveLength(1);
    await expect(bed.client.answerCall(incoming().data.incomingCallContext, THEIRS)).rejects.toMatchObject(
      refusedWith(404, '8522'),
    );
    await call.hangUp(true);
    await bed.settle();
    expect(told().sort()).toEqual(['CallDisconnected ours', 'CallDisconnected theirs']);
  });

  test('is out of the call once the app has hung up for them', async () => {
    const { call } = await answered(bed);
    await call.addParticipant({ targetParticipant: CALLEE }, { operationContext: 'add' });
    await bed.settle();
    const { callConnection: theirs } = await bed.client.answerCall(incoming().data.incomingCallContext, THEIRS);
    await bed.settle();
    expect(bed.last('AddParticipantSucceeded')).toMatchObject({ operationContext: 'add' });
    await theirs.hangUp(false);
    await bed.settle();
    expect((await call.listParticipants()).values).toMatchObject([{ identifier: customer }]);
    expect(bed.last('CallDisconnected')).toMatchObject({ resultInformation: { code: 200 } });
    await expect(theirs.getCallConnectionProperties()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('takes the app that answered for them along when they are removed', async () => {
    const { call } = await answered(bed);
    await call.addParticipant({ targetParticipant: CALLEE });
    await bed.settle();
    await bed.client.answerCall(incoming().data.incomingCallContext, THEIRS);
    await bed.settle();
    told();
    await call.removeParticipant(CALLEE);
    await bed.settle();
    expect(told()).toEqual(['RemoveParticipantSucceeded ours', 'CallDisconnected theirs', 'ParticipantsUpdated ours']);
  });

  test('is declined for by the app', async () => {
    await calling();
    await bed.client.rejectCall(incoming().data.incomingCallContext, { callRejectReason: 'busy' });
    await bed.settle();
    expect(bed.last('CreateCallFailed')).toMatchObject({
      operationContext: 'create',
      resultInformation: { code: 486 },
    });
  });

  test('is passed on by the app, and who takes it is who was called', async () => {
    await calling();
    await bed.client.redirectCall(incoming().data.incomingCallContext, {
      targetParticipant: { communicationUserId: '8:acs:resource-1_other' },
    });
    await bed.settle();
    expect(incoming().data).toMatchObject({ to: { rawId: '8:acs:resource-1_other' } });
    await bed.client.answerCall(incoming().data.incomingCallContext, THEIRS);
    await bed.settle();
    expect(bed.last('CallConnected')).toMatchObject({ resultInformation: { code: 200 } });
  });

  test('answers by themselves, and then nobody does for them', async () => {
    await calling();
    await bed.phones.answer(bed.phones.calls(CALLEE.communicationUserId)[0]?.id ?? '');
    await expect(bed.client.answerCall(incoming().data.incomingCallContext, THEIRS)).rejects.toMatchObject(
      refusedWith(404, '8522'),
    );
  });
});
