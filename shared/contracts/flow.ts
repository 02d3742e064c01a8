import { z } from 'zod';
import { FLOW_CLOSE_REASONS } from '../core/flow/source';
import type { FlowNodeSource, FlowSource } from '../core/flow/source';
import { DATE_ORDERS } from '../core/flow/source-ask';
import { CHANNELS } from '../core/lib/channel';
import {
  channel,
  duration,
  exit,
  headerName,
  headersOut,
  key,
  languageTag,
  localizedText,
  nodeId,
  slug,
  text,
  variable,
} from './flow-parts';
import { queue } from './flow-queue';

const spoken = { audio: slug.optional(), ssml: localizedText.optional() };

const asking = {
  timeout: duration.optional(),
  attempts: z.int().min(1).max(10).optional(),
  bargeIn: z.boolean().optional(),
};

const say = z.strictObject({ kind: z.literal('say'), text, ...spoken, next: exit });

const menuOption = z.strictObject({
  digit: key,
  label: localizedText,
  words: z.array(z.string().min(1).max(60)).max(30).optional(),
  next: exit,
});

const menu = z.strictObject({
  kind: z.literal('menu'),
  text,
  retryText: text.optional(),
  options: z.array(menuOption).min(1).max(12),
  ...spoken,
  ...asking,
  otherwise: exit,
});

const keys = z.strictObject({
  min: z.int().min(1).max(30).optional(),
  max: z.int().min(1).max(30),
  end: z.enum(['#', '*']).optional(),
  between: duration.optional(),
});

const gather = z.strictObject({
  kind: z.literal('gather'),
  text,
  retryText: text.optional(),
  ...spoken,
  ...asking,
  into: variable,
  keys: keys.optional(),
  speech: z.boolean().optional(),
  next: exit,
  otherwise: exit,
});

const collecting = {
  kind: z.literal('collect'),
  text,
  retryText: text.optional(),
  ...spoken,
  ...asking,
  into: variable,
  confirm: text.optional(),
  next: exit,
  otherwise: exit,
};

const collect = z.discriminatedUnion('what', [
  z.strictObject({
    ...collecting,
    what: z.literal('phone'),
    callingCode: z.string().regex(/^[1-9]\d{0,2}$/u, 'a calling code is written like 1 or 81'),
  }),
  z.strictObject({ ...collecting, what: z.literal('date'), order: z.enum(DATE_ORDERS) }),
  z.strictObject({ ...collecting, what: z.literal('code'), mask: z.string().min(1).max(30) }),
]);

const capture = z.strictObject({
  kind: z.literal('capture'),
  text,
  retryText: text.optional(),
  ...spoken,
  ...asking,
  keys,
  lookUp: slug,
  field: variable,
  into: variable,
  next: exit,
  otherwise: exit,
  failed: exit,
});

const language = z.strictObject({
  kind: z.literal('language'),
  options: z
    .array(
      z.strictObject({
        digit: key,
        language: languageTag,
        text: z.string().min(1).max(300),
        words: z.array(z.string().min(1).max(60)).max(30).optional(),
      }),
    )
    .min(2)
    .max(10),
  ...asking,
  next: exit,
});

const survey = z.strictObject({
  kind: z.literal('survey'),
  questions: z
    .array(
      z.strictObject({
        id: variable,
        text,
        min: z.int().min(0).max(9).optional(),
        max: z.int().min(0).max(9).optional(),
      }),
    )
    .min(1)
    .max(10),
  timeout: duration.optional(),
  next: exit,
});

const hours = z.strictObject({ kind: z.literal('hours'), hours: slug, open: exit, closed: exit });

const set = z.strictObject({
  kind: z.literal('set'),
  language: languageTag.optional(),
  attributes: z.record(variable, z.string().max(200)).optional(),
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

const lookUp = z.strictObject({
  kind: z.literal('lookUp'),
  lookUp: slug,
  found: exit,
  notFound: exit,
  failed: exit,
});

const identify = z.strictObject({ kind: z.literal('identify'), lookUp: slug, known: exit, unknown: exit });

const branch = z.strictObject({
  kind: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: z.string().min(1).max(500), next: exit }))
    .min(1)
    .max(50),
  otherwise: exit,
});

const channelBranch = z.strictObject({
  kind: z.literal('channel'),
  voice: exit,
  chat: exit,
  sms: exit,
  email: exit,
  otherwise: exit,
});

const message = z.strictObject({ kind: z.literal('message'), from: slug, text, next: exit });

const subFlow = z.strictObject({
  kind: z.literal('subFlow'),
  flow: slug,
  exits: z.record(nodeId, nodeId).optional(),
});

const returning = z.strictObject({ kind: z.literal('return'), exit: nodeId });

const callback = z.strictObject({
  kind: z.literal('callback'),
  queue: slug,
  number: variable.optional(),
  at: variable.optional(),
  text,
  cannot: exit,
});

const voicemail = z.strictObject({
  kind: z.literal('voicemail'),
  queue: slug,
  text,
  thanks: text,
  longest: duration.optional(),
  failed: exit,
});

const transfer = z.strictObject({
  kind: z.literal('transfer'),
  to: z.string().regex(/^\+[1-9]\d{6,14}$/u, 'a number is written like +14255550100'),
  headers: headersOut.optional(),
  failed: exit,
});

const close = z.strictObject({
  kind: z.literal('close'),
  reason: z.enum(FLOW_CLOSE_REASONS),
  text,
  ...spoken,
  form: z.literal('offlineForm').optional(),
});

const flowNode: z.ZodType<FlowNodeSource> = z.discriminatedUnion('kind', [
  say,
  menu,
  hours,
  set,
  assistant,
  queue,
  close,
  gather,
  capture,
  collect,
  language,
  survey,
  lookUp,
  identify,
  branch,
  channelBranch,
  message,
  subFlow,
  returning,
  callback,
  voicemail,
  transfer,
]);

/** A flow. Its shape only: whether its paths hold is for `compileFlow` to say. */
export const flowSource: z.ZodType<FlowSource> = z.strictObject({
  id: slug,
  channels: z.array(channel).min(1).max(CHANNELS.length),
  languages: z.array(languageTag).min(1).max(20).optional(),
  takes: z.array(variable).max(50).optional(),
  headers: z.record(variable, headerName).optional(),
  start: nodeId,
  nodes: z.record(nodeId, flowNode).refine((nodes) => Object.keys(nodes).length <= 500, 'a flow has at most 500 nodes'),
});
