import { z } from 'zod';

const schema = z.object({
  /** Graph's immutable id of the mail that is answered. */
  graphId: z.string(),
  internetMessageId: z.string(),
  references: z.array(z.string()),
  subject: z.string(),
});

/** What answering a mail in place needs; kept with the message as one opaque text. */
export type ReplyTo = z.infer<typeof schema>;

/** As it is kept with a message. */
export const encodeReplyTo = (replyTo: ReplyTo): string => JSON.stringify(replyTo);

/** Undefined for what was not written by `encodeReplyTo`. */
export function decodeReplyTo(text: string | null): ReplyTo | undefined {
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** `Re: ` once, however often the mail went back and forth. */
export const replySubject = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);
