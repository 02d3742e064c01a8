import type { LocalResponse } from '../../kit/http';
import { participantNews } from './events';
import type { Participant, Thread } from './state';
import type { SentParticipant } from './wire';
import { append, nextStamp, save, type ChatParts } from './write';

/** Who of those named may come in, and a ChatError for each who may not. */
export interface Admission {
  readonly admitted: readonly Participant[];
  readonly invalid: readonly object[];
}

interface Door {
  readonly now: number;
  readonly has: (userId: string) => boolean;
  /** Raw ids of those who are in already. */
  readonly present: readonly string[];
}

export function admit(sent: readonly SentParticipant[], { now, has, present }: Door): Admission {
  const unknown = sent.filter(({ communicationIdentifier }) => !has(communicationIdentifier));
  const fresh = new Map(
    sent
      .filter(({ communicationIdentifier: id }) => has(id) && !present.includes(id))
      .map((one) => [one.communicationIdentifier, participantOf(one, now)]),
  );
  return {
    admitted: [...fresh.values()],
    invalid: unknown.map(({ communicationIdentifier: target }) => ({
      code: '404',
      message: `Identity ${target} was not found.`,
      target,
    })),
  };
}

const participantOf = (sent: SentParticipant, now: number): Participant => ({
  rawId: sent.communicationIdentifier,
  displayName: sent.displayName ?? null,
  metadata: sent.metadata ?? {},
  historyFrom: sent.shareHistoryTime ? Date.parse(sent.shareHistoryTime) : now,
});

/** Adding somebody who is in already is nothing: no message, no event. */
export async function addParticipants(
  parts: ChatParts,
  before: Thread,
  by: string,
  { admitted, invalid }: Admission,
): Promise<LocalResponse> {
  const body = invalid.length > 0 ? { invalidParticipants: invalid } : {};
  if (admitted.length === 0) {
    await parts.state.settled();
    return { status: 201, body };
  }
  const now = parts.clock.now();
  const thread = {
    ...before,
    participants: [...before.participants, ...admitted],
    lastStamp: nextStamp(before, now),
  };
  const told = { thread, by, at: now, version: thread.lastStamp, transactionId: parts.ids.next('transaction') };
  const { thread: written, message } = append(
    thread,
    { type: 'participantAdded', text: '', by, participants: admitted },
    now,
  );
  await save(parts, {
    thread: { ...written, lastMessageAt: before.lastMessageAt },
    messages: [message],
    news: admitted.flatMap((participant) => participantNews('Added', participant, told)),
  });
  return { status: 201, body };
}

export async function removeParticipant(
  parts: ChatParts,
  before: Thread,
  by: string,
  rawId: string,
): Promise<LocalResponse> {
  const leaving = before.participants.find((participant) => participant.rawId === rawId);
  // As in the recordings of the vendor's client: whoever is not there need not be removed.
  if (!leaving) return { status: 204 };
  const now = parts.clock.now();
  const thread = {
    ...before,
    participants: before.participants.filter((participant) => participant !== leaving),
    lastStamp: nextStamp(before, now),
  };
  const told = {
    thread: before,
    by,
    at: now,
    version: thread.lastStamp,
    transactionId: parts.ids.next('transaction'),
  };
  const { thread: written, message } = append(
    thread,
    { type: 'participantRemoved', text: '', by, participants: [leaving] },
    now,
  );
  await save(parts, {
    thread: { ...written, lastMessageAt: before.lastMessageAt },
    messages: [message],
    news: participantNews('Removed', leaving, told),
  });
  return { status: 204 };
}
