import { agentIdOf, type InteractionRef } from '../../core/lib/ids';
import type { Recording, RecordingGap } from '../../ports/recordings';
import { changeInteraction } from '../lib/change-interaction';
import type { Deps } from '../lib/deps';

/** The pause that lasts. */
export const gapOf = ({ gaps }: Recording): RecordingGap | undefined => gaps.find(({ to }) => to === null);

/** The platform has said that nothing is recorded. The first word of a pause that was asked for lets its agent ask. */
export async function pauseConfirmed(deps: Deps, ref: InteractionRef, recordingRef: string): Promise<void> {
  const known = await deps.recordings.find(recordingRef);
  const gap = known && gapOf(known);
  // Without a pause that lasts it has ended, and one that is confirmed is so for good.
  if (known?.interaction.interactionId !== ref.interactionId || gap?.confirmedAt !== null) return;
  const at = deps.clock.now();
  await deps.recordings.change(recordingRef, ({ gaps, ...rest }) => ({
    ...rest,
    gaps: gaps.map((one) => (one.to === null ? { ...one, confirmedAt: one.confirmedAt ?? at } : one)),
  }));
  await changeInteraction(deps, ref, () => ({ type: 'confirmPause', at, agentId: agentIdOf(gap.by) }));
}
