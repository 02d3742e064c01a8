import type { ChatMessage, ChatState } from '../../contracts/chat';
import { receiveChat } from '../inbound/receive-chat';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { filesOf } from './chat-files';
import { chatStateOf } from './chat-state';
import { threadOf, type Writer } from './chat-thread';
import { tellPage } from './tell-page';

/**
 * What a customer writes in a chat of our own: into the thread once, for everybody to read in that order, then to whoever
 * answers. A repeat with the same key finishes what its first try left undone.
 */
export async function writeInChat(
  deps: Deps,
  writer: Writer,
  { key, text, fileIds }: { readonly key: string; readonly text: string; readonly fileIds: readonly string[] },
): Promise<ChatMessage> {
  const { threadId, userId, owner } = await threadOf(deps, writer);
  if (deps.chatThreads.carrierOf(threadId) !== 'switchboard')
    throw new FlowError('refused', 'The words of this chat go by the client of its carrier.');
  const files = await filesOf(deps, { tenantId: owner.tenantId, threadId }, fileIds);
  if (files.length < fileIds.length) throw new FlowError('refused', 'There is no such file in this chat.');
  const said = { from: 'customer', name: owner.customer?.name ?? null, text, files, at: deps.clock.now() } as const;
  const { message } = await deps.threadLog.append(threadId, `customer:${key}`, said);
  await receiveChat(deps, {
    sourceId: `${threadId}/${message.seq}`,
    threadId,
    customerAddress: userId,
    customerName: message.name,
    text: message.text,
    html: null,
    fileIds: message.files.map(({ fileId }) => fileId),
    sentAt: message.at,
  });
  // Another page of the same customer may be open.
  await tellPage(deps, threadId, { kind: 'message', message });
  return message;
}

/** Signs of life are kept this often: leaving is counted in minutes. */
const SEEN_EVERY_MS = 20_000;

/** What was said after a number, and where the customer stands. Asking is the page's sign of life, whoever carries the words. */
export async function readChat(
  deps: Deps,
  writer: Writer,
  after: number,
): Promise<{ readonly messages: readonly ChatMessage[]; readonly state: ChatState }> {
  const thread = await threadOf(deps, writer);
  const { threadId } = thread;
  const now = deps.clock.now();
  const seenAt = await deps.threadLog.seenAt(threadId);
  if (seenAt === null || now - seenAt >= SEEN_EVERY_MS) await deps.threadLog.putSeen(threadId, now);
  const isOurs = deps.chatThreads.carrierOf(threadId) === 'switchboard';
  const [messages, state] = await Promise.all([
    isOurs ? deps.threadLog.list(threadId, after) : [],
    chatStateOf(deps, thread),
  ]);
  return { messages, state };
}
