import type { News } from '../outbox';
import type { Message, Participant, Thread } from './state';
import { identifierOf, iso } from './wire';

/**
 * The events of a chat thread, shaped as in https://learn.microsoft.com/azure/event-grid/communication-services-chat-events:
 * one for the thread, and one for every participant but the one who did it. In the first the version of a message is
 * text and instants have an offset, in the others a number and a Z.
 */
const withOffset = (instant: number) => iso(instant).replace('Z', '+00:00');

interface Shape {
  readonly thread: Thread;
  /** The same in all copies. */
  readonly transactionId: string;
}

interface Told extends Shape {
  readonly by: string;
  readonly at: number;
  readonly version: number;
}

const userCopies = ({ thread, by }: Pick<Told, 'thread' | 'by'>, make: (recipient: string) => News): News[] =>
  thread.participants.flatMap(({ rawId }) => (rawId === by ? [] : [make(rawId)]));

const recipientOf = (rawId: string) => ({
  recipientId: rawId,
  recipientCommunicationIdentifier: identifierOf(rawId),
});

export type MessageChange = 'Received' | 'Edited' | 'Deleted';

export function messageNews(change: MessageChange, message: Message, { thread, transactionId }: Shape): News[] {
  const subject = `thread/${thread.id}/sender/${message.by}`;
  const head = { ...bodyOf(change, message), threadId: thread.id, transactionId };
  const common = {
    messageId: message.id,
    type: message.type === 'html' ? 'RichText/Html' : 'Text',
    senderDisplayName: message.displayName ?? '',
    senderCommunicationIdentifier: identifierOf(message.by),
  };
  const inThread = {
    ...head,
    ...common,
    ...timesOf(change, message, withOffset),
    version: String(message.version),
  };
  const perUser = { ...head, ...common, senderId: message.by, ...timesOf(change, message, iso) };
  return [
    { type: `ChatMessage${change}InThread`, subject, data: inThread },
    ...userCopies({ thread, by: message.by }, (recipient) => ({
      type: `ChatMessage${change}`,
      subject: `${subject}/recipient/${recipient}`,
      data: { ...perUser, version: message.version, ...recipientOf(recipient) },
    })),
  ];
}

const bodyOf = (change: MessageChange, { text, metadata }: Message) =>
  change === 'Deleted' ? {} : { messageBody: text, metadata };

const timesOf = (change: MessageChange, message: Message, write: (instant: number) => string) => ({
  composeTime: write(message.createdAt),
  ...(change === 'Edited' ? { editTime: write(message.editedAt ?? message.createdAt) } : {}),
  ...(change === 'Deleted' ? { deleteTime: write(message.deletedAt ?? message.createdAt) } : {}),
});

const threadHead = ({ thread, version, transactionId }: Told) => ({
  createTime: withOffset(thread.createdAt),
  version,
  threadId: thread.id,
  transactionId,
});

const participantIn = ({ rawId, displayName, metadata }: Participant) => ({
  displayName: displayName ?? '',
  participantCommunicationIdentifier: identifierOf(rawId),
  metadata,
});

export function threadCreatedNews(told: Told): News[] {
  const { thread, by } = told;
  const data = {
    createdByCommunicationIdentifier: identifierOf(by),
    properties: { topic: thread.topic },
    participants: thread.participants.map(participantIn),
    metadata: thread.metadata,
    ...threadHead(told),
  };
  const subject = `thread/${thread.id}/createdBy/${by}`;
  return bothLevels(told, ['ChatThreadCreated', 'ChatThreadCreatedWithUser'], subject, data);
}

export function threadDeletedNews(told: Told): News[] {
  const { thread, by, at } = told;
  const data = {
    deletedByCommunicationIdentifier: identifierOf(by),
    deleteTime: withOffset(at),
    ...threadHead(told),
  };
  return bothLevels(
    told,
    ['ChatThreadDeleted', 'ChatThreadWithUserDeleted'],
    `thread/${thread.id}/deletedBy/${by}`,
    data,
  );
}

export function propertiesUpdatedNews(told: Told): News[] {
  const { thread, by, at } = told;
  const data = {
    editedByCommunicationIdentifier: identifierOf(by),
    editTime: withOffset(at),
    properties: { topic: thread.topic },
    metadata: thread.metadata,
    ...threadHead(told),
  };
  const types = ['ChatThreadPropertiesUpdated', 'ChatThreadPropertiesUpdatedPerUser'] as const;
  return bothLevels(told, types, `thread/${thread.id}/editedBy/${by}`, data);
}

/** `thread` as it was with the participant in it. */
export function participantNews(change: 'Added' | 'Removed', participant: Participant, told: Told): News[] {
  const { thread, by, at } = told;
  const data = {
    time: withOffset(at),
    [change === 'Added' ? 'addedByCommunicationIdentifier' : 'removedByCommunicationIdentifier']: identifierOf(by),
    [`participant${change}`]: participantIn(participant),
    ...threadHead(told),
  };
  const direction = change === 'Added' ? 'AddedTo' : 'RemovedFrom';
  return [
    {
      type: `ChatThreadParticipant${change}`,
      subject: `thread/${thread.id}/participant${change.toLowerCase()}/${participant.rawId}`,
      data,
    },
    ...userCopies(told, (recipient) => ({
      type: `ChatParticipant${direction}ThreadWithUser`,
      subject: `thread/${thread.id}/participant${change}/${participant.rawId}/recipient/${recipient}`,
      data: { ...data, ...recipientOf(recipient) },
    })),
  ];
}

export const typingNews = (by: string, displayName: string, at: number, { thread, transactionId }: Shape): News => ({
  type: 'ChatTypingIndicatorReceivedInThread',
  subject: `thread/${thread.id}/sender/${by}`,
  data: {
    messageBody: '',
    messageId: String(at),
    type: 'Control/Typing',
    version: String(at),
    senderDisplayName: displayName,
    senderCommunicationIdentifier: identifierOf(by),
    composeTime: withOffset(at),
    threadId: thread.id,
    transactionId,
  },
});

const bothLevels = (
  told: Told,
  [perThread, perUser]: readonly [string, string],
  subject: string,
  data: object,
): News[] => [
  { type: perThread, subject, data },
  ...userCopies(told, (recipient) => ({
    type: perUser,
    subject: `${subject}/recipient/${recipient}`,
    data: { ...data, ...recipientOf(recipient) },
  })),
];
