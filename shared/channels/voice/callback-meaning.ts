import { z } from 'zod';
import { agentOf } from './address';
import { keyOf } from './tones';
import { sipAnswer, type SipAnswer } from './sip-answer';

/** Numbers with which Call Automation says why: a SIP-like code and its own sub-code. */
export interface ResultCodes {
  readonly code: number | null;
  readonly subCode: number | null;
}

/** What a callback means to the call. */
export type CallbackMeaning =
  | { readonly kind: 'connected' }
  | ({ readonly kind: 'disconnected' } & ResultCodes)
  | ({ readonly kind: 'answerFailed' } & ResultCodes)
  /** `teamsUserId` is null for a telephone that was brought in. */
  | { readonly kind: 'agentJoined'; readonly teamsUserId: string | null }
  | ({ readonly kind: 'agentFailed'; readonly teamsUserId: string | null; readonly why: RingFailure } & ResultCodes)
  | { readonly kind: 'agentLeft'; readonly teamsUserId: string | null }
  | { readonly kind: 'ringCancelled'; readonly invitationRef: string }
  | {
      readonly kind: 'participants';
      /** Grows with every change; a lower one than seen is old news. */
      readonly sequence: number;
      readonly participants: readonly { readonly rawId: string; readonly isOnHold: boolean }[];
    }
  | { readonly kind: 'promptDone' }
  | { readonly kind: 'promptCancelled' }
  | ({ readonly kind: 'promptFailed' } & ResultCodes)
  | { readonly kind: 'gathered'; readonly by: 'digits' | 'words'; readonly value: string }
  | ({ readonly kind: 'gatherFailed'; readonly why: GatherFailure } & ResultCodes)
  | ({ readonly kind: 'holdFailed' } & ResultCodes)
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'transferred' }
  | ({ readonly kind: 'transferFailed' } & ResultCodes)
  | { readonly kind: 'recordingChanged'; readonly recordingId: string; readonly isActive: boolean }
  | ({ readonly kind: 'recordingFailed' } & ResultCodes)
  | ({ readonly kind: 'transcriptFailed' } & ResultCodes);

/** Why an agent's ringing ended without an agent. */
export type RingFailure = SipAnswer | 'notConnected' | 'cancelled';
/** `interDigit`: some keys came, then none. */
export type GatherFailure = 'silence' | 'interDigit' | 'cancelled' | 'other';

type Read =
  | CallbackMeaning
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** An identifier as JSON: every kind has a raw id, old phones have only their value. */
export const identifierSchema = z
  .object({
    rawId: z.string().optional(),
    phoneNumber: z.object({ value: z.string() }).optional(),
    communicationUser: z.object({ id: z.string() }).optional(),
    microsoftTeamsUser: z.object({ userId: z.string() }).optional(),
    teamsExtensionUser: z.object({ userId: z.string(), tenantId: z.string(), resourceId: z.string() }).optional(),
  })
  .transform(
    ({ rawId, phoneNumber, communicationUser, microsoftTeamsUser, teamsExtensionUser: extension }) =>
      rawId ??
      (phoneNumber && `4:${phoneNumber.value}`) ??
      communicationUser?.id ??
      (microsoftTeamsUser && `8:orgid:${microsoftTeamsUser.userId}`) ??
      (extension && `8:acs:${extension.resourceId}_${extension.tenantId}_${extension.userId}`) ??
      '',
  )
  .pipe(z.string().min(1));

const numberSchema = z.union([z.number(), z.string().transform(Number)]).nullish();
const resultSchema = z.object({
  resultInformation: z.object({ code: numberSchema, subCode: numberSchema }).nullish(),
});
const participantSchema = z.object({ participant: identifierSchema });
const participantsSchema = z.object({
  sequenceNumber: z.number(),
  participants: z.array(z.object({ identifier: identifierSchema, isOnHold: z.boolean().nullish() })),
});
const gatheredSchema = z.object({
  recognitionType: z.string(),
  dtmfResult: z.object({ tones: z.array(z.string()) }).nullish(),
  choiceResult: z.object({ label: z.string(), recognizedPhrase: z.string().nullish() }).nullish(),
  speechResult: z.object({ speech: z.string() }).nullish(),
});
const toneSchema = z.object({ tone: z.string() });
const invitationSchema = z.object({ invitationId: z.string().min(1) });
const recordingSchema = z.object({ recordingId: z.string().min(1), state: z.string() });

