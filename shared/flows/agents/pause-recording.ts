import type { AgentId, InteractionRef } from '../../core/lib/ids';
import { RECORDING_REF } from '../acts/recording-acts';
import { currentCall } from '../acts/call-ref';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { encodeContext } from '../voice/call-context';
import { interactionOfAgent } from './handle-interaction';

/** Whether what is said now is kept. */
export type RecordingNow = 'none' | 'on' | 'paused';

/**
 * An agent stops the recording of their call, or lets it go on. The gap is written down with whose it is: from the
 * instant at which the pause was asked for to that at which the resumption was answered, so never shorter than it was.
 */
export async function pauseRecording(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  wanted: 'pause' | 'resume',
): Promise<RecordingNow> {
  const stored = await interactionOfAgent(deps, ref, agentId);
  const recordingRef = stored.refs[RECORDING_REF];
  const callRef = currentCall(stored);
  const { phase } = stored.interaction;
  const known = recordingRef === undefined ? undefined : await deps.recordings.find(recordingRef);
  if (phase.name !== 'active' || callRef === undefined || known?.of !== 'call') return 'none';
  const isPaused = known.gaps.some(({ to }) => to === null);
  if (isPaused === (wanted === 'pause')) return isPaused ? 'paused' : 'on';
  const now = deps.clock.now();
  const key = `${ref.tenantId}/${ref.interactionId}/${wanted}/${known.gaps.length}`;
  const step = { callRef, key, context: encodeContext({ kind: 'other' }) };
  const asked = await deps.voice[wanted === 'pause' ? 'pauseRecording' : 'resumeRecording'](step, known.recordingRef);
  if (asked.kind === 'failed') throw new FlowError('unavailable', 'The recording could not be reached.');
  if (asked.kind === 'gone') return 'none';
  await deps.recordings.change(known.recordingRef, (recording) => ({
    ...recording,
    gaps:
      wanted === 'pause'
        ? [...recording.gaps, { from: now, to: null, by: agentId }]
        : recording.gaps.map((gap) => (gap.to === null ? { ...gap, to: deps.clock.now() } : gap)),
  }));
  return wanted === 'pause' ? 'paused' : 'on';
}
