import type { Message, MessageType } from './state';
import { sendMessage } from './messages';
import type { ChatParts } from './write';

/** A thread as the simulator shows it. */
export interface ChatView {
  readonly threadId: string;
  readonly topic: string;
  readonly participants: readonly { readonly userId: string; readonly displayName: string | null }[];
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface ChatLine {
  readonly id: string;
  readonly type: MessageType;
  readonly text: string;
  /** Raw id of who wrote it. */
  readonly by: string;
  readonly displayName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sentAt: number;
  readonly editedAt: number | null;
}

/** Looks into all chats, and writes as one of their participants without needing their token. */
export interface Chats {
  threads(): readonly ChatView[];
  /** What people wrote and did not delete, the oldest first. */
  messages(threadId: string): readonly ChatLine[];
  /** The id of the message. Rejects with a {@link NotInThread}. */
  write(message: {
    readonly threadId: string;
    readonly userId: string;
    readonly text: string;
    readonly displayName?: string;
  }): Promise<string>;
}

export class NotInThread extends Error {
  readonly code = 'notInThread';
}

export function createChats(parts: ChatParts): Chats {
  const { state } = parts;
  return {
    threads: () =>
      state.threads().map(({ id, topic, participants, createdAt, deletedAt }) => ({
        threadId: id,
        topic,
        participants: participants.map(({ rawId, displayName }) => ({ userId: rawId, displayName })),
        createdAt,
        deletedAt,
      })),

    messages: (threadId) => state.messages(threadId).filter(isSaid).map(lineOf),

    async write({ threadId, userId, text, displayName }) {
      const thread = state.thread(threadId);
      const isIn = thread?.participants.some(({ rawId }) => rawId === userId);
      if (!thread || thread.deletedAt !== null || !isIn) {
        throw new NotInThread(`${userId} is not in the thread ${threadId}.`);
      }
      await sendMessage(parts, thread, userId, { content: text, senderDisplayName: displayName });
      return state.messages(threadId).at(-1)?.id ?? '';
    },
  };
}

const isSaid = ({ type, deletedAt }: Message): boolean => (type === 'text' || type === 'html') && deletedAt === null;

const lineOf = ({ id, type, text, by, displayName, metadata, createdAt, editedAt }: Message): ChatLine => ({
  id,
  type,
  text,
  by,
  displayName,
  metadata,
  sentAt: createdAt,
  editedAt,
});
