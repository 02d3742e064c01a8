import { dispatch } from '../../kit/http';
import type { OutgoingRequest, Post } from '../../kit/post';
import { ada, answered, createTestbed, customer, invited, refusedWith, type Testbed } from './testbed.testsuite';

let bed: Testbed;
beforeEach(async () => {
  bed = await createTestbed();
});
afterEach(() => bed.close());

const recordingStateCallbackEndpointUrl = 'https://app.example/recordings';
const states = () =>
  bed.received.filter(({ name }) => name === 'RecordingStateChanged').map(({ data, url }) => [data['state'], url]);

async function recorded() {
  const { phone, call, properties } = await answered(bed);
  const recordings = bed.client.getCallRecording();
  const { callConnectionId = '' } = properties;
  const { recordingId } = await recordings.start({ callConnectionId, recordingStateCallbackEndpointUrl });
  await bed.settle();
  return { phone, call, recordings, recordingId, properties };
}

test('a recording is paused, resumed and stopped; its states are called back', async () => {
  const { recordings, recordingId } = await recorded();
  await recordings.pause(recordingId);
  expect(await recordings.getState(recordingId)).toMatchObject({ recordingId, recordingState: 'inactive' });
  await recordings.resume(recordingId);
  await recordings.stop(recordingId);
  await bed.settle();
  const url = recordingStateCallbackEndpointUrl;
  expect(states()).toEqual([
    ['active', url],
    ['inactive', url],
    ['active', url],
    ['inactive', url],
  ]);
  await expect(recordings.pause(recordingId)).rejects.toMatchObject(refusedWith(404, '8522'));
});

test('its file is announced by Event Grid and can be fetched', async () => {
  const { recordings, recordingId, properties } = await recorded();
  await bed.advance(60_000);
  await recordings.stop(recordingId);
  await bed.advance(5_000);
  const event = bed.grid.at(-1);
  expect(event).toMatchObject({
    eventType: 'Microsoft.Communication.RecordingFileStatusUpdated',
    data: {
      recordingDurationMs: 60_000,
      recordingStorageInfo: { recordingChunks: [{ documentId: recordingId, index: 0 }] },
    },
  });
  const { recordingStorageInfo } = event!.data as {
    recordingStorageInfo: { recordingChunks: { contentLocation: string; metadataLocation: string }[] };
  };
  const [chunk] = recordingStorageInfo.recordingChunks;
  const response = await fetched(chunk?.contentLocation);
  expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'audio/wav' } });
  expect(String((response.body as Buffer).subarray(0, 4))).toBe('RIFF');
  expect((await fetched(chunk?.metadataLocation)).body).toMatchObject({
    callId: properties.callConnectionId,
    chunkDocumentId: recordingId,
    chunkStartTime: '2026-01-05T12:00:00.000Z',
    chunkDuration: 60_000,
    recordingInfo: { channelType: 'mixed', audioConfiguration: { sampleRate: 16_000, channels: 1 } },
    participants: [{ participantId: '4:+14255550123' }],
  });
});

function fetched(location = 'https://acs.local/none') {
  const url = new URL(location);
  const headers = { authorization: 'Bearer good' };
  return dispatch(
    { name: 'calls', routes: bed.routes },
    { method: 'GET', url, target: url.pathname, headers, body: Buffer.alloc(0), json: () => undefined },
  );
}

test('it stops with the call', async () => {
  const { phone, recordings, recordingId } = await recorded();
  await bed.phones.hangUp(phone.id);
  await bed.settle();
  expect(states().map(([state]) => state)).toEqual(['active', 'inactive']);
  expect(await recordings.getState(recordingId)).toMatchObject({ recordingState: 'inactive' });
  await bed.advance(5_000);
  expect(bed.grid.at(-1)?.data).toMatchObject({ sessionEndReason: 'CallEnded' });
});

