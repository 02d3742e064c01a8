import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  createOutboundAudioData,
  createOutboundStopAudioData,
  StreamingData,
  type MediaStreamingOptions,
} from '@azure/communication-call-automation';
import { WebSocketServer } from 'ws';
import { ADA, ada, CALLBACK, contextOf, createTestbed, refusedWith, ringIn, type Testbed } from './testbed.testsuite';

let bed: Testbed;
let app: WebSocketServer;
let frames: string[];
let headers: Record<string, string | string[] | undefined>[];
beforeEach(async () => {
  bed = await createTestbed();
  [frames, headers] = [[], []];
  app = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  app.on('connection', (socket, request) => {
    headers.push(request.headers);
    socket.on('message', (data: Buffer) => frames.push(data.toString()));
  });
  await once(app, 'listening');
});
afterEach(async () => {
  await bed.close();
  for (const socket of app.clients) socket.terminate();
  app.close();
});

const address = () => `ws://127.0.0.1:${(app.address() as AddressInfo).port}/audio`;
const wanted = (more: Partial<MediaStreamingOptions> = {}): MediaStreamingOptions => ({
  transportType: 'websocket',
  transportUrl: address(),
  contentType: 'audio',
  audioChannelType: 'unmixed',
  ...more,
});

async function answered(mediaStreamingOptions: MediaStreamingOptions | undefined) {
  const phone = await ringIn(bed);
  const { callConnection, callConnectionProperties } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
    operationContext: 'answer-1',
    ...(mediaStreamingOptions && { mediaStreamingOptions }),
  });
  await bed.settle();
  return { phone, call: callConnection, media: callConnection.getCallMedia(), properties: callConnectionProperties };
}
interface Frame {
  readonly data?: string;
  readonly timestamp?: string;
  readonly isSilent?: boolean;
  readonly participant?: object;
}
async function read(count: number): Promise<Frame[]> {
  while (frames.length < count) await new Promise((resolve) => setImmediate(resolve));
  return frames.map((frame) => StreamingData.parse(frame) as Frame);
}
const bytesOf = ({ data = '' }: Frame) => Buffer.from(data, 'base64');

