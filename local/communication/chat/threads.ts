import { z } from 'zod';
import type { LocalResponse } from '../../kit/http';
import { propertiesUpdatedNews, threadCreatedNews, threadDeletedNews } from './events';
import { admit, type Admission } from './participants';
import { refuseSize } from './sizes';
import type { Thread } from './state';
import { metadataSchema, participantsSchema, threadOf } from './wire';
import { append, nextStamp, save, type ChatParts } from './write';

const retentionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('threadCreationDate'), deleteThreadAfterDays: z.number().int().min(30).max(90) }),
]);

export const createThreadSchema = z.object({
  topic: z.string(),
  participants: participantsSchema.nullish(),
  metadata: metadataSchema.nullish(),
  retentionPolicy: retentionSchema.nullish(),
});

export const updateThreadSchema = z.object({
  topic: z.string().nullish(),
  metadata: metadataSchema.nullish(),
  retentionPolicy: retentionSchema.nullish(),
});

export interface CreateThread {
  readonly by: string;
  /** Undefined when the client sent none: then every request makes a thread. */
  readonly requestId: string | undefined;
  readonly body: z.infer<typeof createThreadSchema>;
  readonly has: (userId: string) => boolean;
}

/** Makes a thread once for each request id of a user; a repeat is answered as the first was. */
export async function createThread(
  parts: ChatParts,
  { by, requestId, body, has }: CreateThread,
): Promise<LocalResponse> {
  const { state } = parts;
  const key = `${by}/${requestId ?? ''}`;
  const known = requestId === undefined ? undefined : state.creation(key);
  if (known) {
    await state.settled();
    return { status: 201, body: known };
  }
  const now = parts.clock.now();
  const admission = admit(body.participants ?? [], { now, has, present: [by] });
  const refused = refuseSize(body.participants ?? [], admission.admitted.length, 1);
  if (refused) return refused;
  const thread = newThread(parts, by, body, admission);
  const answer = {
    chatThread: threadOf(thread),
    ...(admission.invalid.length > 0 ? { invalidParticipants: admission.invalid } : {}),
  };
  const told = { thread, by, at: now, version: now, transactionId: parts.ids.next('transaction') };
  const named = append(thread, { type: 'topicUpdated', text: thread.topic, by }, now);
  const joined = append(
    named.thread,
    { type: 'participantAdded', text: '', by, participants: thread.participants },
    now,
  );
  await Promise.all([
    save(parts, {
      thread: { ...joined.thread, lastMessageAt: null },
      messages: [named.message, joined.message],
      news: threadCreatedNews(told),
    }),
    ...(requestId === undefined ? [] : [state.putCreation(key, answer)]),
  ]);
  return { status: 201, body: answer };
}

function newThread(
  { ids, clock }: ChatParts,
  by: string,
  { topic, metadata, retentionPolicy }: CreateThread['body'],
  { admitted }: Admission,
): Thread {
  const now = clock.now();
  const creator = { rawId: by, displayName: null, metadata: {}, historyFrom: 0 };
  return {
    id: `19:${ids.next('thread').replaceAll('-', '')}@thread.v2`,
    topic,
    createdBy: by,
    createdAt: now,
    metadata: metadata ?? {},
    retentionPolicy: retentionPolicy ?? null,
    participants: [creator, ...admitted.map((participant) => ({ ...participant, historyFrom: 0 }))],
    lastStamp: now,
    lastSequence: 0,
    lastMessageAt: null,
    deletedAt: null,
  };
}

export async function updateThread(
  parts: ChatParts,
  before: Thread,
  by: string,
  { topic, metadata, retentionPolicy }: z.infer<typeof updateThreadSchema>,
): Promise<LocalResponse> {
  const now = parts.clock.now();
  const thread = {
    ...before,
    topic: topic ?? before.topic,
    metadata: metadata ?? before.metadata,
    retentionPolicy: retentionPolicy === null ? { kind: 'none' } : (retentionPolicy ?? before.retentionPolicy),
    lastStamp: nextStamp(before, now),
  };
  const renamed =
    thread.topic === before.topic ? undefined : append(thread, { type: 'topicUpdated', text: thread.topic, by }, now);
  const transactionId = parts.ids.next('transaction');
  await save(parts, {
    thread: renamed?.thread ?? thread,
    messages: renamed ? [renamed.message] : [],
    news: propertiesUpdatedNews({ thread, by, at: now, version: thread.lastStamp, transactionId }),
  });
  return { status: 204 };
}

export async function deleteThread(parts: ChatParts, before: Thread, by: string): Promise<LocalResponse> {
  const now = parts.clock.now();
  const thread = { ...before, deletedAt: now, lastStamp: nextStamp(before, now) };
  const transactionId = parts.ids.next('transaction');
  const news = threadDeletedNews({ thread, by, at: now, version: thread.lastStamp, transactionId });
  await save(parts, { thread, messages: [], news });
  return { status: 204 };
}