test('there is one at a time, and only of calls that go on', async () => {
  const { recordings, properties, call } = await recorded();
  const callLocator = { kind: 'serverCallLocator' as const, id: properties.serverCallId ?? '' };
  await expect(recordings.start({ callLocator })).rejects.toMatchObject(refusedWith(400, '8553'));
  await call.hangUp(true);
  await expect(recordings.start({ callLocator })).rejects.toMatchObject(refusedWith(404, '8522'));
});

describe('an unmixed recording', () => {
  const unmixed = { recordingContent: 'audio', recordingChannel: 'unmixed', recordingFormat: 'wav' } as const;

  /** The file and its metadata, of a call of a customer and an agent. */
  async function recordedApart(asked: object = {}) {
    const { properties, teams } = await invited(bed);
    await bed.teamsPhones.answer(teams.id);
    const recordings = bed.client.getCallRecording();
    const { callConnectionId = '' } = properties;
    const { recordingId } = await recordings.start({ callConnectionId, ...unmixed, ...asked });
    await bed.advance(1_000);
    await recordings.stop(recordingId);
    const at = (what: string) => fetched(`https://acs.local/v1/objects/${recordingId}/content/${what}`);
    const wav = (await at('audio')).body as Buffer;
    const { participants } = (await at('acsmetadata')).body as { participants: { channel: number }[] };
    return { wav, channels: participants.map(({ channel }) => channel) };
  }

  test('has a channel for each who was in the call', async () => {
    const { wav, channels } = await recordedApart();
    expect(channels).toEqual([0, 1]);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(40), wav.length]).toEqual([2, 2 * 32_000, 44 + 2 * 32_000]);
  });

  test('gives the channels that were asked for, and as many as the last of them needs', async () => {
    const { wav, channels } = await recordedApart({ channelAffinity: [{ channel: 3, targetParticipant: customer }] });
    expect([channels, wav.readUInt16LE(22)]).toEqual([[3, 0], 4]);
  });

  test('gives the first channels to those who were named in order', async () => {
    const { channels } = await recordedApart({ audioChannelParticipantOrdering: [ada] });
    expect(channels).toEqual([1, 0]);
  });
});

test('one that begins paused has no file unless it goes on', async () => {
  const { properties } = await answered(bed);
  const recordings = bed.client.getCallRecording();
  const { callConnectionId = '' } = properties;
  const { recordingId } = await recordings.start({ callConnectionId, pauseOnStart: true });
  expect(await recordings.getState(recordingId)).toMatchObject({ recordingState: 'inactive' });
  const before = bed.grid.length;
  await recordings.stop(recordingId);
  await bed.advance(60_000);
  expect(bed.grid).toHaveLength(before);
  expect(await fetched(`https://acs.local/v1/objects/${recordingId}/content/audio`)).toMatchObject({ status: 404 });
});

test('its file holds no more than a minute, its event tells how long it was', async () => {
  const { recordings, recordingId } = await recorded();
  await bed.advance(300_000);
  await recordings.stop(recordingId);
  await bed.advance(5_000);
  expect(bed.grid.at(-1)?.data).toMatchObject({ recordingDurationMs: 300_000 });
  const { body } = await fetched(`https://acs.local/v1/objects/${recordingId}/content/audio`);
  expect(body).toHaveLength(44 + 60_000 * 32);
});

test.each(['groupCall', 'room'] as const)('a %s is recorded by its id', async (kind) => {
  await bed.phones.join({ from: '8:acs:resource-1_browser', meeting: { kind, id: 'meeting-1' } });
  const callLocator =
    kind === 'room'
      ? { kind: 'roomCallLocator' as const, id: 'meeting-1' }
      : { kind: 'groupCallLocator' as const, id: 'meeting-1' };
  const { recordingState } = await bed.client.getCallRecording().start({ callLocator });
  expect(recordingState).toBe('active');
});

