import { z } from 'zod';
import { addressOf, agentOf, type VoiceAddress } from './address';

/** What Call Automation sends over the WebSocket of a live transcription. */
export type TranscriptFrame =
  /** The first: which call it is. Every start of a transcription has a subscription of its own. */
  | { readonly kind: 'begins'; readonly subscriptionId: string; readonly callRef: string }
  | {
      readonly kind: 'said';
      /** The place of the words in their subscription; of no known origin, the same in every repeat. */
      readonly offset: number;
      readonly lengthMs: number;
      readonly text: string;
      readonly by: { readonly teamsUserId: string } | { readonly address: VoiceAddress };
    }
  /** Half a sentence, or something that nobody asked for. */
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

const metadataSchema = z.object({
  transcriptionMetadata: z.object({ subscriptionId: z.string().min(1), callConnectionId: z.string().min(1) }),
});
/** Fields that some samples of Microsoft's leave out are not insisted on. */
const dataSchema = z.object({
  transcriptionData: z.object({
    text: z.string(),
    offset: z.number(),
    duration: z.number().nonnegative().nullish(),
    participantRawID: z.string().min(1),
    resultStatus: z.string().nullish(),
  }),
});
const kindSchema = z.object({ kind: z.string() });

/** A tick of the platform is 100 ns. */
const TICKS_PER_MS = 10_000;
const LONGEST_TEXT = 4_000;

/**
 * Reads a frame. The SDK's `StreamingData.parse` throws on whatever lacks a field.
 * https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/real-time-transcription-tutorial
 */
export function parseTranscriptFrame(frame: string): TranscriptFrame {
  const json = jsonOf(frame);
  const named = kindSchema.safeParse(json);
  if (!named.success) return { kind: 'malformed', why: 'no frame of a transcription' };
  switch (named.data.kind) {
    case 'TranscriptionMetadata':
      return read(metadataSchema, json, ({ transcriptionMetadata: { subscriptionId, callConnectionId } }) => ({
        kind: 'begins',
        subscriptionId,
        callRef: callConnectionId,
      }));
    case 'TranscriptionData':
      return read(dataSchema, json, said);
    default:
      return { kind: 'unsupported', type: named.data.kind };
  }
}

function said({ transcriptionData: data }: z.infer<typeof dataSchema>): TranscriptFrame {
  if (data.resultStatus?.toLowerCase() === 'intermediate') return { kind: 'unsupported', type: 'intermediate' };
  const teamsUserId = agentOf(data.participantRawID);
  return {
    kind: 'said',
    offset: data.offset,
    lengthMs: Math.round((data.duration ?? 0) / TICKS_PER_MS),
    text: data.text.slice(0, LONGEST_TEXT),
    by: teamsUserId === undefined ? { address: addressOf(data.participantRawID) } : { teamsUserId },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function read<T>(schema: z.ZodType<T>, json: unknown, make: (value: T) => TranscriptFrame): TranscriptFrame {
  const parsed = schema.safeParse(json);
  return parsed.success ? make(parsed.data) : { kind: 'malformed', why: z.prettifyError(parsed.error) };
}
