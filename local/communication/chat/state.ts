import type { Store } from '../../kit/store';

export interface Participant {
  readonly rawId: string;
  readonly displayName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Messages before this instant are not shown to them. */
  readonly historyFrom: number;
}

export interface Thread {
  readonly id: string;
  readonly topic: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly retentionPolicy: object | null;
  readonly participants: readonly Participant[];
  /** The last instant used as the id or version of anything in the thread: the next is later. */
  readonly lastStamp: number;
  readonly lastSequence: number;
  readonly lastMessageAt: number | null;
  readonly deletedAt: number | null;
}

export type MessageType = 'text' | 'html' | 'topicUpdated' | 'participantAdded' | 'participantRemoved';

export interface Message {
  /** Milliseconds since the epoch, as ACS makes them; unique within the thread. */
  readonly id: string;
  readonly threadId: string;
  readonly sequence: number;
  readonly version: number;
  readonly type: MessageType;
  readonly text: string;
  /** Those who came or went. */
  readonly participants: readonly Participant[];
  /** Who wrote it, or did what it tells. */
  readonly by: string;
  readonly displayName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
}

export interface ReadReceipt {
  readonly by: string;
  readonly messageId: string;
  readonly readAt: number;
}

/** Threads, their messages and read receipts, on disk. */
export interface ChatState {
  thread(id: string): Thread | undefined;
  threads(): Thread[];
  putThread(thread: Thread): Promise<void>;
  /** The oldest first. */
  messages(threadId: string): Message[];
  message(threadId: string, id: string): Message | undefined;
  putMessage(message: Message): Promise<void>;
  receipts(threadId: string): ReadReceipt[];
  putReceipt(threadId: string, receipt: ReadReceipt): Promise<void>;
  /** What the creation under a repeatability id answered. */
  creation(key: string): object | undefined;
  putCreation(key: string, answer: object): Promise<void>;
  /** Resolves when all that was written so far is on disk. */
  settled(): Promise<void>;
}

export function createChatState(store: Store): ChatState {
  const threads = store.collection<Thread>('chat_threads');
  const messages = store.collection<Message>('chat_messages');
  const receipts = store.collection<ReadReceipt>('chat_receipts');
  const creations = store.collection<object>('chat_creations');
  const messageKeys = groupByThread(messages.ids());
  const receiptKeys = groupByThread(receipts.ids());
  const present = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
  return {
    thread: (id) => threads.get(id),
    threads: () => threads.values(),
    putThread: (thread) => threads.put(thread.id, thread),
    messages: (threadId) => [...(messageKeys.get(threadId) ?? [])].flatMap((key) => present(messages.get(key))),
    message: (threadId, id) => messages.get(keyOf(threadId, id)),
    putMessage: (message) => messages.put(remember(messageKeys, message.threadId, message.id), message),
    receipts: (threadId) => [...(receiptKeys.get(threadId) ?? [])].flatMap((key) => present(receipts.get(key))),
    putReceipt: (threadId, receipt) => receipts.put(remember(receiptKeys, threadId, receipt.by), receipt),
    creation: (key) => creations.get(key),
    putCreation: (key, answer) => creations.put(key, answer),
    settled: () => store.commit(() => undefined),
  };
}

type Keys = Map<string, Set<string>>;

/** Thread ids hold no slash. */
const keyOf = (threadId: string, id: string) => `${threadId}/${id}`;

function remember(keys: Keys, threadId: string, id: string): string {
  const key = keyOf(threadId, id);
  const known = keys.get(threadId) ?? new Set();
  keys.set(threadId, known.add(key));
  return key;
}

function groupByThread(all: readonly string[]): Keys {
  const keys: Keys = new Map();
  for (const key of all) {
    const [threadId = '', id = ''] = key.split('/');
    remember(keys, threadId, id);
  }
  return keys;
}
