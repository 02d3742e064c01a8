import type { ChatMessage } from '../contracts/chat';

/** What is said in the chats of our own, in one order for everybody. */
export interface ThreadLog {
  /** Appends once: `repeated` with what was stored when the key was used before. */
  append(
    threadId: string,
    key: string,
    said: Omit<ChatMessage, 'seq'>,
  ): Promise<{ readonly kind: 'appended' | 'repeated'; readonly message: ChatMessage }>;
  /** What has a number above `after`, in order, a page at most. */
  list(threadId: string, after: number): Promise<readonly ChatMessage[]>;
  /** The customer's page is there. */
  putSeen(threadId: string, at: number): Promise<void>;
  seenAt(threadId: string): Promise<number | null>;
}

/** Counts what must not happen too often. */
export interface RateCounts {
  /** How often this was counted in the window that `at` lies in, this time included. */
  count(what: string, windowMs: number, at: number): Promise<number>;
}
