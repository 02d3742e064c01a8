import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
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
  const ref = await deps.recordings.find(file.recordingRef);
  if (ref === undefined) return 'notOurs';
  if (file.lengthMs < SHORTEST_MS) {
    await recorded(deps, ref, false);
    return 'empty';
  }
  const fetched = await deps.voice.recordingFile(file.location);
  if (fetched.kind === 'failed')
    throw new FlowError('unavailable', `The recording could not be had: ${fetched.detail}`);
  if (fetched.kind === 'gone' || !isWave(fetched.content)) {
    deps.log.error('recording lost', { interactionId: ref.interactionId, why: fetched.kind });
    await recorded(deps, ref, false);
    return 'gone';
  }
  const name = `${file.recordingRef}.wav`;
  const path = `recordings/${ref.tenantId}/${ref.interactionId}/${name}`;
  const url = await deps.files.put(path, fetched.content, 'audio/wav');
  const stored = await deps.interactions.load(ref);
  if (stored === undefined) return 'notOurs';
  const { customerAddress, customerName } = stored.interaction.facts;
  await deps.messages.append({
    ref,
    direction: 'in',
    sourceId: `recording:${file.recordingRef}`,
    author: { kind: 'customer', id: customerAddress, name: customerName },
    text: `Voicemail, ${Math.round(file.lengthMs / 1000)} s.`,
    html: null,
    attachments: [{ name, contentType: 'audio/wav', sizeBytes: fetched.content.byteLength, url }],
    sentAt: file.endedAt,
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
