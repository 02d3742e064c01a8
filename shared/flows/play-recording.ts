import type { InteractionRef } from '../core/lib/ids';
import type { Recording, RecordingCopy } from '../ports/recordings';
import type { Deps } from './lib/deps';
import { FlowError } from './lib/flow-error';
import { sha256 } from './lib/sha256';

/** A recording of this interaction; of another one it is not there. */
export async function recordingOf(deps: Deps, ref: InteractionRef, recordingRef: string): Promise<Recording> {
  const found = await deps.recordings.find(recordingRef);
  const { tenantId, interactionId } = found?.interaction ?? {};
  if (found === undefined || tenantId !== ref.tenantId || interactionId !== ref.interactionId)
    throw new FlowError('notFound', 'There is no such recording.');
  return found;
}

/** The audio, if it is still what was copied. */
export async function audioOf(
  deps: Deps,
  { copy, interaction }: Recording,
): Promise<{ readonly copy: RecordingCopy; readonly content: Uint8Array }> {
  if (copy === null) throw new FlowError('notFound', 'The file of the recording is not there yet.');
  const content = await deps.files.get(copy.path);
  if (content === undefined) throw new FlowError('gone', 'The recording was deleted.');
  if (content.byteLength !== copy.sizeBytes || (await sha256(content)) !== copy.sha256) {
    deps.log.error('recording changed', { interactionId: interaction.interactionId });
    throw new FlowError('impossible', 'The file is not what was copied.');
  }
  return { copy, content };
}

const AT_ONCE = 100;

/**
 * Deletes what was kept long enough; the recording stays written down without its file. What was written down of a call goes
 * with its recording: so a legal hold keeps both.
 */
export async function sweepRecordings(deps: Deps): Promise<number> {
  const over = await deps.recordings.expired(deps.clock.now(), AT_ONCE);
  for (const { copy, recordingRef, of, interaction } of over) {
    if (copy === null) continue;
    if (of === 'call') await deps.transcripts.remove(interaction);
    await deps.files.remove(copy.path);
    await deps.recordings.change(recordingRef, (known) => ({ ...known, copy: null }));
  }
  return over.length;
}
