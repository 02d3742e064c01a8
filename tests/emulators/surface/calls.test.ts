import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  CallAutomationClient,
  type CallConnection,
  type CallMedia,
  type CallRecording,
} from '@azure/communication-call-automation';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import {
  ada,
  answered,
  CALLBACK,
  contextOf,
  createTestbed,
  customer,
  invited,
  music,
  OURS,
  ringIn,
  text,
  type Testbed,
} from '../../../local/communication/calls/testbed.testsuite';
import { coverSurface } from './surface';

const LONG_TO_CONNECT = 60_000;
const MICROSOFT = 'https://storage.asm.skype.com';
const folder = mkdtempSync(join(tmpdir(), 'surface-'));

let bed: Testbed;
let call: CallConnection;
let media: CallMedia;
let recording: CallRecording;
/** The client fetches from Microsoft's hosts alone. */
let files: CallRecording;

beforeAll(async () => {
  bed = await createTestbed();
  const setUp = await answered(bed);
  ({ call, media } = setUp);
  recording = bed.client.getCallRecording();
  files = redirected().getCallRecording();
}, LONG_TO_CONNECT);
afterAll(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

/** A client whose requests to Microsoft's storage go to the local service. */
const redirected = (): CallAutomationClient => {
  const real = createDefaultHttpClient();
  const ca = readFileSync(bed.caFile, 'utf8');
  const httpClient: HttpClient = {
    sendRequest(request) {
      request.headers.set('host', new URL(bed.url).host);
      const url = request.url.replace(MICROSOFT, bed.url);
      return real.sendRequest(Object.assign(request, { url, tlsSettings: { ca } }));
    },
  };
  const credential = { getToken: async () => ({ token: 'good', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  return new CallAutomationClient(bed.url, credential, { httpClient, retryOptions: { maxRetries: 0 } });
};

/** The package exports the client alone; the others are what it gives. */
const classOf = (instance: object): { readonly prototype: object } => ({
  prototype: Object.getPrototypeOf(instance) as object,
});
const prototypes = (() => {
  const client = new CallAutomationClient(
    `endpoint=https://none.example/;accesskey=${Buffer.from('k').toString('base64')}`,
  );
  const connection = client.getCallConnection('none');
  return {
    connection: classOf(connection),
    media: classOf(connection.getCallMedia()),
    recording: classOf(client.getCallRecording()),
  };
})();

const ofAnother = async () => (await answered(bed)).call;
const speaking = { callIntelligenceOptions: { cognitiveServicesEndpoint: 'https://ai.example' } };

coverSurface('CallAutomationClient', CallAutomationClient, {
  internal: ['createCallInternal', 'getSourceIdentity'],
  calls: {
    getCallConnection: () => bed.client.getCallConnection('none'),
    getCallRecording: () => bed.client.getCallRecording(),
    createCall: () =>
      bed.client.createCall({ targetParticipant: customer, sourceCallIdNumber: { phoneNumber: OURS } }, CALLBACK),
    createGroupCall: () =>
      bed.client.createGroupCall([customer, { phoneNumber: '+14255550124' }], CALLBACK, {
        sourceCallIdNumber: { phoneNumber: OURS },
      }),
    answerCall: async () => {
      await ringIn(bed);
      return bed.client.answerCall(contextOf(bed), CALLBACK, speaking);
    },
    redirectCall: async () => {
      await ringIn(bed);
      return bed.client.redirectCall(contextOf(bed), { targetParticipant: ada });
    },
    rejectCall: async () => {
      await ringIn(bed);
      return bed.client.rejectCall(contextOf(bed));
    },
    connectCall: async () => {
      await bed.phones.join({ from: '8:acs:resource-1_browser', meeting: { kind: 'room', id: 'room-1' } });
      return bed.client.connectCall({ kind: 'roomCallLocator', id: 'room-1' }, CALLBACK);
    },
  },
});

coverSurface('CallConnection', prototypes.connection, {
  internal: ['createCustomCallingContextInternal'],
  calls: {
    getCallMedia: () => call.getCallMedia(),
    getCallConnectionProperties: () => call.getCallConnectionProperties(),
    hangUp: async () => (await ofAnother()).hangUp(true),
    getParticipant: () => call.getParticipant(customer),
    listParticipants: () => call.listParticipants(),
    addParticipant: async () => (await ofAnother()).addParticipant({ targetParticipant: ada }),
    transferCallToParticipant: async () => (await ofAnother()).transferCallToParticipant(ada),
    removeParticipant: async () => (await ofAnother()).removeParticipant(customer),
    // Telephones cannot be muted, in Azure neither.
    muteParticipant: () => expect(call.muteParticipant(customer)).rejects.toMatchObject({ statusCode: 405 }),
    cancelAddParticipantOperation: async () => {
      const { call: other, invitationId } = await invited(bed);
      return other.cancelAddParticipantOperation(invitationId);
    },
    moveParticipants: async () => {
      const { properties } = await answered(bed);
      return call.moveParticipants([customer], properties.callConnectionId ?? '');
    },
  },
});

/** Takes the words of calls, and does nothing with them. */
const ears = new WebSocketServer({ port: 0, host: '127.0.0.1' });
afterAll(() => {
  for (const socket of ears.clients) socket.terminate();
  ears.close();
});

/** A call whose words and audio may be had. */
async function streamed() {
  await ringIn(bed);
  const transportUrl = `ws://127.0.0.1:${(ears.address() as AddressInfo).port}/calls`;
  const { callConnection } = await bed.client.answerCall(contextOf(bed), CALLBACK, {
    transcriptionOptions: { transportType: 'websocket', transportUrl, locale: 'en-GB' },
    mediaStreamingOptions: { transportType: 'websocket', transportUrl, audioChannelType: 'mixed' },
  });
  return callConnection.getCallMedia();
}

coverSurface('CallMedia', prototypes.media, {
  internal: ['createPlaySourceInternal', 'createRecognizeRequest'],
  calls: {
    play: () => media.play([text('Hello')], [customer]),
    playToAll: () => media.playToAll([music]),
    startRecognizing: () =>
      media.startRecognizing(customer, { kind: 'callMediaRecognizeDtmfOptions', maxTonesToCollect: 1 }),
    cancelAllOperations: () => media.cancelAllOperations(),
    startContinuousDtmfRecognition: () => media.startContinuousDtmfRecognition(customer),
    stopContinuousDtmfRecognition: () => media.stopContinuousDtmfRecognition(customer),
    sendDtmfTones: () => media.sendDtmfTones(['one'], customer),
    hold: () => media.hold(customer),
    unhold: () => media.unhold(customer),
    startTranscription: async () => (await streamed()).startTranscription({ locale: 'en-GB' }),
    stopTranscription: async () => {
      const other = await streamed();
      await other.startTranscription();
      return other.stopTranscription();
    },
    updateTranscription: async () => {
      const other = await streamed();
      await other.startTranscription();
      return other.updateTranscription('de-DE');
    },
    startMediaStreaming: async () => (await streamed()).startMediaStreaming(),
    stopMediaStreaming: async () => {
      const other = await streamed();
      await other.startMediaStreaming();
      return other.stopMediaStreaming();
    },
  },
});

/** A recording that has ended, as the event tells where its file is. */
async function recorded(): Promise<string> {
  const { properties, call: other } = await answered(bed);
  const { recordingId } = await recording.start({
    callLocator: { kind: 'serverCallLocator', id: properties.serverCallId ?? '' },
    recordingStateCallbackEndpointUrl: CALLBACK,
  });
  await bed.settle();
  await recording.stop(recordingId ?? '');
  await other.hangUp(true);
  await bed.advance(5_000);
  const event = bed.grid.findLast(({ eventType }) => eventType.endsWith('RecordingFileStatusUpdated'));
  const { recordingStorageInfo } = event?.data as {
    recordingStorageInfo: { recordingChunks: readonly { contentLocation: string; deleteLocation: string }[] };
  };
  const [chunk] = recordingStorageInfo.recordingChunks;
  return chunk?.contentLocation.replace(/^https:\/\/[^/]+/, MICROSOFT) ?? '';
}
const started = async (): Promise<string> => {
  const { properties } = await answered(bed);
  const { recordingId } = await recording.start({
    callLocator: { kind: 'serverCallLocator', id: properties.serverCallId ?? '' },
    recordingStateCallbackEndpointUrl: CALLBACK,
  });
  await bed.settle();
  return recordingId ?? '';
};

coverSurface('CallRecording', prototypes.recording, {
  calls: {
    start: started,
    getState: async () => recording.getState(await started()),
    stop: async () => recording.stop(await started()),
    pause: async () => recording.pause(await started()),
    resume: async () => {
      const id = await started();
      await recording.pause(id);
      return recording.resume(id);
    },
    delete: async () => files.delete((await recorded()).replace('/content/audio', '')),
    downloadStreaming: async () => files.downloadStreaming(await recorded()),
    downloadToStream: async () => files.downloadToStream(await recorded(), new PassThrough()),
    downloadToPath: async () => files.downloadToPath(await recorded(), join(folder, 'call.wav')),
  },
});
