import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createOutboundAudioData, type MediaStreamingOptions } from '@azure/communication-call-automation';
import { WebSocketServer, type WebSocket } from 'ws';
import { CALLBACK, contextOf, createTestbed, refusedWith, ringIn, type Testbed } from './testbed.testsuite';

const ELSEWHERE = 'https://app.example/api/elsewhere';
interface Frame {
  readonly kind: string;
  readonly [about: string]: unknown;
}

let bed: Testbed;
let app: WebSocketServer;
/** What came at each path, and by which connection of the call it says that it comes. */
let heard: { path: string; connectionId: unknown; frame: Frame }[];
let sockets: Map<string, WebSocket>;
beforeEach(async () => {
  bed = await createTestbed();
  [heard, sockets] = [[], new Map()];
  app = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  app.on('connection', (socket, { url: path = '', headers }) => {
    sockets.set(path, socket);
    const connectionId = headers['x-ms-call-connection-id'];
    socket.on('message', (data: Buffer) => {
      heard.push({ path, connectionId, frame: JSON.parse(data.toString()) as Frame });
      app.emit('heard');
    });
  });
  await once(app, 'listening');
});
afterEach(async () => {
  await bed.close();
  for (const socket of app.clients) socket.terminate();
  app.close();
});

const at = (path: string) => `ws://127.0.0.1:${(app.address() as AddressInfo).port}${path}`;
const words = (path: string) => ({ transportUrl: at(path), transportType: 'websocket', locale: 'en-GB' }) as const;
const audio = (transportUrl: string): MediaStreamingOptions => ({
  ...{ transportUrl, transportType: 'websocket', contentType: 'audio', audioChannelType: 'mixed' },
  ...{ enableBidirectional: true, startMediaStreaming: true },
});
const came = (path: string, kind: string) => heard.filter((one) => one.path === path && one.frame.kind === kind);
async function until(path: string, kind: string, count = 1) {
  while (came(path, kind).length < count) await once(app, 'heard');
  return came(path, kind);
}

/** A customer in a call that the app has answered, and connected to once more. */
async function twice() {
  const phone = await ringIn(bed);
  const { callConnection: first, callConnectionProperties } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
    transcriptionOptions: { ...words('/first'), startTranscription: true },
  });
  const { callConnection: second, callConnectionProperties: properties } = await bed.client.connectCall(
    { kind: 'serverCallLocator', id: callConnectionProperties.serverCallId ?? '' },
    ELSEWHERE,
    {
      transcriptionOptions: { ...words('/second'), startTranscription: true },
      mediaStreamingOptions: audio(at('/audio')),
    },
  );
  await bed.settle();
  return { phone, first, second, id: properties.callConnectionId ?? '' };
}

describe('a second connection to a call', () => {
  test('has the words of the call under its own name, beside the first', async () => {
    const { phone, id } = await twice();
    await bed.phones.say(phone.id, 'Where is my order?');
    for (const [path, connectionId] of [
      ['/first', phone.callConnectionId],
      ['/second', id],
    ] as const) {
      const [said] = await until(path, 'TranscriptionData');
      expect(said).toMatchObject({ connectionId, frame: { transcriptionData: { text: 'Where is my order?' } } });
      const [begins] = came(path, 'TranscriptionMetadata');
      expect(begins).toMatchObject({ frame: { transcriptionMetadata: { callConnectionId: connectionId } } });
    }
    expect(came('/first', 'AudioData')).toEqual([]);
    await until('/audio', 'AudioData');
  });

  test('is told itself what becomes of them, and shows it', async () => {
    const { second, id } = await twice();
    await until('/audio', 'AudioMetadata');
    await bed.settle();
    const started = bed.received.filter(({ name }) => /Started$/.test(name));
    expect(started.map(({ name, url }) => [name, url]).sort()).toEqual([
      ['MediaStreamingStarted', ELSEWHERE],
      ['TranscriptionStarted', CALLBACK],
      ['TranscriptionStarted', ELSEWHERE],
    ]);
    expect(started.filter(({ url }) => url === ELSEWHERE).map(({ data }) => data['callConnectionId'])).toEqual([
      id,
      id,
    ]);
    await second.getCallMedia().updateTranscription('de-DE');
    await bed.settle();
    expect(bed.last('TranscriptionUpdated')).toMatchObject({ callConnectionId: id });
    expect(await second.getCallConnectionProperties()).toMatchObject({
      transcriptionSubscription: { state: 'active', locale: 'de-DE' },
      mediaStreamingSubscription: { state: 'active' },
    });
  });

  test('stops its own words, and the first goes on', async () => {
    const { phone, second } = await twice();
    await until('/second', 'TranscriptionMetadata');
    await second.getCallMedia().stopTranscription();
    await expect(second.getCallMedia().stopTranscription()).rejects.toMatchObject(refusedWith(412, '8583'));
    await bed.phones.say(phone.id, 'One more thing.');
    await until('/first', 'TranscriptionData');
    await until('/audio', 'AudioData');
    expect(came('/second', 'TranscriptionData')).toEqual([]);
  });

  test('speaks into the call by its audio, until it leaves', async () => {
    const { phone, second } = await twice();
    await until('/audio', 'AudioMetadata');
    const hearing = () => bed.phones.call(phone.id)?.hearing?.kind;
    sockets.get('/audio')?.send(createOutboundAudioData(Buffer.alloc(64_000).toString('base64')));
    while (hearing() !== 'stream') await new Promise(setImmediate);
    const gone = once(sockets.get('/audio') ?? app, 'close');
    await second.hangUp(false);
    await gone;
    expect(hearing()).not.toBe('stream');
    await bed.phones.say(phone.id, 'Still there?');
    await until('/first', 'TranscriptionData');
    expect(came('/second', 'TranscriptionData')).toEqual([]);
  });

  test('that asked for neither is refused both', async () => {
    const { first, second } = await twice();
    await expect(first.getCallMedia().startMediaStreaming()).rejects.toMatchObject(refusedWith(400, '8522'));
    await expect(second.getCallMedia().startMediaStreaming()).rejects.toMatchObject(refusedWith(412, '8583'));
  });
});
