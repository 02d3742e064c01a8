import type { Recording, RecordingCopy } from '../../ports/recordings';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { loadWhere } from '../lib/load-where';
import { sha256 } from '../lib/sha256';
import { recorded } from '../voice/record-voicemail';

/** A recording whose file is there, as the channel's parser says it. */
export interface RecordedFile {
  readonly recordingRef: string;
  readonly location: string;
  readonly lengthMs: number;
  readonly endedAt: number;
}

/** A caller who says nothing for so long has pressed a key by mistake, or hung up on the greeting. */
const SHORTEST_MS = 1_500;

/**
 * Copies the file of a recording to our own storage, at once: the platform keeps it for a day. Event Grid is told that
 * the event is taken only when the copy is there, so that a process that dies in between is given the event again; all
 * steps may be done twice.
 */
export async function storeRecording(deps: Deps, file: RecordedFile): Promise<'stored' | 'empty' | 'notOurs' | 'gone'> {
  // Its file is there seconds after it began at the soonest: a read that is behind knows of it by then.
  const recording = await deps.recordings.find(file.recordingRef);
  if (recording === undefined) return 'notOurs';
  const { interaction: ref, of } = recording;
  if (of === 'voicemail' && file.lengthMs < SHORTEST_MS) {
    await recorded(deps, ref, false);
    return 'empty';
  }
  const copy = recording.copy ?? (await copyFile(deps, recording, file));
  if (copy === null) {
    if (of === 'voicemail') await recorded(deps, ref, false);
    return 'gone';
  }
  await deps.recordings.change(file.recordingRef, (known) => ({
    ...known,
    copy: known.copy ?? copy,
    // A call that ends while it is paused ends the pause.
    gaps: known.gaps.map((gap) => ({ ...gap, to: gap.to ?? file.endedAt })),
  }));
  return of === 'call' ? 'stored' : leaveVoicemail(deps, recording, copy, file);
}

/** The copy, or null when there is nothing to copy any more. */
async function copyFile(deps: Deps, recording: Recording, file: RecordedFile): Promise<RecordingCopy | null> {
  const { recordingRef, interaction, keepForMs } = recording;
  const fetched = await deps.voice.recordingFile(file.location);
  if (fetched.kind === 'failed')
    throw new FlowError('unavailable', `The recording could not be had: ${fetched.detail}`);
  if (fetched.kind === 'gone' || !isWave(fetched.content)) {
    deps.log.error('recording lost', { interactionId: interaction.interactionId, why: fetched.kind });
    return null;
  }
  const path = `recordings/${interaction.tenantId}/${interaction.interactionId}/${recordingRef}.wav`;
  const { content } = fetched;
  await deps.files.put(path, content, 'audio/wav');
  const storedAt = deps.clock.now();
  return {
    path,
    contentType: 'audio/wav',
    sizeBytes: content.byteLength,
    sha256: await sha256(content),
    lengthMs: file.lengthMs,
    storedAt,
    keepUntil: keepForMs === null ? null : storedAt + keepForMs,
  };
}

async function leaveVoicemail(
  deps: Deps,
  { recordingRef, interaction: ref }: Recording,
  { sizeBytes, contentType }: RecordingCopy,
  { lengthMs, endedAt }: RecordedFile,
): Promise<'stored' | 'notOurs'> {
  const stored = await loadWhere(deps, ref, () => true);
  if (stored === undefined) return 'notOurs';
  const { customerAddress, customerName } = stored.interaction.facts;
  const url = deps.urls.recording(ref, recordingRef);
  await deps.messages.append({
    ref,
    direction: 'in',
    sourceId: `recording:${recordingRef}`,
    author: { kind: 'customer', id: customerAddress, name: customerName },
    text: `Voicemail, ${Math.round(lengthMs / 1000)} s.`,
    html: null,
    attachments: [{ name: `${recordingRef}.wav`, contentType, sizeBytes, url }],
    sentAt: endedAt,
    claimedUntil: 0,
    replyTo: null,
  });
  await recorded(deps, ref, true);
  return 'stored';
}

/** RIFF, a length, WAVE: audio that is not audio goes no further. */
function isWave(content: Uint8Array): boolean {
  const tag = (from: number): string => String.fromCharCode(...content.subarray(from, from + 4));
  return content.byteLength > 44 && tag(0) === 'RIFF' && tag(8) === 'WAVE';
}
