import { stepFlow } from '../walk-flow';
import { decodePosition } from '../../core/flow/position-codec';
import type { InteractionRef } from '../../core/lib/ids';
import type { Recording } from '../../ports/recordings';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { gapOf, pauseConfirmed } from '../voice/pause-confirmed';
import { DONE, type ActOutcome } from './act-outcome';
import { onCall } from './call-acts';
import { currentRecording, isTranscribed, RECORDING_REF } from './call-ref';
import type { ActOf, Doing } from './doing';

/** Whose recording it is must be known before its file is announced: so it is written down before the act is done. */
export async function startRecording(doing: Doing): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const failed = () => recordingFailed(doing);
  return onCall(
    doing,
    { kind: 'other' },
    async (step) => {
      const started = await deps.voice.startRecording(step, deps.urls.callCallback(facts), 'mixed');
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

/** Ends the recording of a call. */
export async function stopRecording(doing: Doing): Promise<ActOutcome> {
  const recording = currentRecording(doing.stored);
  if (recording === undefined) return DONE;
  return onCall(doing, { kind: 'other' }, (step) => doing.deps.voice.stopRecording(step, recording));
}

/** The gap is written down before the platform is asked: a process that dies in between leaves it too long, not too short. */
export async function pauseRecording(doing: Doing, { agentId, from }: ActOf<'pauseRecording'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const recordingRef = currentRecording(stored);
  if (recordingRef === undefined) return DONE;
  await deps.recordings.change(recordingRef, (known) =>
    gapOf(known) === undefined
      ? { ...known, gaps: [...known.gaps, { from, to: null, by: agentId, confirmedAt: null }] }
      : known,
  );
  if (isTranscribed(stored)) await onCall(doing, { kind: 'other' }, (step) => deps.voice.stopTranscript(step));
  return onCall(doing, { kind: 'other' }, (step) => deps.voice.pauseRecording(step, recordingRef));
}

/**
 * The platform's word that it has stopped may be lost, and calls that release 0.1.0 began never bring it: so it is asked. A
 * recording that still runs is paused again.
 */
export async function checkPause(doing: Doing, { notBefore, from }: ActOf<'checkPause'>): Promise<ActOutcome> {
  const { deps, stored } = doing;
  if (notBefore > deps.clock.now()) return { kind: 'later', why: 'the platform may still say so itself', notBefore };
  const recordingRef = currentRecording(stored);
  const known = recordingRef === undefined ? undefined : await deps.recordings.find(recordingRef);
  const gap = known && gapOf(known);
  if (recordingRef === undefined || gap?.from !== from || gap.confirmedAt !== null) return DONE;
  switch (await deps.voice.recordingState(recordingRef)) {
    case 'paused':
      return { kind: 'done', next: () => pauseConfirmed(deps, stored.interaction.facts, recordingRef) };
    case 'running':
      await onCall(doing, { kind: 'other' }, (step) => deps.voice.pauseRecording(step, recordingRef));
      return { kind: 'later', why: 'the recording still runs', notBefore: deps.clock.now() + AGAIN_MS };
    case 'unknown':
      return { kind: 'later', why: 'the platform does not say', notBefore: deps.clock.now() + AGAIN_MS };
    case 'gone':
      return DONE;
  }
}

/** An agent with a customer on the line waits for it. */
const AGAIN_MS = 5_000;

/** Ends the pause that lasts, if one does. By itself when its time is over: then it is written down as nobody's. */
export async function resumeRecording(
  doing: Doing,
  { notBefore, from }: ActOf<'resumeRecording'>,
): Promise<ActOutcome> {
  const { deps, stored } = doing;
  const { facts } = stored.interaction;
  const recordingRef = currentRecording(stored);
  const known = recordingRef === undefined ? undefined : await deps.recordings.find(recordingRef);
  const gap = known && gapOf(known);
  if (notBefore > deps.clock.now()) return { kind: 'later', why: 'the recording pauses', notBefore };
  // A later pause of the same call has its own end.
  if (recordingRef === undefined || gap === undefined || (from !== 0 && gap.from !== from)) return DONE;
  const resumed = await onCall(doing, { kind: 'other' }, (step) => deps.voice.resumeRecording(step, recordingRef));
  if (resumed.kind !== 'done') return resumed;
  const to = deps.clock.now();
  await deps.recordings.change(recordingRef, ({ gaps, ...rest }) => ({
    ...rest,
    gaps: gaps.map((one) => (one.to === null ? { ...one, to } : one)),
  }));
  // After the gap has ended: what comes before is thrown away.
  const language = languageOf(stored);
  if (isTranscribed(stored) && language !== undefined)
    await onCall(doing, { kind: 'other' }, (step) => deps.voice.startTranscript(step, language));
  const byItself = () => changeInteraction(deps, facts, () => ({ type: 'resumeRecording', at: to, agentId: null }));
  return notBefore === 0 ? resumed : { ...resumed, next: byItself };
}

/** In which the caller came to whoever talks with them. */
const languageOf = ({ interaction }: Doing['stored']): string | undefined =>
  interaction.segments.findLast(({ state }) => state.name !== 'done')?.visit.language;
