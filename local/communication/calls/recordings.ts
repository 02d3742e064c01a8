import { RESULTS } from './results';
import type { Recording } from './recording-state';
import { because, publishGrid, reportTo, type Turn } from './turn';

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

/** The file follows later, announced by Event Grid. */
export function stopRecording(turn: Turn, recording: Recording): void {
  if (recording.state === 'stopped') return;
  recording.state = 'stopped';
  recording.stoppedAt = turn.now;
  recording.fileReadyAt = turn.now + turn.durations.recordingFileMs;
  reportRecording(turn, recording);
}

/** Announces the file of a recording. */
export function announceFile(turn: Turn, recording: Recording): void {
  const { call, endpoint } = turn;
  recording.fileReadyAt = null;
  const location = `${endpoint()}/v1/objects/${recording.id}`;
  const subject = `/recording/call/${call.id}/serverCallId/${call.serverCallId}/recordingId/${recording.id}`;
  publishGrid(turn, 'RecordingFileStatusUpdated', subject, {
    recordingStorageInfo: {
      recordingChunks: [
        {
          documentId: recording.id,
          index: 0,
          endReason: 'SessionEnded',
          contentLocation: `${location}/content/audio`,
          metadataLocation: `${location}/content/acsmetadata`,
          deleteLocation: location,
        },
      ],
    },
    recordingStartTime: new Date(recording.startedAt).toISOString(),
    recordingDurationMs: (recording.stoppedAt ?? turn.now) - recording.startedAt,
    recordingContentType: recording.contentType,
    recordingChannelType: recording.channelType,
    recordingFormatType: recording.formatType,
    sessionEndReason: call.state === 'ended' ? 'CallEnded' : 'InitiatorLeft',
  });
}
