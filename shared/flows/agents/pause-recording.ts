import type { Interaction } from '../../core/interaction/state';
import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Recording } from '../../ports/recordings';
import { currentCall, currentRecording } from '../acts/call-ref';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';
import { gapOf } from '../voice/pause-confirmed';
import { interactionOfAgent } from './handle-interaction';

/** Whether what is said now is kept. `pausing`: the platform has not said yet that it stopped, so nothing may be asked. */
export type RecordingNow = 'none' | 'on' | 'pausing' | 'paused';

/** A card number is said in less; an agent who forgets to resume loses no more of the call. */
const RESUME_AFTER_MS = 2 * 60_000;

/**
 * An agent stops the recording of their call, or lets it go on. The pause counts from the platform's word: until then the
 * answer is `pausing`. After two minutes it goes on by itself. The gap is written down with whose it is.
 */
export async function pauseRecording(
  deps: Deps,
  ref: InteractionRef,
  agentId: AgentId,
  wanted: 'pause' | 'resume',
): Promise<RecordingNow> {
  const stored = await interactionOfAgent(deps, ref, agentId);
  const recordingRef = currentRecording(stored);
  const known = recordingRef === undefined ? undefined : await deps.recordings.find(recordingRef);
  const isLive = stored.interaction.phase.name === 'active' && currentCall(stored) !== undefined;
  if (recordingRef === undefined || known?.of !== 'call' || !isLive) return 'none';
  if ((gapOf(known) !== undefined) !== (wanted === 'pause')) await change(deps, ref, agentId, wanted);
  const after = await deps.recordings.find(recordingRef);
  return after === undefined ? 'none' : nowOf(after, wanted);
}

function change(deps: Deps, ref: InteractionRef, agentId: AgentId, wanted: 'pause' | 'resume') {
  const at = deps.clock.now();
  return changeInteraction(deps, ref, () =>
    wanted === 'pause'
      ? { type: 'pauseRecording', at, agentId, resumeAt: at + RESUME_AFTER_MS }
      : { type: 'resumeRecording', at, agentId },
  );
}

/** The same of an interaction as it was seen, with the pause that lasts. */
export async function recordingNow(
  deps: Pick<Deps, 'recordings'>,
  { facts, phase }: Interaction,
): Promise<{ readonly now: RecordingNow; readonly pausedAt: number | null }> {
  const none = { now: 'none', pausedAt: null } as const;
  if (facts.channel !== 'voice' || phase.name !== 'active') return none;
  const known = (await deps.recordings.of(facts)).findLast((one) => one.of === 'call' && one.copy === null);
  return known === undefined ? none : { now: nowOf(known, 'resume'), pausedAt: gapOf(known)?.from ?? null };
}

function nowOf(recording: Recording, wanted: 'pause' | 'resume'): RecordingNow {
  const gap = gapOf(recording);
  // Asked for and not begun: the act is repeated until the platform is reached.
  if (gap === undefined) return wanted === 'pause' ? 'pausing' : 'on';
  return gap.confirmedAt === null ? 'pausing' : 'paused';
}
