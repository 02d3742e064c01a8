import { z } from 'zod';
import { FLOW_CLOSE_REASONS } from '../core/flow/source';
import type { FlowNodeSource, FlowSource, LocalizedText, RequirementSource, TextSource } from '../core/flow/source';
import { CHANNELS } from '../core/lib/channel';
import { DURATION_PATTERN } from '../core/lib/duration';

/** The name of something in the configuration: `sales`, `vip-support`. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/u, 'a name is lower-case letters, digits and hyphens, and begins with a letter');

/** The name of a node within its flow. */
const nodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/u, 'a node is named by letters, digits and hyphens, beginning with a letter');

/** A BCP 47 tag of a language, with a region where that matters: `en`, `pt-BR`. */
export const languageTag = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/u, 'a language is written like en or pt-BR');

/** `30 s`, `10 min`, `72 h`. */
export const duration = z.string().regex(DURATION_PATTERN, 'a length is written like 30 s, 10 min or 72 h');

/** One of the four channels. */
export const channel = z.enum(CHANNELS);

/** 2,000 characters: a prompt of two minutes, and more than any SMS provider takes in one message. */
const words = z.string().min(1).max(2000);

/** A text by language. */
export const localizedText: z.ZodType<LocalizedText> = z
  .record(languageTag, words)
  .refine((text) => Object.keys(text).length > 0, 'a text has at least one language');

const textByChannel = z.strictObject({
  any: localizedText.optional(),
  voice: localizedText.optional(),
  chat: localizedText.optional(),
  sms: localizedText.optional(),
  email: localizedText.optional(),
});

const text: z.ZodType<TextSource> = z.union([localizedText, textByChannel]);

/** A skill with the least proficiency that will do. */
export const requirement: z.ZodType<RequirementSource> = z.strictObject({
  skill: slug,
  minimum: z.int().min(1).max(10).optional(),
  for: duration.optional(),
});

/** Left out, the path ends in nothing, which the compiler refuses with the whole path. */
const exit = nodeId.optional();

const say = z.strictObject({ kind: z.literal('say'), text, next: exit });

const menuOption = z.strictObject({
  digit: z.string().regex(/^[0-9*#]$/u, 'a digit is one key of a telephone: 0 to 9, * or #'),
  label: localizedText,
  words: z.array(z.string().min(1).max(60)).max(30).optional(),
  next: exit,
});

const menu = z.strictObject({
  kind: z.literal('menu'),
  text,
  retryText: text.optional(),
  options: z.array(menuOption).min(1).max(12),
  timeout: duration.optional(),
  attempts: z.int().min(1).max(10).optional(),
  otherwise: exit,
});

const hours = z.strictObject({ kind: z.literal('hours'), hours: slug, open: exit, closed: exit });

const set = z.strictObject({
  kind: z.literal('set'),
  language: languageTag.optional(),
  attributes: z.record(nodeId, z.string().max(200)).optional(),
  next: exit,
});

const assistant = z.strictObject({
  kind: z.literal('assistant'),
  assistant: slug,
  text,
  routes: z.record(nodeId, nodeId).optional(),
  turns: z.int().min(1).max(50).optional(),
  timeout: duration.optional(),
  answered: exit,
  person: exit,
});

const treatment = z.strictObject({
  music: z
    .string()
    .regex(/^[A-Za-z0-9][\w./-]{0,199}\.(wav|mp3)$/u, 'music is a .wav or .mp3 file')
    .optional(),
  comfort: text,
  every: duration.optional(),
  position: text.optional(),
  wait: text.optional(),
});

const queue = z.strictObject({
  kind: z.literal('queue'),
  queue: slug,
  priority: z.int().min(0).max(100).optional(),
  requirements: z.array(requirement).max(20).optional(),
  treatment,
  deadline: duration.optional(),
  patient: z.boolean().optional(),
  whenTooLong: exit,
  whenClosed: exit,
  whenNobodySignedIn: exit,
});

const callback = z.strictObject({ kind: z.literal('callback'), next: exit });
const voicemail = z.strictObject({ kind: z.literal('voicemail'), next: exit });
const transfer = z.strictObject({ kind: z.literal('transfer'), to: z.string().max(200).optional(), next: exit });

const close = z.strictObject({
  kind: z.literal('close'),
  reason: z.enum(FLOW_CLOSE_REASONS),
  text,
  form: z.literal('offlineForm').optional(),
});

const flowNode: z.ZodType<FlowNodeSource> = z.discriminatedUnion('kind', [
  say,
  menu,
  hours,
  set,
  assistant,
  queue,
  callback,
  voicemail,
  transfer,
  close,
]);

/** A flow of ten node kinds. Its shape only: whether its paths hold is for `compileFlow` to say. */
export const flowSource: z.ZodType<FlowSource> = z.strictObject({
  id: slug,
  channels: z.array(channel).min(1).max(CHANNELS.length),
  languages: z.array(languageTag).min(1).max(20).optional(),
  start: nodeId,
  nodes: z.record(nodeId, flowNode).refine((nodes) => Object.keys(nodes).length <= 500, 'a flow has at most 500 nodes'),
});
