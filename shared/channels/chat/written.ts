import { getIdentifierRawId } from '@azure/communication-common';
import type { ChatMessage, ChatThreadClient } from '@azure/communication-chat';
import type { ChatText } from '../../ports/channels';
import { bodyOf, filesNamed } from './parse';

/** ACS may tell instants by the second. */
const SECOND_MS = 1_000;
const PAGE = 50;
/** More than anybody writes between two words that arrived. */
const MOST_WRITTEN = 200;

/** What everybody wrote in the thread, as `ChatThreads.writtenBetween` says it. */
export async function writtenBetween(
  thread: ChatThreadClient,
  from: number,
  until: number,
): Promise<readonly ChatText[]> {
  const written: ChatText[] = [];
  // The newest first.
  for await (const message of thread.listMessages({ startTime: new Date(from - SECOND_MS), maxPageSize: PAGE })) {
    const text = textOf(thread.threadId, message);
    if (text !== null && text.sentAt >= from && text.sentAt <= until) written.unshift(text);
    if (written.length >= MOST_WRITTEN) break;
  }
  return written;
}

/** A message of a thread as its event says it; null of what nobody wrote, and of what was deleted. */
function textOf(threadId: string, message: ChatMessage): ChatText | null {
  const { id, type, content, sender, senderDisplayName, metadata } = message;
  if ((type !== 'text' && type !== 'html') || content?.message === undefined || sender === undefined) return null;
  return {
    ...bodyOf(content.message, type),
    sourceId: `${threadId}/${id}`,
    threadId,
    customerAddress: getIdentifierRawId(sender),
    customerName: senderDisplayName?.trim() || null,
    fileIds: filesNamed(metadata),
    sentAt: instantOf(message),
  };
}

/**
 * Events name the instant by the millisecond, which is the message's id; lists may cut it to the second
 * (https://learn.microsoft.com/rest/api/communication/chat/chat-thread/list-chat-messages). Both must be one: it names the message.
 */
function instantOf({ id, createdOn }: Pick<ChatMessage, 'id' | 'createdOn'>): number {
  const created = createdOn.getTime();
  const named = /^\d{13}$/u.test(id) ? Number(id) : Number.NaN;
  return created % 1_000 === 0 && named >= created && named < created + 1_000 ? named : created;
}