test.each([
  ['of no call', {}],
  ['of a content that there is not', { callConnectionId: 'c', recordingContentType: 'smell' }],
  ['in channels that there are not', { callConnectionId: 'c', recordingChannelType: 'stereo' }],
  ['in a format that there is not', { callConnectionId: 'c', recordingFormatType: 'ogg' }],
  [
    'with a sixth channel',
    { callConnectionId: 'c', channelAffinity: [{ channel: 5, participant: { rawId: '4:+14255550123' } }] },
  ],
  [
    'to an address that is no container',
    {
      callConnectionId: 'c',
      externalStorage: { recordingStorageKind: 'azureBlobStorage', recordingDestinationContainerUrl: 'ftp://x/y' },
    },
  ],
])('a recording %s is refused', async (_what, body) => {
  const url = new URL('https://acs.local/calling/recordings');
  const headers = { authorization: 'Bearer good' };
  const answer = await dispatch(
    { name: 'calls', routes: bed.routes },
    { method: 'POST', url, target: url.pathname, headers, body: Buffer.alloc(0), json: () => body },
  );
  expect(answer).toMatchObject({ status: 400, body: { error: { code: '8523' } } });
});

describe('a recording into a container of somebody else', () => {
  const container = 'https://contoso.blob.example/recordings/calls/';
  const recordingStorage = {
    recordingStorageKind: 'azureBlobStorage' as const,
    recordingDestinationContainerUrl: container,
  };

  /** What was put there, and the chunk of the event that followed. */
  async function recordedInto(status: number) {
    await bed.close();
    const put: OutgoingRequest[] = [];
    const post: Post = async (request) => {
      put.push(request);
      return { status, headers: {}, body: '' };
    };
    bed = await createTestbed({ storage: { post, token: async () => 'identity' } });
    const { properties } = await answered(bed);
    const { callConnectionId = '' } = properties;
    const recordings = bed.client.getCallRecording();
    const options = { callConnectionId, recordingStorage, recordingFormat: 'wav' as const };
    const { recordingId } = await recordings.start(options);
    await bed.advance(2_000);
    await recordings.stop(recordingId);
    await bed.advance(5_000);
    const data = bed.grid.at(-1)?.data as Announced;
    return { put, data, chunk: data.recordingStorageInfo.recordingChunks[0], callConnectionId, recordingId };
  }

  interface Announced {
    readonly storageType?: string;
    readonly recordingStorageInfo: {
      readonly recordingChunks: readonly { readonly contentLocation: string; readonly metadataLocation: string }[];
    };
  }

  test('is put there by the identity of the resource, and the event says where', async () => {
    const { put, data, chunk, callConnectionId, recordingId } = await recordedInto(201);
    const folder = `${container}20260105/${callConnectionId}/${recordingId.slice(0, 8)}-`;
    expect(chunk?.contentLocation.startsWith(folder)).toBe(true);
    expect(data.storageType).toBe('AzureBlob');
    const sent = (url: string | undefined) => put.find((one) => one.url === url);
    expect(sent(chunk?.contentLocation)).toMatchObject({
      method: 'PUT',
      headers: { authorization: 'Bearer identity', 'x-ms-blob-type': 'BlockBlob', 'content-type': 'audio/wav' },
    });
    // Two seconds of 16 kHz and 16 bit behind the header.
    expect(sent(chunk?.contentLocation)?.body).toHaveLength(44 + 64_000);
    expect(JSON.parse(String(sent(chunk?.metadataLocation)?.body))).toMatchObject({ chunkDuration: 2_000 });
  });

  test('stays with the service when it may not be put there', async () => {
    const { data, chunk, recordingId } = await recordedInto(403);
    expect(data.storageType).toBeUndefined();
    expect(chunk?.contentLocation).toBe(`https://acs.local/v1/objects/${recordingId}/content/audio`);
    expect((await fetched(chunk?.contentLocation)).status).toBe(200);
  });
});
