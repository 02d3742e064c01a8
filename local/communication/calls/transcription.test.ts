import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { StreamingData, type TranscriptionOptions } from '@azure/communication-call-automation';
import { WebSocketServer } from 'ws';
import { CALLBACK, ADA, ada, contextOf, createTestbed, refusedWith, ringIn, type Testbed } from './testbed.testsuite';

let bed: Testbed;
let app: WebSocketServer;
let frames: string[];
let tokens: (string | undefined)[];
beforeEach(async () => {
  bed = await createTestbed();
  [frames, tokens] = [[], []];
  app = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  app.on('connection', (socket, { headers }) => {
    tokens.push(headers.authorization);
    socket.on('message', (data: Buffer) => frames.push(data.toString()));
  });
  await once(app, 'listening');
});
afterEach(async () => {
  await bed.close();
  for (const socket of app.clients) socket.terminate();
  app.close();
});

const address = () => `ws://127.0.0.1:${(app.address() as AddressInfo).port}/calls/contoso/1`;
const options = (transportUrl = address(), more: Partial<TranscriptionOptions> = {}): TranscriptionOptions => ({
  ...{ transportType: 'websocket', transportUrl, locale: 'en-US' },
  ...more,
});

/** A customer whose call was answered so that its words may be had. */
async function answered(transcriptionOptions: TranscriptionOptions | undefined) {
  const phone = await ringIn(bed);
  const { callConnection } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
    ...(transcriptionOptions && { transcriptionOptions }),
  });
  await bed.settle();
  return { phone, call: callConnection, media: callConnection.getCallMedia() };
}
/** Whatever was sent is here once the next thing that is sent is: frames of a socket keep their order. */
async function read(count: number) {
  while (frames.length < count) await new Promise((resolve) => setImmediate(resolve));
  return frames.map((frame) => StreamingData.parse(frame));
}

describe('live transcription', () => {
  test('says which call it is, and then what everybody says, each by their own name', async () => {
    const { phone, call, media } = await answered(options());
    await bed.phones.say(phone.id, 'Nobody hears this.');
    await media.startTranscription({ locale: 'de-DE', operationContext: 'words' });
    await bed.settle();
    expect(bed.last('TranscriptionStarted')).toMatchObject({
      operationContext: 'words',
      transcriptionUpdate: { transcriptionStatus: 'transcriptionStarted' },
    });
    await call.addParticipant({ targetParticipant: ada });
    const [teams] = bed.teamsPhones.calls(ADA);
    await bed.teamsPhones.answer(teams?.id ?? '');
    await bed.advance(2_000);
    await bed.phones.say(phone.id, 'Where is my order?');
    await bed.teamsPhones.say(teams?.id ?? '', 'On its way.');
    const [begins, ...said] = await read(3);
    expect(begins).toMatchObject({ locale: 'de-DE', callConnectionId: phone.callConnectionId });
    expect(said).toMatchObject([
      { text: 'Where is my order?', resultState: 'Final', participant: { phoneNumber: '+14255550123' } },
      { text: 'On its way.', offsetInTicks: 20_000_000, participant: { microsoftTeamsUserId: ADA } },
    ]);
    const claims = JSON.parse(tokens[0]?.replace('Bearer ', '') ?? '{}') as { aud: string; exp: number; iat: number };
    expect(claims).toMatchObject({ aud: 'resource-1' });
    expect(claims.exp - claims.iat).toBe(86_400);
  });

  test('hears nobody on hold, and nothing once it is stopped; started again it is another subscription', async () => {
    const { phone, media } = await answered(options());
    await media.startTranscription();
    await bed.settle();
    await media.hold({ phoneNumber: '+14255550123' });
    await bed.phones.say(phone.id, 'To myself.');
    await media.unhold({ phoneNumber: '+14255550123' });
    await media.stopTranscription({ operationContext: 'enough' });
    await bed.phones.say(phone.id, 'Four one one one.');
    await bed.settle();
    expect(bed.last('TranscriptionStopped')).toMatchObject({ operationContext: 'enough' });
    await media.startTranscription();
    await bed.settle();
    await bed.phones.say(phone.id, 'Thank you.');
    const all = (await read(3)) as { subscriptionId?: string; text?: string }[];
    expect(all.map(({ text }) => text)).toEqual([undefined, undefined, 'Thank you.']);
    expect(all[0]?.subscriptionId).not.toBe(all[1]?.subscriptionId);
  });

  test('goes on after a restart, and ends with the call', async () => {
    const { phone, media } = await answered(options());
    await media.startTranscription();
    await bed.settle();
    await bed.restart();
    await bed.phones.say(phone.id, 'Still here.');
    expect((await read(3)).at(-1)).toMatchObject({ text: 'Still here.' });
    expect(bed.names().filter((name) => name === 'TranscriptionStarted')).toHaveLength(1);
    const [socket] = [...app.clients].slice(-1);
    await bed.phones.hangUp(phone.id);
    if (socket !== undefined && socket.readyState !== socket.CLOSED) await once(socket, 'close');
  });

  test('starts by itself where it was asked for at the answer, with what is understood on the way', async () => {
    const { phone, call } = await answered(
      options(address(), { startTranscription: true, enableIntermediateResults: true }),
    );
    await bed.settle();
    expect(bed.names()).toContain('TranscriptionStarted');
    await bed.phones.say(phone.id, 'Where is it?');
    const [, ...said] = await read(4);
    expect(said).toMatchObject([
      { text: 'Where', resultState: 'Intermediate' },
      { text: 'Where is', resultState: 'Intermediate' },
      { text: 'Where is it?', resultState: 'Final' },
    ]);
    expect((await call.getCallConnectionProperties()).transcriptionSubscription).toMatchObject({
      state: 'active',
      locale: 'en-US',
      subscribedResultStates: ['intermediate', 'final'],
    });
  });

  test('changes its language on the way, which is told', async () => {
    const { call, media } = await answered(options());
    await expect(media.updateTranscription('de-DE')).rejects.toMatchObject(refusedWith(412, '8583'));
    await media.startTranscription();
    await media.updateTranscription('de-DE', { operationContext: 'german' });
    await bed.settle();
    expect(bed.last('TranscriptionUpdated')).toMatchObject({
      operationContext: 'german',
      transcriptionUpdate: {
        transcriptionStatus: 'transcriptionUpdated',
        transcriptionStatusDetails: 'transcriptionLocaleUpdated',
      },
    });
    expect((await call.getCallConnectionProperties()).transcriptionSubscription).toMatchObject({ locale: 'de-DE' });
  });

  test('that nobody takes fails, and the call goes on', async () => {
    const { phone, media } = await answered(options('ws://127.0.0.1:9/calls'));
    await media.startTranscription({ operationContext: 'words' });
    await bed.settle();
    expect(bed.last('TranscriptionFailed')).toMatchObject({
      operationContext: 'words',
      resultInformation: { subCode: 8578 },
    });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'joined' });
  });

  test('is refused where it was not asked for at the start, twice, or by an address in the clear', async () => {
    const { media } = await answered(undefined);
    await expect(media.startTranscription()).rejects.toMatchObject(refusedWith(400, '8522'));
    const other = await answered(options());
    await other.media.startTranscription();
    await expect(other.media.startTranscription()).rejects.toMatchObject(refusedWith(412, '8583'));
    await expect(answered(options('ws://transcripts.example/x'))).rejects.toMatchObject(refusedWith(400, '8523'));
  });
});
