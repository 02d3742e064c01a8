import type { ChatClient } from '@azure/communication-chat';
import type { MessageChannel } from '../../ports/channels';
import { sendFailure } from '../send-failure';
import { MESSAGE_KEY } from './parse';

/** A chat message holds 28 KB together with its metadata (service limits of ACS). */
const MAX_BYTES = 27 * 1024;

/** Writes into ACS chat threads in the name of our service identity. May repeat: the key goes along as metadata. */
export function createAcsChatSender(chat: ChatClient): MessageChannel {
  return {
    async send({ key, externalRef: threadId, authorName, text }) {
      if (Buffer.byteLength(text) > MAX_BYTES) return { kind: 'failed', code: 'tooLarge', retryable: false };
      try {
        const { id } = await chat
          .getChatThreadClient(threadId)
          .sendMessage(
            { content: text },
            { type: 'text', senderDisplayName: authorName, metadata: { [MESSAGE_KEY]: key } },
          );
        return { kind: 'sent', providerId: id };
      } catch (error) {
        return sendFailure(error);
      }
    },
  };
}
