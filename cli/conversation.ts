import { randomUUID } from 'node:crypto';
import type { Answer } from '../shared/contracts/http/routes';
import type { Stamp } from './stamp';

/** A customer's side of a chat. */
export interface Conversation {
  say(text: string): Promise<void>;
  /** The first word that somebody else wrote; undefined when none came in time. */
  hear(patienceMs: number): Promise<{ readonly text: string; readonly afterMs: number } | undefined>;
}

type Connection = Answer<'startChat'>;
/** What differs between those who carry chats. */
interface Line {
  say(text: string): Promise<void>;
  /** The first word of anybody but the customer, so far. */
  firstOfOthers(): Promise<string | undefined>;
}

const LOOK_EVERY_MS = 500;

/** Talks by whoever carries the chat: Communication Services with the vendor's SDK, Switchboard by its own API. */
export async function openConversation(stamp: Stamp, connection: Connection): Promise<Conversation> {
  const line = connection.provider === 'acs' ? await acsLine(connection) : ownLine(stamp, connection);
  return {
    say: line.say,
    async hear(patienceMs) {
      const begunAt = performance.now();
      for (;;) {
        const text = await line.firstOfOthers();
        const afterMs = Math.round(performance.now() - begunAt);
        if (text !== undefined) return { text, afterMs };
        if (afterMs > patienceMs) return undefined;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
  };
}

function ownLine(stamp: Stamp, { threadId, token }: Connection): Line {
  const params = { threadId };
  return {
    say: async (text) =>
      void (await stamp.ask('sendChatMessage', { params, token, body: { key: randomUUID(), text } })),
    async firstOfOthers() {
      const { messages } = await stamp.ask('readChat', { params, token, query: { after: '0' } });
      return messages.find(({ from }) => from !== 'customer')?.text;
    },
  };
}

async function acsLine(connection: Extract<Connection, { provider: 'acs' }>): Promise<Line> {
  // Loaded when it is needed: no other command talks.
  const [{ ChatClient }, { AzureCommunicationTokenCredential }] = await Promise.all([
    import('@azure/communication-chat'),
    import('@azure/communication-common'),
  ]);
  const { endpoint, token, threadId, userId } = connection;
  const client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token));
  const thread = client.getChatThreadClient(threadId);

  return {
    async say(text) {
      await thread.sendMessage({ content: text }, { senderDisplayName: 'Smoke test' });
    },
    async firstOfOthers() {
      let oldest: string | undefined;
      for await (const { type, sender, content } of thread.listMessages()) {
        const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === userId;
        if (type === 'text' && !isOwn) oldest = content?.message ?? '';
      }
      return oldest;
    },
  };
}