/** Reads the data of a callback by the last part of its type. */
export function readCallback(name: string, data: unknown): Read {
  switch (name) {
    case 'CallConnected':
      return { kind: 'connected' };
    case 'CallDisconnected':
      return { kind: 'disconnected', ...codesOf(data) };
    case 'AnswerFailed':
    case 'CreateCallFailed':
    case 'ConnectFailed':
      return { kind: 'answerFailed', ...codesOf(data) };
    case 'PlayCompleted':
      return { kind: 'promptDone' };
    case 'PlayCanceled':
      return { kind: 'promptCancelled' };
    case 'PlayFailed':
      return { kind: 'promptFailed', ...codesOf(data) };
    case 'RecognizeCompleted':
      return read(gatheredSchema, data, gathered);
    case 'RecognizeCanceled':
      return { kind: 'gatherFailed', why: 'cancelled', ...codesOf(data) };
    case 'RecognizeFailed':
      return gatherFailed(codesOf(data));
    case 'ContinuousDtmfRecognitionToneReceived':
      return read(toneSchema, data, ({ tone }) => ({ kind: 'key', key: keyOf(tone) ?? '' }));
    case 'CallTransferAccepted':
      return { kind: 'transferred' };
    case 'CallTransferFailed':
      return { kind: 'transferFailed', ...codesOf(data) };
    case 'HoldFailed':
      return { kind: 'holdFailed', ...codesOf(data) };
    case 'StartRecordingFailed':
      return { kind: 'recordingFailed', ...codesOf(data) };
    case 'TranscriptionFailed':
      return { kind: 'transcriptFailed', ...codesOf(data) };
    case 'RecordingStateChanged':
      return read(recordingSchema, data, ({ recordingId, state }) => ({
        kind: 'recordingChanged',
        recordingId,
        isActive: state.toLowerCase() === 'active',
      }));
    default:
      return readParticipants(name, data);
  }
}

function readParticipants(name: string, data: unknown): Read {
  switch (name) {
    case 'AddParticipantSucceeded':
      return ofSomebody(data, (teamsUserId) => ({ kind: 'agentJoined', teamsUserId }));
    case 'AddParticipantFailed':
      return ofSomebody(data, (teamsUserId) => {
        const codes = codesOf(data);
        return { kind: 'agentFailed', teamsUserId, why: ringFailure(codes), ...codes };
      });
    case 'RemoveParticipantSucceeded':
      return ofSomebody(data, (teamsUserId) => ({ kind: 'agentLeft', teamsUserId }));
    case 'CancelAddParticipantSucceeded':
      return read(invitationSchema, data, ({ invitationId }) => ({
        kind: 'ringCancelled',
        invitationRef: invitationId,
      }));
    case 'ParticipantsUpdated':
      return read(participantsSchema, data, ({ sequenceNumber, participants }) => ({
        kind: 'participants',
        sequence: sequenceNumber,
        participants: participants.map(({ identifier, isOnHold }) => ({
          rawId: identifier,
          isOnHold: isOnHold ?? false,
        })),
      }));
    default:
      return { kind: 'unsupported', type: name };
  }
}

function read<T>(schema: z.ZodType<T>, data: unknown, make: (value: T) => Read): Read {
  const parsed = schema.safeParse(data);
  return parsed.success ? make(parsed.data) : { kind: 'malformed', why: z.prettifyError(parsed.error) };
}

/** What went out with the step says whom it was about. */
const ofSomebody = (data: unknown, make: (teamsUserId: string | null) => CallbackMeaning): Read =>
  read(participantSchema, data, ({ participant }) => make(agentOf(participant) ?? null));

function codesOf(data: unknown): ResultCodes {
  const result = resultSchema.safeParse(data).data?.resultInformation;
  return { code: result?.code ?? null, subCode: result?.subCode ?? null };
}

/** Busy and declined are the agent's own doing. A 487 without a sub-code of its own is the call's end, or our own withdrawal. */
function ringFailure({ code, subCode }: ResultCodes): RingFailure {
  if (code === 487 && subCode === 0) return 'cancelled';
  return sipAnswer(code) ?? 'notConnected';
}

/** Sub-codes after https://learn.microsoft.com/azure/communication-services/how-tos/call-automation/recognize-action. */
function gatherFailed(codes: ResultCodes): CallbackMeaning {
  switch (codes.subCode) {
    case 8510:
      return { kind: 'gatherFailed', why: 'silence', ...codes };
    case 8532:
      return { kind: 'gatherFailed', why: 'interDigit', ...codes };
    case 8508:
      return { kind: 'gatherFailed', why: 'cancelled', ...codes };
    case null:
    default:
      return { kind: 'gatherFailed', why: 'other', ...codes };
  }
}

/** A choice labelled by a key is that key, pressed or said. */
function gathered({ dtmfResult, choiceResult, speechResult }: z.infer<typeof gatheredSchema>): Read {
  if (dtmfResult) {
    return { kind: 'gathered', by: 'digits', value: dtmfResult.tones.map((tone) => keyOf(tone) ?? '').join('') };
  }
  if (choiceResult) {
    const { label } = choiceResult;
    return { kind: 'gathered', by: /^[\d*#]+$/.test(label) ? 'digits' : 'words', value: label };
  }
  if (speechResult) return { kind: 'gathered', by: 'words', value: speechResult.speech };
  return { kind: 'malformed', why: 'RecognizeCompleted without a result' };
}
