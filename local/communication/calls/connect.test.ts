import { randomUUID } from 'node:crypto';
import { ADA, CALLBACK, createTestbed, invited, text, type Testbed } from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

/** A customer and an agent who talk, without the app. */
async function talking() {
  const setUp = await invited(bed);
  await bed.teamsPhones.answer(setUp.teams.id);
  await bed.settle();
  await setUp.call.hangUp(false);
  await bed.settle();
  return { ...setUp, serverCallId: setUp.properties.serverCallId ?? '' };
}
const GROUP = '5a0a7b8e-3a55-4ab7-a2b4-0f8e9f4b7c11';
const BROWSER = '8:acs:resource-1_browser';

describe('connecting to a call', () => {
  test('by its server call: the app is in it again, and may act', async () => {
    const { serverCallId, phone } = await talking();
    const { callConnection, callConnectionProperties } = await bed.client.connectCall(
      { kind: 'serverCallLocator', id: serverCallId },
      CALLBACK,
      { operationContext: 'back', callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' } },
    );
    await bed.settle();
    expect(callConnectionProperties).toMatchObject({ serverCallId, callConnectionState: 'connecting' });
    expect(bed.names().slice(-2)).toEqual(['CallConnected', 'ParticipantsUpdated']);
    expect(bed.last('CallConnected')).toMatchObject({ operationContext: 'back', resultInformation: { code: 200 } });
    expect((await callConnection.listParticipants()).values).toHaveLength(2);
    await callConnection.getCallMedia().playToAll([text('A word from us.')]);
    expect(bed.phones.call(phone.id)?.hearing).toMatchObject({ kind: 'text', text: 'A word from us.' });
    await callConnection.hangUp(true);
    await bed.settle();
    expect(bed.phones.call(phone.id)?.state).toBe('ended');
  });

  test.each(['groupCall', 'room'] as const)('by a %s that browsers are in', async (kind) => {
    const first = await bed.phones.join({ from: BROWSER, meeting: { kind, id: GROUP } });
    const second = await bed.phones.join({ from: `8:orgid:${ADA}`, meeting: { kind, id: GROUP } });
    expect(second.callConnectionId).toBe(first.callConnectionId);
    const { callConnection } = await bed.client.connectCall(
      kind === 'room' ? { kind: 'roomCallLocator', id: GROUP } : { kind: 'groupCallLocator', id: GROUP },
      CALLBACK,
    );
    await bed.settle();
    expect(bed.last('ParticipantsUpdated')).toMatchObject({
      participants: [{ identifier: { rawId: BROWSER } }, { identifier: { rawId: `8:orgid:${ADA}` } }],
    });
    await callConnection.hangUp(false);
    await bed.phones.hangUp(second.id);
    // Whoever is left stays: others may join.
    expect(bed.phones.call(first.id)?.state).toBe('joined');
  });

  test('that is not there, or has ended, fails by a callback', async () => {
    const { phone, serverCallId } = await talking();
    await bed.phones.hangUp(phone.id);
    for (const id of [serverCallId, 'bm9uZQ==']) {
      const { callConnection } = await bed.client.connectCall({ kind: 'serverCallLocator', id }, CALLBACK, {
        operationContext: id,
      });
      await bed.settle();
      expect(bed.last('ConnectFailed')).toMatchObject({
        operationContext: id,
        resultInformation: { code: 404, subCode: 8522 },
      });
      await expect(callConnection.getCallConnectionProperties()).rejects.toMatchObject({ statusCode: 404 });
    }
    await bed.client.connectCall({ kind: 'roomCallLocator', id: randomUUID() }, CALLBACK);
    await bed.settle();
    expect(bed.names().filter((name) => name === 'ConnectFailed')).toHaveLength(3);
  });

  describe('in which the app is already, by a second connection', () => {
    const ELSEWHERE = 'https://app.example/api/elsewhere';

    async function twice() {
      const first = await invited(bed);
      await bed.teamsPhones.answer(first.teams.id);
      await bed.settle();
      bed.received.length = 0;
      const { callConnection: second, callConnectionProperties } = await bed.client.connectCall(
        { kind: 'serverCallLocator', id: first.properties.serverCallId ?? '' },
        ELSEWHERE,
        { operationContext: 'second', callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' } },
      );
      await bed.settle();
      return { first, second, id: callConnectionProperties.callConnectionId ?? '' };
    }
    /** What was told to whom, by the address and the connection that it names. */
    const told = () => bed.received.splice(0).map(({ name, url, data }) => [name, url, data['callConnectionId']]);

    test('which has an id, an address and callbacks of its own', async () => {
      const { first, second, id } = await twice();
      expect(id).not.toBe(first.properties.callConnectionId);
      expect(told()).toEqual([
        ['CallConnected', ELSEWHERE, id],
        ['ParticipantsUpdated', ELSEWHERE, id],
      ]);
      expect(await second.getCallConnectionProperties()).toMatchObject({
        callConnectionId: id,
        callConnectionState: 'connected',
        serverCallId: first.properties.serverCallId,
      });
      await second.getCallMedia().playToAll([text('From the second.')], { operationContext: 'b' });
      await bed.advance(5_000);
      expect(told()).toEqual([
        ['PlayStarted', ELSEWHERE, id],
        ['PlayCompleted', ELSEWHERE, id],
      ]);
      await first.call.getCallMedia().playToAll([text('From the first.')]);
      await bed.advance(5_000);
      expect(told().map(([, url]) => url)).toEqual([CALLBACK, CALLBACK]);
    });

    test('who is in the call, and its end, are told to both', async () => {
      const { first, id } = await twice();
      told();
      await bed.teamsPhones.hangUp(first.teams.id);
      await bed.settle();
      expect(told()).toEqual([
        ['ParticipantsUpdated', CALLBACK, first.properties.callConnectionId],
        ['ParticipantsUpdated', ELSEWHERE, id],
      ]);
      await bed.phones.hangUp(first.phone.id);
      await bed.settle();
      expect(told()).toEqual([
        ['CallDisconnected', CALLBACK, first.properties.callConnectionId],
        ['CallDisconnected', ELSEWHERE, id],
      ]);
    });

    test('which leaves with what it asked for, and the first stays; and the other way round', async () => {
      const { first, second } = await twice();
      await second.getCallMedia().playToAll([text('A long text that nobody hears to its end.')]);
      await bed.settle();
      told();
      await second.hangUp(false);
      await bed.settle();
      expect(told().map(([name]) => name)).toEqual(['PlayCanceled', 'CallDisconnected']);
      await expect(second.getCallConnectionProperties()).rejects.toMatchObject({ statusCode: 404 });
      expect(await first.call.getCallConnectionProperties()).toMatchObject({ callConnectionState: 'connected' });
      const { callConnection: third, callConnectionProperties } = await bed.client.connectCall(
        { kind: 'serverCallLocator', id: first.properties.serverCallId ?? '' },
        ELSEWHERE,
      );
      await first.call.hangUp(false);
      expect((await third.listParticipants()).values).toHaveLength(2);
      await bed.restart();
      const again = bed.client.getCallConnection(callConnectionProperties.callConnectionId ?? '');
      await again.hangUp(true);
      await bed.settle();
      expect(bed.phones.call(first.phone.id)?.state).toBe('ended');
    });
  });

  test('goes on after a restart', async () => {
    const { serverCallId } = await talking();
    const { callConnectionProperties } = await bed.client.connectCall(
      { kind: 'serverCallLocator', id: serverCallId },
      CALLBACK,
    );
    await bed.restart();
    const again = bed.client.getCallConnection(callConnectionProperties.callConnectionId ?? '');
    expect(await again.getCallConnectionProperties()).toMatchObject({ callConnectionState: 'connected' });
  });
});