describe('audio streaming', () => {
  test('begins with what it is, then everybody’s speech in frames of 20 ms, each by their own name', async () => {
    const { phone, call, media } = await answered(wanted());
    expect((await call.getCallConnectionProperties()).mediaStreamingSubscription?.state).toBe('inactive');
    await media.startMediaStreaming({ operationContext: 'ears' });
    await bed.settle();
    expect(bed.last('MediaStreamingStarted')).toMatchObject({
      operationContext: 'ears',
      mediaStreamingUpdate: { mediaStreamingStatus: 'mediaStreamingStarted' },
      resultInformation: { code: 200 },
    });
    const { mediaStreamingSubscription } = await call.getCallConnectionProperties();
    expect(mediaStreamingSubscription).toMatchObject({ state: 'active', subscribedContentTypes: ['audio'] });
    await bed.phones.say(phone.id, 'Hello');
    // Five letters of 60 ms, and a frame of silence after them.
    const [begins, ...sound] = await read(17);
    expect(begins).toEqual({
      subscriptionId: mediaStreamingSubscription?.id,
      encoding: 'PCM',
      sampleRate: 16_000,
      channels: 1,
    });
    expect(sound.map((frame) => bytesOf(frame).length)).toEqual(Array(16).fill(640));
    expect(sound[0]).toMatchObject({ isSilent: false, participant: { phoneNumber: '+14255550123' } });
    expect(Date.parse(sound[1]?.timestamp ?? '') - Date.parse(sound[0]?.timestamp ?? '')).toBe(20);
    expect(bytesOf(sound[0] ?? {}).some((byte) => byte !== 0)).toBe(true);
    expect(sound[15]).toMatchObject({ isSilent: true });
    expect(bytesOf(sound[15] ?? {}).every((byte) => byte === 0)).toBe(true);
    expect(headers[0]).toMatchObject({
      'x-ms-call-connection-id': phone.callConnectionId,
      authorization: expect.stringMatching(/^Bearer /) as string,
    });
  });

  test('starts by itself where it was asked for at the answer, mixed and at 24 kHz', async () => {
    const { phone } = await answered(
      wanted({ startMediaStreaming: true, audioChannelType: 'mixed', audioFormat: 'pcm24KMono' }),
    );
    await bed.settle();
    expect(bed.last('MediaStreamingStarted')).toMatchObject({ operationContext: 'answer-1' });
    await bed.phones.say(phone.id, 'I');
    const [begins, first] = await read(5);
    expect(begins).toMatchObject({ sampleRate: 24_000 });
    expect(first?.participant).toBeUndefined();
    expect(bytesOf(first ?? {})).toHaveLength(960);
  });

  test('has the keys where they were asked for', async () => {
    const { phone, media } = await answered(wanted({ enableDtmfTones: true }));
    await media.startMediaStreaming();
    await bed.settle();
    await bed.phones.press(phone.id, '3#');
    expect(await read(3)).toMatchObject([{}, { data: '3' }, { data: '#' }]);
  });

  test('stops when it is told to, and with the call', async () => {
    const { phone, media } = await answered(wanted());
    await media.startMediaStreaming();
    await bed.settle();
    await media.stopMediaStreaming({ operationContext: 'enough' });
    await bed.phones.say(phone.id, 'Nobody hears this.');
    await bed.settle();
    expect(bed.last('MediaStreamingStopped')).toMatchObject({
      operationContext: 'enough',
      mediaStreamingUpdate: { mediaStreamingStatus: 'mediaStreamingStopped' },
    });
    expect(await read(1)).toHaveLength(1);
    await media.startMediaStreaming();
    await bed.settle();
    await read(2);
    const [socket] = [...app.clients].slice(-1);
    await bed.phones.hangUp(phone.id);
    if (socket !== undefined && socket.readyState !== socket.CLOSED) await once(socket, 'close');
  });

  test('both ways: what the app sends is heard as long as it lasts, or until it is stopped', async () => {
    const { phone, call, media } = await answered(wanted({ enableBidirectional: true }));
    await call.addParticipant({ targetParticipant: ada });
    const [teams] = bed.teamsPhones.calls(ADA);
    await bed.teamsPhones.answer(teams?.id ?? '');
    await media.startMediaStreaming();
    await bed.settle();
    await read(1);
    const [socket] = app.clients;
    const hearing = () => bed.phones.call(phone.id)?.hearing.kind;
    /** A second of 16 kHz, 16 bit, one channel. */
    const second = createOutboundAudioData(Buffer.alloc(32_000, 7).toString('base64'));
    const becomes = async (kind: string) => {
      while (hearing() !== kind) await new Promise((resolve) => setImmediate(resolve));
    };
    socket?.send(second);
    socket?.send(second);
    await becomes('stream');
    await bed.advance(1_999);
    expect(hearing()).toBe('stream');
    await bed.advance(1);
    expect(hearing()).toBe('people');
    socket?.send(second);
    await becomes('stream');
    socket?.send(createOutboundStopAudioData());
    await becomes('people');
  });

  test('that nobody takes fails, and the call goes on', async () => {
    const { phone, media } = await answered(wanted({ transportUrl: 'ws://127.0.0.1:9/audio' }));
    await media.startMediaStreaming({ operationContext: 'ears' });
    await bed.settle();
    expect(bed.last('MediaStreamingFailed')).toMatchObject({
      operationContext: 'ears',
      mediaStreamingUpdate: { mediaStreamingStatusDetails: 'initialWebSocketConnectionFailed' },
      resultInformation: { subCode: 8603 },
    });
    expect(bed.phones.call(phone.id)).toMatchObject({ state: 'joined' });
  });

  test('is refused where it was not asked for at the start, twice, or when it does not run', async () => {
    const { media } = await answered(undefined);
    await expect(media.startMediaStreaming()).rejects.toMatchObject(refusedWith(400, '8522'));
    const other = await answered(wanted());
    await expect(other.media.stopMediaStreaming()).rejects.toMatchObject(refusedWith(412, '8583'));
    await other.media.startMediaStreaming();
    await expect(other.media.startMediaStreaming()).rejects.toMatchObject(refusedWith(412, '8583'));
    const inTheClear = wanted({ transportUrl: 'ws://audio.example/x' });
    await expect(answered(inTheClear)).rejects.toMatchObject(refusedWith(400, '8523'));
  });

  test('goes on after a restart', async () => {
    const { phone, media } = await answered(wanted());
    await media.startMediaStreaming();
    await bed.settle();
    await bed.restart();
    await bed.phones.say(phone.id, 'I');
    expect((await read(6)).filter(({ data }) => data !== undefined)).toHaveLength(4);
    expect(bed.names().filter((name) => name === 'MediaStreamingStarted')).toHaveLength(1);
  });
});
