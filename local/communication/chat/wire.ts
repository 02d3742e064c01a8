import { z } from 'zod';
import type { Message, Participant, ReadReceipt, Thread } from './state';

export const iso = (instant: number): string => new Date(instant).toISOString();

/** Only communication users take part in the threads here, so theirs is the one shape of identifier. */
export const identifierOf = (rawId: string) => ({ rawId, communicationUser: { id: rawId } });

export const identifierSchema = z
  .object({ rawId: z.string().nullish(), communicationUser: z.object({ id: z.string() }).nullish() })
  .transform(({ rawId, communicationUser }) => communicationUser?.id ?? rawId ?? '')
  .pipe(z.string().min(1));

export const metadataSchema = z.record(z.string(), z.string());

export const participantsSchema = z.array(
  z.object({
    communicationIdentifier: identifierSchema,
    displayName: z.string().nullish(),
    shareHistoryTime: z.iso.datetime({ offset: true }).nullish(),
    metadata: metadataSchema.nullish(),
  }),
);
export type SentParticipant = z.infer<typeof participantsSchema>[number];

export const threadOf = (thread: Thread) => ({
  id: thread.id,
  topic: thread.topic,
  createdOn: iso(thread.createdAt),
  createdByCommunicationIdentifier: identifierOf(thread.createdBy),
  metadata: thread.metadata,
  ...(thread.retentionPolicy ? { retentionPolicy: thread.retentionPolicy } : {}),
  ...(thread.deletedAt === null ? {} : { deletedOn: iso(thread.deletedAt) }),
});

export const threadItemOf = (thread: Thread) => ({
  id: thread.id,
  topic: thread.topic,
  ...(thread.lastMessageAt === null ? {} : { lastMessageReceivedOn: iso(thread.lastMessageAt) }),
});

export const participantOf = (participant: Participant) => ({
  communicationIdentifier: identifierOf(participant.rawId),
  ...(participant.displayName === null ? {} : { displayName: participant.displayName }),
  shareHistoryTime: iso(participant.historyFrom),
  metadata: participant.metadata,
});

/** As the SDK documents `createdOn`: `yyyy-MM-ddTHH:mm:ssZ`. */
const bySecond = (at: number): string => `${iso(at).slice(0, 19)}Z`;

export const messageOf = (message: Message) => ({
  id: message.id,
  type: message.type,
  sequenceId: String(message.sequence),
  version: String(message.version),
  // The vendor's client for Python reads into the content of every message, a deleted one too.
  ...(message.deletedAt === null
    ? { content: contentOf(message) }
    : { content: {}, deletedOn: iso(message.deletedAt) }),
  ...(message.displayName === null ? {} : { senderDisplayName: message.displayName }),
  createdOn: bySecond(message.createdAt),
  senderCommunicationIdentifier: identifierOf(message.by),
  ...(message.editedAt === null ? {} : { editedOn: iso(message.editedAt) }),
  metadata: message.metadata,
});

function contentOf({ type, text, participants, by }: Message): object {
  switch (type) {
    case 'text':
    case 'html':
      return { message: text };
    case 'topicUpdated':
      return { topic: text, initiatorCommunicationIdentifier: identifierOf(by) };
    case 'participantAdded':
    case 'participantRemoved':
      return { participants: participants.map(participantOf), initiatorCommunicationIdentifier: identifierOf(by) };
    default:
      return type satisfies never;
  }
}

export const receiptOf = ({ by, messageId, readAt }: ReadReceipt) => ({
  senderCommunicationIdentifier: identifierOf(by),
  chatMessageId: messageId,
  readOn: iso(readAt),
});
