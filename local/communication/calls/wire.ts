import { z } from 'zod';
import { identifierSchema } from './identifiers';
import type { Source } from './media-state';
import type { Origin } from './origin';
import { MOST_CHANNELS } from './recording-state';
import type { InvitationDisplay } from './state';
import type { Turn } from './turn';

/** Azure wants https; on a laptop the app itself may speak http. */
const callbackUriSchema = z
  .url()
  .refine((uri) => uri.startsWith('https:') || /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(uri), {
    message: 'The field CallbackUri is invalid.',
  });

const originFields = {
  operationContext: z.string().optional(),
  operationCallbackUri: callbackUriSchema.optional(),
};

interface Asking {
  readonly operationContext?: string | undefined;
  readonly operationCallbackUri?: string | undefined;
}

export const originOf = ({ call, via }: Pick<Turn, 'call' | 'via'>, body: Asking): Origin => ({
  context: body.operationContext ?? null,
  callbackUri: body.operationCallbackUri ?? null,
  ...(via !== call.id && { connectionId: via }),
});

const phoneNumberSchema = z.object({ value: z.string().min(1) });
/** Azure wants wss; on a laptop the app itself may listen in the clear. */
const transportUrlSchema = z
  .url()
  .refine((url) => url.startsWith('wss:') || /^ws:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url), {
    message: 'The field TransportUrl is invalid.',
  });

const speechFields = {
  callIntelligenceOptions: z.object({ cognitiveServicesEndpoint: z.string().optional() }).optional(),
  mediaStreamingOptions: z
    .object({
      transportType: z.literal('websocket'),
      transportUrl: transportUrlSchema,
      contentType: z.literal('audio').optional(),
      audioChannelType: z.enum(['mixed', 'unmixed']),
      startMediaStreaming: z.boolean().default(false),
      enableBidirectional: z.boolean().default(false),
      enableDtmfTones: z.boolean().default(false),
      audioFormat: z
        .string()
        .transform((format) => format.toLowerCase())
        .pipe(z.enum(['pcm16kmono', 'pcm24kmono']))
        .default('pcm16kmono'),
    })
    .optional(),
  transcriptionOptions: z
    .object({
      transportType: z.literal('websocket'),
      transportUrl: transportUrlSchema,
      locale: z.string().min(1),
      startTranscription: z.boolean().optional(),
      enableIntermediateResults: z.boolean().optional(),
    })
    .optional(),
};

/** As the SDK writes them: User-To-User, X-… and X-MS-Custom-…. */
const sipHeaderSchema = z.record(
  z.string().regex(/^(User-To-User|X-[\w-]{1,64})$/u),
  z.string().regex(/^[\x20-\x7e]*$/u),
);

const callingContextSchema = z.object({
  sipHeaders: sipHeaderSchema.optional(),
  voipHeaders: z.record(z.string(), z.string()).optional(),
  teamsPhoneCallDetails: z
    .object({ callTopic: z.string().max(48).optional(), callContext: z.string().optional() })
    .optional(),
});

/** What the invited sees before answering. */
export const displayOf = (
  from: string | null,
  context: z.infer<typeof callingContextSchema> | undefined,
): InvitationDisplay => ({
  from,
  topic: context?.teamsPhoneCallDetails?.callTopic ?? null,
  details: context?.teamsPhoneCallDetails?.callContext ?? null,
  ...(context?.sipHeaders && { sipHeaders: context.sipHeaders }),
  ...(context?.voipHeaders && { voipHeaders: context.voipHeaders }),
});

export const answerSchema = z.object({
  incomingCallContext: z.string().min(1),
  callbackUri: callbackUriSchema,
  operationContext: z.string().optional(),
  ...speechFields,
});

export const createSchema = z.object({
  targets: z.array(identifierSchema).min(1),
  callbackUri: callbackUriSchema,
  operationContext: z.string().optional(),
  source: z.object({ id: z.string().min(1) }).optional(),
  sourceCallerIdNumber: phoneNumberSchema.optional(),
  sourceDisplayName: z.string().optional(),
  teamsAppSource: z.object({ appId: z.string().min(1) }).optional(),
  ...speechFields,
});

const locatorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('serverCallLocator'), serverCallId: z.string().min(1) }),
  z.object({ kind: z.literal('groupCallLocator'), groupCallId: z.string().min(1) }),
  z.object({ kind: z.literal('roomCallLocator'), roomId: z.string().min(1) }),
]);
export type Locator = z.infer<typeof locatorSchema>;

export const connectSchema = z.object({
  callLocator: locatorSchema,
  callbackUri: callbackUriSchema,
  operationContext: z.string().optional(),
  ...speechFields,
});

export const redirectSchema = z.object({ incomingCallContext: z.string().min(1), target: identifierSchema });

export const rejectSchema = z.object({
  incomingCallContext: z.string().min(1),
  callRejectReason: z.enum(['none', 'busy', 'forbidden']).default('none'),
});

export const addSchema = z.object({
  participantToAdd: identifierSchema,
  sourceCallerIdNumber: phoneNumberSchema.optional(),
  sourceDisplayName: z.string().optional(),
  invitationTimeoutInSeconds: z.number().int().min(0).max(180).optional(),
  customCallingContext: callingContextSchema.optional(),
  ...originFields,
});

export const cancelAddSchema = z.object({ invitationId: z.string().min(1), ...originFields });
export const removeSchema = z.object({ participantToRemove: identifierSchema, ...originFields });
export const moveSchema = z.object({
  targetParticipants: z.array(identifierSchema).min(1),
  fromCall: z.string().min(1),
  ...originFields,
});
export const muteSchema = z.object({
  targetParticipants: z.array(identifierSchema).length(1),
  operationContext: z.string().optional(),
});

