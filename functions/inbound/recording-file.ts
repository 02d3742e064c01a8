import { parseRecordingEvent } from '../../shared/channels/voice';
import type { Envelope } from '../../shared/contracts/events/envelope';
import { storeRecording } from '../../shared/flows/inbound/store-recording';
import type { App } from '../compose';
import { onEvent, type EventOutcome } from '../register';

/** The file of a recording of ours can be had, for a day. */
export const registerRecordingFile = (): void => onEvent('recordingFile', recordingFile);

async function recordingFile({ deps }: App, event: Envelope): Promise<EventOutcome> {
  const recording = parseRecordingEvent(event);
  if (recording.kind !== 'recorded') return recording;
  const { recordingRef, location, lengthMs, beganAt } = recording;
  const what = await storeRecording(deps, { recordingRef, location, lengthMs, endedAt: beganAt + lengthMs });
  return { kind: 'done', what };
}
