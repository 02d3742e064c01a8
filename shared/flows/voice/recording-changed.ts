import type { InteractionRef } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { pauseConfirmed } from './pause-confirmed';

/** The platform says that a recording runs or does not. */
export async function recordingChanged(
  deps: Deps,
  ref: InteractionRef,
  { recordingRef, isActive }: { readonly recordingRef: string; readonly isActive: boolean },
): Promise<void> {
  if (!isActive) await pauseConfirmed(deps, ref, recordingRef);
}
