import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { callIdIn, tokenOf } from './call-token';
import { isAt } from './connect';
import { noBody, type Operation } from './operation';
import { filesOf, wavOf, type RecordingFiles } from './recording-file';
import type { Recording } from './recording-state';
import { reportRecording, reportRecordingFailed, stopRecording, wireRecording } from './recordings';
import type { RawId } from './identifiers';
import { callNotFound, Refused } from './results';
import type { Call } from './state';
import type { Turn } from './turn';
import { startRecordingSchema } from './wire';
import type { z } from 'zod';

type ToRoute = <T>(operation: Operation<T>) => Route;
type StartBody = z.infer<typeof startRecordingSchema>;
const RECORDINGS = '/calling/recordings';
const RECORDING = `${RECORDINGS}/{recordingId}`;

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
      perform: (request) => content(fileOf(book, request)),
    }),
    route({
      method: 'GET',
      path: '/v1/objects/{recordingId}/content/acsmetadata',
      body: noBody,
      perform: (request) => ({ status: 200, body: fileOf(book, request).metadata }),
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
    callConnectionId === undefined
      ? book.find((one) => one.state === 'connected' && callLocator !== undefined && isAt(one, callLocator))
      : book.get(callConnectionId);
  if (call === undefined || call.state !== 'connected') throw callNotFound();
  return call;
}

/** Who was given a channel, and in which order; whoever was given none gets one that is free. */
function affinityOf({ channelAffinity, audioChannelParticipantOrdering }: StartBody): Record<RawId, number> {
  const given = channelAffinity.flatMap(({ channel, participant }) =>
    channel === undefined ? [] : [[participant, channel] as const],
  );
  return Object.fromEntries([...audioChannelParticipantOrdering.map((rawId, n) => [rawId, n] as const), ...given]);
}

function start(turn: Turn, body: StartBody): LocalResponse {
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
    ...(body.pauseOnStart && { hasNotBegun: true }),
    affinity: affinityOf(body),
    stoppedAt: null,
    fileReadyAt: null,
    ...(body.externalStorage?.recordingStorageKind === 'azureBlobStorage' && {
      container: body.externalStorage.recordingDestinationContainerUrl,
    }),
  };
  const setback = turn.setback('startRecording', false);
  if (setback !== undefined) {
    Object.assign(recording, { state: 'stopped', stoppedAt: turn.now });
    reportRecordingFailed(turn, recording, setback);
  } else reportRecording(turn, recording);
  recordings.push(recording);
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
  if (state === 'active') delete recording.hasNotBegun;
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

function fileOf(book: Book, request: LocalRequest): RecordingFiles {
  const { call, recording } = find(book, request);
  const files = filesOf(call, recording);
  if (files === undefined) throw new Refused(404, '8522', 'The recording has no file yet.');
  return files;
}

function content(files: RecordingFiles): LocalResponse {
  return { status: 200, headers: { 'content-type': 'audio/wav' }, body: wavOf(files) };
}
