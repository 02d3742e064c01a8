import { z } from 'zod';
import { VOICE_APP_KINDS } from '../core/config/voice-app-source';
import { INTEGRATION_MODELS } from '../core/config/document';
import { BOT_LOADS } from '../core/config/bot-loads';
import { PRESENCE_USES } from '../core/config/presence-uses';
import { SMS_SENDERS } from '../core/config/sms-senders';
import type { AssistantAnswerSource } from '../core/config/assistant-source';
import type { ConfigPart } from '../core/config/document';
import { clockTime, hours, timeZone } from './config-hours';
import { queue } from './config-queue';
import { flowSource } from './flow';
import {
  audioFile,
  channel,
  duration,
  languageTag,
  localizedText,
  name,
  perChannel,
  slug,
  variable,
} from './flow-parts';

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u, 'an id of Entra is a GUID in lower case');
const channelCapacity = z.strictObject({
  units: z.int().min(1).max(1000),
  max: z.int().min(1).max(100).optional(),
  exclusive: z.boolean().optional(),
  interruptedBy: z.array(channel).min(1).max(4).optional(),
});

const capacity = z.strictObject({ units: z.int().min(1).max(1000), channels: perChannel(channelCapacity) });

const country = z.string().regex(/^[A-Z]{2}$/u, 'a country is two capital letters of ISO 3166-1');

const tenant = z.strictObject({
  id: slug,
  name,
  entraTenantId: guid,
  integrationModel: z.enum(INTEGRATION_MODELS),
  languages: z.array(languageTag).min(1).max(20),
  countries: z.array(country).min(1).max(250),
  timeZone,
  emailSender: z.enum(['acs', 'graph']).optional(),
  smsSender: z.enum(SMS_SENDERS).optional(),
  teamsPresence: z.enum(PRESENCE_USES).optional(),
  botCarries: z.enum(BOT_LOADS).optional(),
  voices: z
    .record(languageTag, z.string().regex(/^[\w-]{1,80}$/u, 'a voice is named like ja-JP-NanamiNeural'))
    .optional(),
  quietHours: z.strictObject({ from: clockTime, to: clockTime }).optional(),
  capacity: capacity.optional(),
});

const agentSkills = z.array(z.strictObject({ skill: slug, proficiency: z.int().min(1).max(10) })).max(100);
const agentQueues = z
  .array(
    z.union([
      slug,
      z.strictObject({ queue: slug, level: z.int().min(1).max(10).optional(), after: duration.optional() }),
    ]),
  )
  .min(1)
  .max(200);

const shifts = z.array(slug).min(1).max(20);

const team = z.strictObject({
  id: slug,
  name,
  queues: agentQueues,
  skills: agentSkills.optional(),
  capacity: capacity.optional(),
  shifts: shifts.optional(),
});

const agent = z.strictObject({
  id: slug,
  name,
  entraObjectId: guid,
  teamsUserId: z.string().min(1).max(200).optional(),
  shard: slug.optional(),
  skills: agentSkills.optional(),
  queues: agentQueues.optional(),
  team: slug.optional(),
  capacity: capacity.optional(),
  shifts: shifts.optional(),
});

const slugs = z.array(slug).min(1).optional();
const supervisor = z.strictObject({ id: slug, name, entraObjectId: guid, queues: slugs, teams: slugs });

const alertRules = {
  waiting: z.int().min(0).max(100_000).optional(),
  longestWait: duration.optional(),
  serviceLevel: z.number().min(0).max(100).optional(),
};
const alerts = z.strictObject({ ...alertRules, queues: z.record(slug, z.strictObject(alertRules)).optional() });

const answer: z.ZodType<AssistantAnswerSource> = z.union([
  z.strictObject({ say: localizedText }),
  z.strictObject({ ask: localizedText }),
  z.strictObject({ route: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/u) }),
]);

const assistant = z.strictObject({
  id: slug,
  provider: z.literal('keywords'),
  rules: z.array(z.strictObject({ words: z.array(z.string().min(1).max(60)).min(1).max(100), answer })).max(200),
  otherwise: answer,
});

const entryPoint = z.strictObject({
  id: slug,
  channel,
  address: z.string().min(1).max(320),
  /** Of a number that comes over a session border controller which several tenants share. */
  trunk: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/u, 'a trunk is named like fabrikam.sbc.partner.example')
    .optional(),
  callerId: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/u, 'a number is written like +14255550100')
    .optional(),
  sendAs: z.string().min(3).max(320).optional(),
  flow: slug,
  queue: slug,
  provider: z.enum(['acs', 'switchboard']).optional(),
});

