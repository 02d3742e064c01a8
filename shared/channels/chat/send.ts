import type { ChatClient } from '@azure/communication-chat';
import type { MessageChannel } from '../../ports/channels';
import type { Attachment } from '../../ports/message-store';
import { sendFailure } from '../send-failure';
import { asChatFile } from './chat-file';
import { FILES_KEY, MESSAGE_KEY } from './parse';

/** A chat message holds 28 KB together with its metadata (service limits of ACS). */
const MAX_BYTES = 27 * 1024;

/** Writes into ACS chat threads in the name of our service identity. May repeat: the key goes along as metadata. */
export function createAcsChatSender(chat: ChatClient): MessageChannel {
  return {
    async send({ key, externalRef: threadId, authorName, text, attachments }) {
      if (Buffer.byteLength(text) > MAX_BYTES) return { kind: 'failed', code: 'tooLarge', retryable: false };
      try {
        const { id } = await chat
          .getChatThreadClient(threadId)
          .sendMessage(
            { content: text },
            { type: 'text', senderDisplayName: authorName, metadata: { [MESSAGE_KEY]: key, ...filesIn(attachments) } },
          );
        return { kind: 'sent', providerId: id };
      } catch (error) {
        return sendFailure(error);
      }
    },
  };
}

const filesIn = (attachments: readonly Attachment[]): Readonly<Record<string, string>> =>
  attachments.length === 0 ? {} : { [FILES_KEY]: JSON.stringify(attachments.map(asChatFile)) };
