import { z } from 'zod';
import type { LocalResponse } from '../../kit/http';
import { refusal } from '../answers';
import { messageNews, type MessageChange } from './events';
import type { Message, Thread } from './state';
import { metadataSchema } from './wire';
import { append, nextStamp, save, type ChatParts } from './write';

export const sendMessageSchema = z.object({
  content: z.string(),
  senderDisplayName: z.string().nullish(),
  type: z.enum(['text', 'html']).nullish(),
  metadata: metadataSchema.nullish(),
});
export type SentMessage = z.infer<typeof sendMessageSchema>;

export const updateMessageSchema = z.object({ content: z.string().nullish(), metadata: metadataSchema.nullish() });

/** A message with its metadata: https://learn.microsoft.com/azure/communication-services/concepts/service-limits#chat */
const MAX_BYTES = 28 * 1024;
const TOO_LARGE = refusal(413, 'RequestEntityTooLarge', 'The message is larger than 28 KB.');

const isTooLarge = (text: string, metadata: object): boolean =>
  Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(metadata)) > MAX_BYTES;

/** Not idempotent, as ACS is not: a repeated request is a second message. */
export async function sendMessage(
  parts: ChatParts,
  before: Thread,
  by: string,
  sent: SentMessage,
): Promise<LocalResponse> {
  const metadata = sent.metadata ?? {};
  if (isTooLarge(sent.content, metadata)) return TOO_LARGE;
  const displayName = sent.senderDisplayName ?? null;
  const draft = { type: sent.type ?? ('text' as const), text: sent.content, by, displayName, metadata };
  const { thread, message } = append(before, draft, parts.clock.now());
  await tell(parts, 'Received', thread, message);
  return { status: 201, body: { id: message.id } };
}

export async function updateMessage(
  parts: ChatParts,
  before: Thread,
  message: Message,
  { content, metadata }: z.infer<typeof updateMessageSchema>,
): Promise<LocalResponse> {
  const now = parts.clock.now();
  const edited = {
    ...message,
    text: content ?? message.text,
    metadata: metadata ?? message.metadata,
    version: nextStamp(before, now),
    editedAt: now,
  };
  if (isTooLarge(edited.text, edited.metadata)) return TOO_LARGE;
  await tell(parts, 'Edited', { ...before, lastStamp: edited.version }, edited);
  return { status: 204 };
}

export async function deleteMessage(parts: ChatParts, before: Thread, message: Message): Promise<LocalResponse> {
  const now = parts.clock.now();
  const deleted = { ...message, version: nextStamp(before, now), deletedAt: now };
  await tell(parts, 'Deleted', { ...before, lastStamp: deleted.version }, deleted);
  return { status: 204 };
}

async function tell(parts: ChatParts, change: MessageChange, thread: Thread, message: Message): Promise<void> {
  const news = messageNews(change, message, { thread, transactionId: parts.ids.next('transaction') });
  await save(parts, { thread, messages: [message], news });
}
