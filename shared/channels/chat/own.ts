import { createHash } from 'node:crypto';
import type { ChatMessage } from '../../contracts/chat';
import type { ChatThreads, MessageChannel } from '../../ports/channels';
import { asChatFile } from './chat-file';
import type { ThreadLog } from '../../ports/thread-log';
import type { Clock } from '../../ports/time-and-ids';

/** What chats without a carrier stand on. */
export interface OwnChatOptions {
  readonly log: ThreadLog;
  readonly clock: Clock;
  /** A token that opens this chat to this customer. */
  readonly sign: (customer: {
    readonly threadId: string;
    readonly userId: string;
  }) => Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** Tells the page at once; it would find the message a little later. Never rejects. */
  readonly tell: (threadId: string, message: ChatMessage) => Promise<void>;
}

/** Names of our own threads begin so; those of ACS with a number. */
const PREFIX = 'own:';
/** Whether no carrier has the thread. */
export const isOwnThread = (threadId: string): boolean => threadId.startsWith(PREFIX);

/** As ACS Chat: 28 KB with all that is around it. */
const MAX_BYTES = 27 * 1024;

/** Of a key that only the page knows: neither name gives the key away, nor the other name. */
const nameOf = (what: string, tenantId: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([what, tenantId, key]))
    .digest('base64url')
    .slice(0, 32);

/** Switchboard's own chat: messages stand in our store, and the page is told by Web PubSub. */
export function createOwnChat({ log, clock, sign, tell }: OwnChatOptions): {
  readonly sender: MessageChannel;
  readonly threads: ChatThreads;
} {
  return {
    sender: {
      async send({ key, externalRef: threadId, authorName, text, attachments, automatic }) {
        if (Buffer.byteLength(text) > MAX_BYTES) return { kind: 'failed', code: 'tooLarge', retryable: false };
        const from = automatic ? ('system' as const) : ('agent' as const);
        const said = { from, name: authorName, text, files: attachments.map(asChatFile), at: clock.now() };
        const { message } = await log.append(threadId, key, said);
        await tell(threadId, message);
        return { kind: 'sent', providerId: String(message.seq) };
      },
    },
    threads: {
      async start({ tenantId, key }) {
        const threadId = `${PREFIX}${nameOf('thread', tenantId, key)}`;
        const userId = `visitor:${nameOf('visitor', tenantId, key)}`;
        await log.putSeen(threadId, clock.now());
        const { token, expiresAt } = await sign({ threadId, userId });
        return { provider: 'switchboard', threadId, userId, token, tokenExpiresAt: expiresAt };
      },
      // Nobody has to be taken out: the next word begins a new interaction, which continues this one.
      close: () => Promise.resolve(),
      writtenBetween: () => Promise.resolve(null),
      carrierOf: () => 'switchboard',
      seenAt: (threadId) => log.seenAt(threadId),
    },
  };
}
