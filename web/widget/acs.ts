import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { ChatFile, ChatMessage } from '../../shared/contracts/chat';
import type { Connection, Words } from './api';

/** The entry of a message's metadata that names its files: as ids by the customer, as descriptions by the stamp. */
const FILES_KEY = 'switchboardFiles';
/** The customer's own files are described by the words they are sent with. */
const NAMES_KEY = 'switchboardFileNames';

/** The words of a chat that ACS carries, with the vendor's client. */
export function openAcs(connection: Connection): Words {
  if (connection.provider !== 'acs') throw new Error('This chat is not of ACS.');
  const credential = new AzureCommunicationTokenCredential(connection.token);
  const thread = new ChatClient(connection.endpoint, credential).getChatThreadClient(connection.threadId);
  return {
    hasGaps: true,
    async send(_key, text, files) {
      const ids = files.map(({ fileId }) => fileId).join(' ');
      const metadata = { [FILES_KEY]: ids, [NAMES_KEY]: JSON.stringify(files) };
      await thread.sendMessage({ content: text }, files.length === 0 ? {} : { metadata });
    },
    async read(after) {
      const messages: ChatMessage[] = [];
      for await (const { type, sender, content, sequenceId, createdOn, ...about } of thread.listMessages()) {
        const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === connection.userId;
        const seq = Number(sequenceId);
        if (type !== 'text' || seq <= after) continue;
        const files = filesIn(about.metadata?.[isOwn ? NAMES_KEY : FILES_KEY]);
        const said = { text: content?.message ?? '', name: about.senderDisplayName ?? null, at: createdOn.getTime() };
        messages.push({ seq, from: isOwn ? 'customer' : 'agent', files, ...said });
      }
      return messages.sort((a, b) => a.seq - b.seq);
    },
  };
}

function filesIn(text: string | undefined): readonly ChatFile[] {
  try {
    return JSON.parse(text ?? '[]') as readonly ChatFile[];
  } catch {
    return [];
  }
}
