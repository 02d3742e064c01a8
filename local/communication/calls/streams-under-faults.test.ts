import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createOutboundAudioData } from '@azure/communication-call-automation';
import { WebSocketServer, type WebSocket } from 'ws';
import { createClock } from '../../kit/clock';
import { createFaults, type Fault, type Faults } from '../../kit/faults';
import { createWork } from '../../kit/work';
import { CALLBACK, contextOf, createTestbed, ringIn, type Testbed } from './testbed.testsuite';

let bed: Testbed;
let faults: Faults;
let app: WebSocketServer;
let heard: { kind: string; text?: string }[];
let opened: number;
beforeEach(async () => {
  faults = createFaults(createClock(createWork(), 0, () => 0));
  bed = await createTestbed({ faults });
  [heard, opened] = [[], 0];
  app = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  app.on('connection', (socket) => {
    opened += 1;
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { kind: string; transcriptionData?: { text: string } };
      const text = frame.transcriptionData?.text;
      heard.push({ kind: frame.kind, ...(text !== undefined && { text }) });
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
const disturb = (verb: 'CONNECT' | 'SEND' | 'RECEIVE', fault: Fault) =>
  faults.add({ service: 'call streams', operation: `${verb} /stream`, fault, extent: { kind: 'count', count: 1 } });
const hits = () => faults.list().map((rule) => rule.hits);
const BEGINNING = { kind: 'TranscriptionMetadata' };
const said = (text: string) => ({ kind: 'TranscriptionData', text });
async function until(count: number) {
  while (heard.length < count) await once(app, 'heard');
}

/** A customer whose words the app reads. */
async function transcribed() {
  const phone = await ringIn(bed);
  await bed.client.answerCall(contextOf(bed), CALLBACK, {
    transcriptionOptions: {
      ...{ transportUrl: at('/stream'), transportType: 'websocket', locale: 'en-GB', startTranscription: true },
    },
  });
  await bed.settle();
  return { say: (words: string) => bed.phones.say(phone.id, words) };
}

describe('the socket of a call, under faults', () => {
  test.each<Fault>([{ kind: 'duplicate' }, { kind: 'latency', ms: 20 }])(
    'is opened once where that meets %p',
    async (fault) => {
      disturb('CONNECT', fault);
      const { say } = await transcribed();
      await say('Hello');
      await until(2);
      expect([hits(), opened, heard]).toEqual([[1], 1, [BEGINNING, said('Hello')]]);
    },
  );

  test.each<Fault>([
    { kind: 'refuse', status: 503, retryAfterMs: 0 },
    { kind: 'lose' },
    { kind: 'appliedThenDropped' },
  ])('is not opened where that meets %p, which the app is told', async (fault) => {
    disturb('CONNECT', fault);
    await transcribed();
    expect(bed.names()).toContain('TranscriptionFailed');
    expect([hits(), heard]).toEqual([[1], []]);
    expect(opened).toBe(fault.kind === 'appliedThenDropped' ? 1 : 0);
  });

  test.each<Fault>([{ kind: 'lose' }, { kind: 'refuse', status: 503, retryAfterMs: 0 }, { kind: 'timeout' }])(
    'breaks where a frame meets %p, which is lost; the next begins anew',
    async (fault) => {
      const { say } = await transcribed();
      disturb('SEND', fault);
      await say('One');
      await bed.settle();
      await say('Two');
      await until(3);
      expect(heard).toEqual([BEGINNING, BEGINNING, said('Two')]);
      expect([hits(), opened]).toEqual([[1], 2]);
    },
  );

  test('has said what it breaks after', async () => {
    const { say } = await transcribed();
    disturb('SEND', { kind: 'appliedThenDropped' });
    await say('One');
    await until(2);
    expect(heard).toEqual([BEGINNING, said('One')]);
  });

  test('says twice what is doubled, and what is late before all that follows', async () => {
    const { say } = await transcribed();
    disturb('SEND', { kind: 'duplicate' });
    await say('One');
    await until(3);
    disturb('SEND', { kind: 'latency', ms: 30 });
    await Promise.all([say('Two'), say('Three')]);
    await bed.settle();
    await until(5);
    expect(heard).toEqual([BEGINNING, ...['One', 'One', 'Two', 'Three'].map(said)]);
    expect(hits()).toEqual([1, 1]);
  });

  test('breaks where what the app says in it is lost', async () => {
    const phone = await ringIn(bed);
    const connected = once(app, 'connection');
    await bed.client.answerCall(contextOf(bed), CALLBACK, {
      mediaStreamingOptions: {
        ...{ transportUrl: at('/stream'), transportType: 'websocket', contentType: 'audio', audioChannelType: 'mixed' },
        ...{ enableBidirectional: true, startMediaStreaming: true },
      },
    });
    const [socket] = (await connected) as [WebSocket];
    await until(1);
    disturb('RECEIVE', { kind: 'lose' });
    const closed = once(socket, 'close');
    socket.send(createOutboundAudioData(Buffer.alloc(64_000).toString('base64')));
    await closed;
    await bed.settle();
    expect(hits()).toEqual([1]);
    expect(bed.phones.call(phone.id)?.hearing?.kind).not.toBe('stream');
  });
});
