import { randomUUID } from 'node:crypto';
import { placesIn } from './own-storage';
import { filesOf } from './recording-file';
import { RESULTS, type Result } from './results';
import type { Recording } from './recording-state';
import { because, gridEvent, reportTo, type Turn } from './turn';
import type { GridEvent } from '../grid-event';

const wireState = (recording: Recording) => (recording.state === 'active' ? 'active' : 'inactive');

/** What the recording's operations answer. */
export const wireRecording = (recording: Recording) => ({
  recordingId: recording.id,
  recordingState: wireState(recording),
  recordingKind: 'azureCommunicationServices',
});

export function reportRecording(turn: Turn, recording: Recording): void {
  if (recording.callbackUri === null) return;
  reportTo(turn, recording.callbackUri, 'RecordingStateChanged', {
    recordingId: recording.id,
    state: wireState(recording),
    startDateTime: new Date(recording.startedAt).toISOString(),
    recordingKind: 'azureCommunicationServices',
    ...because(RESULTS.done),
  });
}

export function reportRecordingFailed(turn: Turn, { id, callbackUri }: Recording, why: Result): void {
  if (callbackUri !== null) reportTo(turn, callbackUri, 'StartRecordingFailed', { recordingId: id, ...because(why) });
}

/** The file follows later, announced by Event Grid. */
export function stopRecording(turn: Turn, recording: Recording): void {
  if (recording.state === 'stopped') return;
  recording.state = 'stopped';
  recording.stoppedAt = turn.now;
  // "Recordings will need to be resumed for recording file to be generated", says Microsoft of those that begin paused.
  recording.fileReadyAt = recording.hasNotBegun ? null : turn.now + turn.durations.recordingFileMs;
  reportRecording(turn, recording);
}

/** Announces the file of a recording: once it is in the owner's container, where that was asked for. */
export function announceFile(turn: Turn, recording: Recording): void {
  const { call, now } = turn;
  recording.fileReadyAt = null;
  const event = fileEvent(turn, recording, placesHere(turn, recording));
  const files = filesOf(call, recording);
  if (recording.container === undefined || files === undefined) {
    turn.owed.push({ kind: 'grid', event });
    return;
  }
  const named = { at: now, callId: call.id, recordingId: recording.id, unique: randomUUID() };
  const places = placesIn(recording.container, named);
  const there = { contentLocation: places.content, metadataLocation: places.metadata };
  const done = fileEvent(turn, recording, { ...there, deleteLocation: places.content });
  const stored = { ...done, data: { ...done.data, storageType: 'AzureBlob', recordingId: recording.id } };
  turn.owed.push({ kind: 'upload', upload: { ...places, files }, event: stored, otherwise: event });
}

interface Places {
  readonly contentLocation: string;
  readonly metadataLocation: string;
  readonly deleteLocation: string;
}

function placesHere({ endpoint }: Turn, { id }: Recording): Places {
  const location = `${endpoint()}/v1/objects/${id}`;
  return {
    contentLocation: `${location}/content/audio`,
    metadataLocation: `${location}/content/acsmetadata`,
    deleteLocation: location,
  };
}

function fileEvent(turn: Turn, recording: Recording, places: Places): GridEvent {
  const { call } = turn;
  const subject = `/recording/call/${call.id}/serverCallId/${call.serverCallId}/recordingId/${recording.id}`;
  return gridEvent(turn, 'RecordingFileStatusUpdated', subject, {
    recordingStorageInfo: {
      recordingChunks: [{ documentId: recording.id, index: 0, endReason: 'SessionEnded', ...places }],
    },
    recordingStartTime: new Date(recording.startedAt).toISOString(),
    recordingDurationMs: (recording.stoppedAt ?? turn.now) - recording.startedAt,
    recordingContentType: recording.contentType,
    recordingChannelType: recording.channelType,
    recordingFormatType: recording.formatType,
    sessionEndReason: call.state === 'ended' ? 'CallEnded' : 'InitiatorLeft',
  });
}
