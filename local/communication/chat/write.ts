import type { Clock } from '../../kit/clock';
import type { Ids } from '../ids';
import type { News, Outbox } from '../outbox';
import type { ChatState, Message, Participant, Thread } from './state';

/** What writing into threads needs. */
export interface ChatParts {
  readonly state: ChatState;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
}

/** The thread with the next message in it. Neither is on disk yet. */
export interface Written {
  readonly thread: Thread;
  readonly message: Message;
}

type Draft = Pick<Message, 'type' | 'text' | 'by'> & Partial<Message>;

const NOBODY: readonly Participant[] = [];

/** Ids and versions are instants in ACS; two in the same millisecond would be one, so the next takes the next. */
export const nextStamp = (thread: Thread, now: number): number => Math.max(now, thread.lastStamp + 1);

export function append(thread: Thread, draft: Draft, now: number): Written {
  const stamp = nextStamp(thread, now);
  const sequence = thread.lastSequence + 1;
  const message: Message = {
    participants: NOBODY,
    displayName: null,
    metadata: {},
    editedAt: null,
    deletedAt: null,
    ...draft,
    id: String(stamp),
    threadId: thread.id,
    sequence,
    version: stamp,
    // The instant is the id, as in the samples of ACS.
    createdAt: stamp,
  };
  return { thread: { ...thread, lastStamp: stamp, lastSequence: sequence, lastMessageAt: now }, message };
}

/** Writes threads, messages and events in one transaction; resolves when they are on disk. */
export async function save(
  { state, outbox }: ChatParts,
  written: { readonly thread: Thread; readonly messages: readonly Message[]; readonly news: readonly News[] },
): Promise<void> {
  await Promise.all([
    state.putThread(written.thread),
    ...written.messages.map((message) => state.putMessage(message)),
    ...written.news.map((news) => outbox.add(news)),
  ]);
}
