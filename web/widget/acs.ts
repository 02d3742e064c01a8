import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { ChatMessage } from '../../shared/contracts/chat';
import type { Carrier, Connection } from './api';

/** A chat that ACS carries, with the vendor's client: it asks, where our own chat is told. */
export function openAcs(connection: Connection): Pick<Carrier, 'send' | 'read'> {
  if (connection.provider !== 'acs') throw new Error('This chat is not of ACS.');
  const credential = new AzureCommunicationTokenCredential(connection.token);
  const thread = new ChatClient(connection.endpoint, credential).getChatThreadClient(connection.threadId);
  return {
    async send(_key, text) {
      await thread.sendMessage({ content: text });
    },
    async read(after) {
      const messages: ChatMessage[] = [];
      for await (const { type, sender, content, sequenceId, createdOn, senderDisplayName } of thread.listMessages()) {
        const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === connection.userId;
        const seq = Number(sequenceId);
        if (type !== 'text' || seq <= after) continue;
        const said = { text: content?.message ?? '', name: senderDisplayName ?? null, at: createdOn.getTime() };
        messages.push({ seq, from: isOwn ? 'customer' : 'agent', ...said });
      }
      return { messages: messages.sort((a, b) => a.seq - b.seq), state: null };
    },
  };
}
