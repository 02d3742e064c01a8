import { stepFlow } from '../walk-flow';
import { decodePosition } from '../../core/flow/position-codec';
import type { InteractionRef } from '../../core/lib/ids';
import type { Recording } from '../../ports/recordings';
import type { Deps } from '../lib/deps';
import { DONE, type ActOutcome } from './act-outcome';
import { onCall } from './call-acts';
import type { Doing } from './doing';

/** The recording that is being made, in the interaction's refs. */
export const RECORDING_REF = 'recording';

/** Whose recording it is must be known before its file is announced: so it is written down before the act is done. */
export async function startRecording(doing: Doing): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const failed = () => recordingFailed(doing);
  return onCall(
    doing,
    { kind: 'other' },
    async (step) => {
      const started = await deps.voice.startRecording(step);
      if (started.kind === 'done' && started.ref !== null)
        await deps.recordings.put(newRecording(deps, started.ref, facts, { of: 'voicemail', keepForMs: null }));
      return started;
    },
    RECORDING_REF,
    failed,
  );
}

/** A recording that has just begun. */
export const newRecording = (
  { clock }: Deps,
  recordingRef: string,
  { tenantId, interactionId }: InteractionRef,
  how: Pick<Recording, 'of' | 'keepForMs'>,
): Recording => ({
  recordingRef,
  interaction: { tenantId, interactionId },
  beganAt: clock.now(),
  gaps: [],
  copy: null,
  isOnHold: false,
  ...how,
});

/** The flow has a way for callers of whom nothing can be recorded. */
async function recordingFailed({ deps, stored }: Doing): Promise<void> {
  const { facts, phase } = stored.interaction;
  const position = phase.name === 'selfService' ? decodePosition(phase.position) : null;
  if (position?.state === 'recording') await stepFlow(deps, facts, { kind: 'recordingFailed', turn: position.turn });
}

export async function stopRecording(doing: Doing): Promise<ActOutcome> {
  const recording = doing.stored.refs[RECORDING_REF];
  if (recording === undefined) return DONE;
  return onCall(doing, { kind: 'other' }, (step) => doing.deps.voice.stopRecording(step, recording));
}
