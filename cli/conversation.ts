import type { Answer } from '../shared/contracts/http/routes';

/** A customer's side of a chat, by the vendor's SDK. */
export interface Conversation {
  say(text: string): Promise<void>;
  /** The first word that somebody else wrote; undefined when none came in time. */
  hear(patienceMs: number): Promise<{ readonly text: string; readonly afterMs: number } | undefined>;
}

const LOOK_EVERY_MS = 500;

export async function openConversation(connection: Answer<'startChat'>): Promise<Conversation> {
  // Loaded when it is needed: no other command talks.
  const [{ ChatClient }, { AzureCommunicationTokenCredential }] = await Promise.all([
    import('@azure/communication-chat'),
    import('@azure/communication-common'),
  ]);
  const { endpoint, token, threadId, userId } = connection;
  const client = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token));
  const thread = client.getChatThreadClient(threadId);

  async function firstOfOthers(): Promise<string | undefined> {
    let oldest: string | undefined;
    for await (const { type, sender, content } of thread.listMessages()) {
      const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === userId;
      if (type === 'text' && !isOwn) oldest = content?.message ?? '';
    }
    return oldest;
  }

  return {
    async say(text) {
      await thread.sendMessage({ content: text }, { senderDisplayName: 'Smoke test' });
    },
    async hear(patienceMs) {
      const begunAt = performance.now();
      for (;;) {
        const text = await firstOfOthers();
        const afterMs = Math.round(performance.now() - begunAt);
        if (text !== undefined) return { text, afterMs };
        if (afterMs > patienceMs) return undefined;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
  };
}
