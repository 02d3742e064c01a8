import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { callIdIn, tokenOf } from './call-token';
import { noBody, type Operation } from './operation';
import type { Recording } from './recording-state';
import { reportRecording, stopRecording, wireRecording } from './recordings';
import { callNotFound, notEmulated, Refused } from './results';
import type { Call } from './state';
import type { Turn } from './turn';
import { startRecordingSchema } from './wire';
import type { z } from 'zod';

type ToRoute = <T>(operation: Operation<T>) => Route;
type StartBody = z.infer<typeof startRecordingSchema>;
const RECORDINGS = '/calling/recordings';
const RECORDING = `${RECORDINGS}/{recordingId}`;
const RIFF_HEADER_BYTES = 44;

/** The operations on recordings, and their files: WAV files of silence. */
export function recordingRoutes(route: ToRoute, book: Book): Route[] {
  const control = (method: string, path: string, status: number, change: (turn: Turn, one: Recording) => void) =>
    route({
      method,
      path,
      body: noBody,
      perform: (request) => ({ status, ...onRecording(book, request, change) }),
    });
  return [
    route({
      method: 'POST',
      path: RECORDINGS,
      body: startRecordingSchema,
      repeatable: true,
      perform: (_request, body) => book.change(callOf(book, body).id, (turn) => start(turn, body)),
    }),
    control('POST', `${RECORDING}:pause`, 202, (turn, one) => setState(turn, one, 'paused')),
    control('POST', `${RECORDING}:resume`, 202, (turn, one) => setState(turn, one, 'active')),
    control('DELETE', RECORDING, 204, stopRecording),
    route({
      method: 'GET',
      path: RECORDING,
      body: noBody,
      perform: (request) => ({ status: 200, body: wireRecording(find(book, request).recording) }),
    }),
    route({
      method: 'GET',
      path: '/v1/objects/{recordingId}/content/audio',
      body: noBody,
      perform: (request) => content(find(book, request).recording),
    }),
    route({
      method: 'GET',
      path: '/v1/objects/{recordingId}/content/acsmetadata',
      body: noBody,
      perform: (request) => metadata(find(book, request)),
    }),
    route({
      method: 'DELETE',
      path: '/v1/objects/{recordingId}',
      body: noBody,
      perform: (request) => ({ status: 200, ...removeFile(book, request) }),
    }),
  ];
}

function callOf(book: Book, { callConnectionId, callLocator }: StartBody): Call {
  const call =
    callConnectionId !== undefined
      ? book.get(callConnectionId)
      : book.find(({ serverCallId }) => serverCallId === callLocator?.serverCallId);
  if (call === undefined || call.state !== 'connected') throw callNotFound();
  return call;
}

function start(turn: Turn, body: StartBody): LocalResponse {
  if (body.externalStorage?.recordingStorageKind === 'azureBlobStorage') throw notEmulated('recording to own storage');
  const { recordings } = turn.call;
  if (recordings.some(({ state }) => state !== 'stopped')) {
    throw new Refused(400, '8553', 'Recording is already in progress, one recording can be active at one time.');
  }
  const recording: Recording = {
    id: tokenOf(turn.call.id),
    startedAt: turn.now,
    callbackUri: body.recordingStateCallbackUri ?? null,
    contentType: body.recordingContentType,
    channelType: body.recordingChannelType,
    formatType: body.recordingFormatType,
    state: body.pauseOnStart ? 'paused' : 'active',
    stoppedAt: null,
    fileReadyAt: null,
  };
  recordings.push(recording);
  reportRecording(turn, recording);
  return { status: 200, body: wireRecording(recording) };
}

function find(book: Book, { params }: LocalRequest): { call: Call; recording: Recording } {
  const id = params['recordingId'];
  const call = book.get(callIdIn(id ?? ''));
  const recording = call?.recordings.find((one) => one.id === id);
  if (call === undefined || recording === undefined) throw new Refused(404, '8522', 'Recording not found.');
  return { call, recording };
}

function onRecording(book: Book, request: LocalRequest, change: (turn: Turn, one: Recording) => void): object {
  const { call, recording } = find(book, request);
  if (recording.state === 'stopped') throw new Refused(404, '8522', 'Recording not found.');
  book.change(call.id, (turn) => {
    const mine = turn.call.recordings.find(({ id }) => id === recording.id);
    if (mine !== undefined) change(turn, mine);
  });
  return {};
}

function setState(turn: Turn, recording: Recording, state: 'active' | 'paused'): void {
  if (recording.state === state) return;
  recording.state = state;
  reportRecording(turn, recording);
}

function removeFile(book: Book, request: LocalRequest): object {
  const { call, recording } = find(book, request);
  book.change(call.id, (turn) => {
    turn.call.recordings.splice(
      turn.call.recordings.findIndex(({ id }) => id === recording.id),
      1,
    );
  });
  return {};
}

const BYTES_PER_MS = 32;
/** Nobody listens to more silence. */
const LONGEST_MS = 60_000;

const SAMPLE_RATE = 16_000;
const BITS = 16;
const channelsOf = ({ channelType }: Recording) => (channelType === 'unmixed' ? 2 : 1);
const noFileYet = () => new Refused(404, '8522', 'The recording has no file yet.');

/** What is told beside a file: https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording. */
function metadata({ call, recording }: { call: Call; recording: Recording }): LocalResponse {
  const { id, startedAt, stoppedAt, contentType, channelType } = recording;
  if (stoppedAt === null) throw noFileYet();
  const channels = channelsOf(recording);
  return {
    status: 200,
    body: {
      callId: call.id,
      chunkDocumentId: id,
      chunkIndex: 0,
      chunkStartTime: new Date(startedAt).toISOString(),
      chunkDuration: stoppedAt - startedAt,
      pauseResumeIntervals: [],
      recordingInfo: {
        ...{ contentType, channelType, format: 'wav' },
        audioConfiguration: { sampleRate: SAMPLE_RATE, bitRate: SAMPLE_RATE * BITS * channels, channels },
      },
      participants: call.legs
        .filter(({ joinedAt }) => joinedAt !== null)
        .map(({ rawId }, channel) => ({ participantId: rawId, ...(channels > 1 && { channel }) })),
    },
  };
}

/** A WAV file (PCM, 16 kHz, 16 bit) of silence, as long as the recording up to a minute; two channels of it when each side is apart. */
function content(recording: Recording): LocalResponse {
  const { startedAt, stoppedAt } = recording;
  if (stoppedAt === null) throw noFileYet();
  const channels = channelsOf(recording);
  const dataBytes = Math.min(stoppedAt - startedAt, LONGEST_MS) * BYTES_PER_MS * channels;
  const wav = Buffer.alloc(RIFF_HEADER_BYTES + dataBytes);
  wav.writeUInt32LE(dataBytes, 40);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(RIFF_HEADER_BYTES - 8 + dataBytes, 4);
  wav.write('WAVE', 8);
  wav.write('fmt ', 12);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(32_000 * channels, 28);
  wav.writeUInt16LE(2 * channels, 32);
  wav.writeUInt16LE(BITS, 34);
  wav.write('data', 36);
  return { status: 200, headers: { 'content-type': 'audio/wav' }, body: wav };
}