const audio = z.strictObject({ id: slug, files: z.record(languageTag, audioFile) });

const lookUp = z.strictObject({
  id: slug,
  url: z.string().min(1).max(1000),
  takes: z.literal('digits').optional(),
  timeout: duration.optional(),
  cacheFor: duration.optional(),
  result: z.record(variable, z.string().regex(/^[\w-]+(\.[\w-]+){0,9}$/u, 'a field is written like order.status')),
});

const wrapUpCode = z.strictObject({ id: slug, name, queues: z.array(slug).min(1).optional() });

const cannedReply = z.strictObject({
  id: slug,
  title: name,
  text: localizedText,
  channels: z.array(channel).min(1).optional(),
});

const voiceApp = z.strictObject({ id: slug, name, objectId: z.guid(), kind: z.enum(VOICE_APP_KINDS) });

const notices = z.strictObject({
  optOutConfirmation: localizedText.optional(),
  optInConfirmation: localizedText.optional(),
  help: localizedText.optional(),
  chatNudge: localizedText.optional(),
  chatClosed: localizedText.optional(),
  callbackGreeting: localizedText.optional(),
  callbackGivenUp: localizedText.optional(),
  callSurvey: localizedText.optional(),
  recordingAnnounced: localizedText.optional(),
  meetingInvitation: localizedText.optional(),
  mailSignature: localizedText.optional(),
});

const conversation = z.strictObject({
  chat: z
    .strictObject({
      nudgeAfter: duration.optional(),
      closeAfter: duration.optional(),
      leftWhileQueuedAfter: duration.optional(),
      leftWhileActiveAfter: duration.optional(),
    })
    .optional(),
  sms: z
    .strictObject({
      parkAfter: duration.optional(),
      closeAfter: duration.optional(),
      senders: z.record(country, z.array(slug).min(1).max(50)).optional(),
    })
    .optional(),
  email: z
    .strictObject({ closeAfterBusinessDays: z.int().min(1).max(60).optional(), businessHours: slug.optional() })
    .optional(),
  callback: z
    .strictObject({
      attempts: z.int().min(1).max(10).optional(),
      retryAfter: duration.optional(),
      linesPerNumber: z.int().min(1).max(1000).optional(),
      textFrom: slug.optional(),
      forms: z.array(slug).max(100).optional(),
    })
    .optional(),
  webCalls: z.array(slug).max(100).optional(),
  survey: z.strictObject({ textFrom: slug.optional(), inChat: z.boolean().optional() }).optional(),
  backToLastAgentFor: duration.optional(),
  thanksOnlyStoredFor: duration.optional(),
  shortAbandonUnder: duration.optional(),
});

/** One file of a tenant's configuration, of any of its sections. Whether names lead somewhere is for `compileConfig`. */
export const configPart: z.ZodType<ConfigPart> = z.strictObject({
  tenant: tenant.optional(),
  skills: z
    .array(z.strictObject({ id: slug, name }))
    .max(1000)
    .optional(),
  hours: z.array(hours).max(500).optional(),
  shards: z
    .array(z.strictObject({ id: slug }))
    .max(100)
    .optional(),
  queues: z.array(queue).max(2000).optional(),
  teams: z.array(team).max(2000).optional(),
  agents: z.array(agent).max(20_000).optional(),
  supervisors: z.array(supervisor).max(2000).optional(),
  assistants: z.array(assistant).max(100).optional(),
  audio: z.array(audio).max(1000).optional(),
  lookUps: z.array(lookUp).max(200).optional(),
  entryPoints: z.array(entryPoint).max(10_000).optional(),
  voiceApps: z.array(voiceApp).max(200).optional(),
  wrapUpCodes: z.array(wrapUpCode).max(2000).optional(),
  cannedReplies: z.array(cannedReply).max(5000).optional(),
  alerts: alerts.optional(),
  notices: notices.optional(),
  conversation: conversation.optional(),
});

/** JSON Schemas (draft 2020-12) of the two kinds of file, for editors. */
export function configJsonSchemas(): { readonly config: object; readonly flow: object } {
  return {
    config: z.toJSONSchema(configPart, { io: 'input' }),
    flow: z.toJSONSchema(flowSource, { io: 'input' }),
  };
}