export const transferSchema = z.object({
  targetParticipant: identifierSchema,
  transferee: identifierSchema.optional(),
  sourceCallerIdNumber: phoneNumberSchema.optional(),
  customCallingContext: callingContextSchema.optional(),
  ...originFields,
});

/** A text and an SSML both are words; a file is music, as far as a laptop can tell. */
export const sourceSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('file'), file: z.object({ uri: z.url({ protocol: /^https?$/ }) }) }),
    z.object({
      kind: z.literal('text'),
      text: z
        .object({
          text: z.string().min(1).max(4000),
          sourceLocale: z.string().optional(),
          voiceName: z.string().optional(),
          voiceKind: z.string().optional(),
        })
        .refine(({ sourceLocale, voiceName }) => sourceLocale !== undefined || voiceName !== undefined, {
          message: 'A text needs a voiceName, or a sourceLocale with a voiceKind.',
        }),
    }),
    z.object({ kind: z.literal('ssml'), ssml: z.object({ ssmlText: z.string().min(1).max(4000) }) }),
  ])
  .transform((source): Source => {
    switch (source.kind) {
      case 'file':
        return { kind: 'file', uri: source.file.uri };
      case 'text': {
        const { text, sourceLocale, voiceName } = source.text;
        return { kind: 'text', text, language: sourceLocale ?? localeOf(voiceName) };
      }
      case 'ssml':
        return { kind: 'text', text: textOf(source.ssml.ssmlText), language: languageOf(source.ssml.ssmlText) };
      default:
        return source satisfies never;
    }
  });

/** `en-GB-SoniaNeural` speaks `en-GB`. */
const localeOf = (voiceName: string | undefined) => /^[a-z]{2,3}-[A-Z]{2}/.exec(voiceName ?? '')?.[0] ?? null;
const textOf = (ssml: string) =>
  ssml
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const languageOf = (ssml: string) => /xml:lang=["']([^"']+)/.exec(ssml)?.[1] ?? null;

export const playSchema = z.object({
  playSources: z.array(sourceSchema).min(1, 'The field PlaySources is empty.'),
  playTo: z.array(identifierSchema).optional(),
  interruptCallMediaOperation: z.boolean().optional(),
  playOptions: z.object({ loop: z.boolean().optional() }).optional(),
  ...originFields,
});

const toneSchema = z.enum([
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  ...['a', 'b', 'c', 'd', 'pound', 'asterisk'],
] as [string, ...string[]]);

export const recognizeSchema = z.object({
  recognizeInputType: z.enum(['dtmf', 'speech', 'speechOrDtmf', 'choices']),
  playPrompt: sourceSchema.optional(),
  playPrompts: z.array(sourceSchema).optional(),
  interruptCallMediaOperation: z.boolean().optional(),
  recognizeOptions: z.object({
    targetParticipant: identifierSchema,
    interruptPrompt: z.boolean().optional(),
    initialSilenceTimeoutInSeconds: z.number().int().min(0).max(300).default(5),
    speechLanguage: z.string().optional(),
    dtmfOptions: z
      .object({
        maxTonesToCollect: z.number().int().min(1).optional(),
        interToneTimeoutInSeconds: z.number().int().min(1).max(60).default(2),
        stopTones: z.array(toneSchema).default([]),
      })
      .optional(),
    choices: z
      .array(z.object({ label: z.string(), phrases: z.array(z.string()), tone: toneSchema.optional() }))
      .optional(),
    speechOptions: z.object({ endSilenceTimeoutInMs: z.number().int().min(0).optional() }).optional(),
  }),
  ...originFields,
});

export const targetSchema = z.object({ targetParticipant: identifierSchema, ...originFields });
export const sendTonesSchema = targetSchema.extend({ tones: z.array(toneSchema).min(1) });
export const holdSchema = targetSchema.extend({ playSourceInfo: sourceSchema.optional() });

/** To start a transcription, and to change its language. */
export const transcriptionSchema = z.object({ locale: z.string().min(1).optional(), ...originFields });
/** What is told when a stream of a call starts or stops. */
export const streamSchema = z.object({ ...originFields });

export const startRecordingSchema = z
  .object({
    callLocator: locatorSchema.optional(),
    callConnectionId: z.string().min(1).optional(),
    recordingStateCallbackUri: callbackUriSchema.optional(),
    recordingContentType: z.enum(['audio', 'audioVideo']).default('audioVideo'),
    recordingChannelType: z.enum(['mixed', 'unmixed']).default('mixed'),
    recordingFormatType: z.enum(['wav', 'mp3', 'mp4']).default('mp4'),
    audioChannelParticipantOrdering: z.array(identifierSchema).default([]),
    channelAffinity: z
      .array(
        z.object({
          channel: z
            .number()
            .int()
            .min(0)
            .max(MOST_CHANNELS - 1)
            .optional(),
          participant: identifierSchema,
        }),
      )
      .default([]),
    pauseOnStart: z.boolean().default(false),
    externalStorage: z
      .discriminatedUnion('recordingStorageKind', [
        z.object({ recordingStorageKind: z.literal('azureCommunicationServices') }),
        z.object({
          recordingStorageKind: z.literal('azureBlobStorage'),
          recordingDestinationContainerUrl: z.url({ protocol: /^https?$/ }),
        }),
      ])
      .optional(),
  })
  .refine(({ callLocator, callConnectionId }) => callLocator !== undefined || callConnectionId !== undefined, {
    message: 'A recording names its call by a callLocator or a callConnectionId.',
  });
