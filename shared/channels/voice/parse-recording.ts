import { z } from 'zod';
import type { SourceEvent } from './parse';

/** A recording whose file can be had. */
export type RecordingEvent =
  | {
      readonly kind: 'recorded';
      readonly recordingRef: string;
      /** Of the first chunk: recordings of calls that long are cut at hours. */
      readonly location: string;
      readonly lengthMs: number;
      readonly beganAt: number;
    }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** The event names the recording in its subject and in the document id of each chunk, but no call of ours. */
const schema = z.object({
  recordingStorageInfo: z.object({
    recordingChunks: z.array(z.object({ documentId: z.string().min(1), contentLocation: z.string().min(1) })).min(1),
  }),
  recordingStartTime: z.string().nullish(),
  recordingDurationMs: z.number().min(0),
});

const IN_SUBJECT = /\/recordingId\/([^/]+)$/u;

/** Reads the Event Grid event of a recording's file. */
export function parseRecordingEvent(event: SourceEvent & { readonly subject: string | null }): RecordingEvent {
  if (event.type !== 'Microsoft.Communication.RecordingFileStatusUpdated')
    return { kind: 'unsupported', type: event.type };
  const parsed = schema.safeParse(event.data);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { recordingStorageInfo, recordingStartTime, recordingDurationMs } = parsed.data;
  const [first] = recordingStorageInfo.recordingChunks;
  if (first === undefined) return { kind: 'malformed', why: 'a recording without chunks' };
  const beganAt = Date.parse(recordingStartTime ?? '');
  return {
    kind: 'recorded',
    recordingRef: IN_SUBJECT.exec(event.subject ?? '')?.[1] ?? first.documentId,
    location: first.contentLocation,
    lengthMs: recordingDurationMs,
    beganAt: Number.isNaN(beganAt) ? 0 : beganAt,
  };
}
