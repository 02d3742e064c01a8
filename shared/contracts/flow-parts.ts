import { MOST_SIP_HEADERS, SIP_HEADER_NAME } from '../core/lib/sip-headers';
import { z } from 'zod';
import type { RequirementSource } from '../core/flow/source';
import type { LocalizedText, TextSource } from '../core/flow/source-text';
import { CHANNELS } from '../core/lib/channel';
import { DURATION_PATTERN } from '../core/lib/duration';

/** The name of something in the configuration: `sales`, `vip-support`. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/u, 'a name is lower-case letters, digits and hyphens, and begins with a letter');

/** What people read of a thing that has an id. */
export const name = z.string().min(1).max(120);

/** The name of a node within its flow. */
export const nodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/u, 'a node is named by letters, digits and hyphens, beginning with a letter');

/** A BCP 47 tag of a language, with a region where that matters: `en`, `pt-BR`. */
export const languageTag = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/u, 'a language is written like en or pt-BR');

/** `30 s`, `10 min`, `72 h`. */
export const duration = z.string().regex(DURATION_PATTERN, 'a length is written like 30 s, 10 min or 72 h');

/** One of the four channels. */
export const channel = z.enum(CHANNELS);

/** An object with one optional field per channel. */
export const perChannel = <Field extends z.ZodType>(field: Field) =>
  z.strictObject({
    voice: field.optional(),
    chat: field.optional(),
    sms: field.optional(),
    email: field.optional(),
  });

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

export const text: z.ZodType<TextSource> = z.union([localizedText, textByChannel]);

/** A skill with the least proficiency that will do. */
export const requirement: z.ZodType<RequirementSource> = z.strictObject({
  skill: slug,
  minimum: z.int().min(1).max(10).optional(),
  for: duration.optional(),
});

/** The name of a variable. */
export const variable = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]{0,62}$/u,
    'a variable is named by letters, digits and hyphens, beginning with a letter',
  );

/** A recorded file, by its URL or beside the music that the app serves. */
export const audioFile = z
  .string()
  .regex(/^(https:\/\/)?[A-Za-z0-9][\w.:/-]{0,399}\.(wav|mp3)$/u, 'a recording is a .wav or .mp3 file');

/** Left out, the path ends in nothing, which the compiler refuses with the whole path. */
export const exit = nodeId.optional();

/** A key of a telephone. */
export const key = z.string().regex(/^[0-9*#]$/u, 'a digit is one key of a telephone: 0 to 9, * or #');

/** Of a SIP header that a call may bring or take along. */
export const headerName = z
  .string()
  .regex(SIP_HEADER_NAME, 'a header is User-To-User, or named like X-MS-Custom-Order');

/** Headers that go out with a call, by their names. */
export const headersOut = z
  .record(headerName, z.string().min(1).max(256))
  .refine((headers) => Object.keys(headers).length <= MOST_SIP_HEADERS, `at most ${MOST_SIP_HEADERS} headers`);
