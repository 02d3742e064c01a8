import { tenantIdOf } from '../../shared/core/lib/ids';
import type { ChatProvider } from '../../shared/core/config/entry-point-source';
import type { ChatConnection, ChatThreads, CustomerMessage, MessageChannel } from '../../shared/ports/channels';

/** What a customer's page shows of one message. */
export interface ChatSeen {
  readonly from: string | null;
  readonly text: string;
  readonly files: readonly string[];
}

/** A provider's adapter with the provider behind it. */
export interface ChatSetUp {
  readonly chat: { readonly sender: MessageChannel; readonly threads: ChatThreads };
  /** What stands in the thread, as the customer who was given this connection reads it. */
  readonly read: (connection: ChatConnection) => Promise<readonly ChatSeen[]>;
  readonly now: () => number;
  readonly close: () => Promise<void>;
}

export interface ChatSubject {
  readonly provider: ChatProvider;
  /** Whether it recognises a key that it has seen; one that does not shows twice what a crash made us send twice. */
  readonly repeats: 'recognised' | 'sentAgain';
  readonly setUp: () => Promise<ChatSetUp>;
}

/** What every provider of chats keeps, whoever carries them. */
export function describeChatChannel(name: string, { provider, repeats, setUp }: ChatSubject): void {
  const request = { provider, tenantId: tenantIdOf('contoso'), key: 'page-1', customerName: 'Grace', topic: 'web' };

  describe(`chats by ${name}`, () => {
    let subject: ChatSetUp;
    beforeEach(async () => {
      subject = await setUp();
    });
    afterEach(() => subject.close());

    async function started(change: Partial<typeof request> = {}): Promise<ChatConnection> {
      const connection = await subject.chat.threads.start({ ...request, ...change });
      if (connection === 'busy') throw new Error('The provider is busy.');
      return connection;
    }
    const messageIn = (
      { threadId, userId }: ChatConnection,
      change: Partial<CustomerMessage> = {},
    ): CustomerMessage => ({
      key: 'contoso/i-1/m-1',
      ourAddress: 'web',
      customerAddress: userId,
      externalRef: threadId,
      authorName: 'Adele Vance',
      text: 'Wir kommen um 9 € <b>bald</b> 👋\nBis gleich',
      html: null,
      attachments: [],
      replyTo: null,
      automatic: false,
      ...change,
    });

    test('a customer gets a thread of their own, and a token that holds for a while', async () => {
      const connection = await started();
      expect(connection.provider).toBe(provider);
      expect(connection.tokenExpiresAt).toBeGreaterThan(subject.now() + 60_000);
      expect(subject.chat.threads.carrierOf(connection.threadId)).toBe(provider);
      expect(await subject.read(connection)).toEqual([]);
    });

    test('a start that is repeated is the same chat of the same customer; another is another', async () => {
      const first = await started();
      expect(await started()).toMatchObject({ threadId: first.threadId, userId: first.userId });
      const other = await started({ key: 'page-2' });
      expect(other.threadId).not.toBe(first.threadId);
      expect(other.userId).not.toBe(first.userId);
    });

    test('a key that another tenant has seen is a new one: no customer of theirs is met', async () => {
      const first = await started();
      const other = await started({ tenantId: tenantIdOf('fabrikam') });
      expect(other.threadId).not.toBe(first.threadId);
      expect(other.userId).not.toBe(first.userId);
    });

    test('what an agent writes stands there as it was written, with their name, in order, with its files', async () => {
      const connection = await started();
      const file = {
        name: 'Invoice ä.pdf',
        contentType: 'application/pdf',
        sizeBytes: 9,
        url: 'https://files.example/1',
      };
      const first = await subject.chat.sender.send(messageIn(connection));
      const second = await subject.chat.sender.send(
        messageIn(connection, { key: 'm-2', text: 'Here it is', attachments: [file] }),
      );
      expect([first, second]).toEqual([
        { kind: 'sent', providerId: expect.stringMatching(/./) },
        { kind: 'sent', providerId: expect.stringMatching(/./) },
      ]);
      expect(first).not.toEqual(second);
      expect(await subject.read(connection)).toEqual([
        { from: 'Adele Vance', text: messageIn(connection).text, files: [] },
        { from: 'Adele Vance', text: 'Here it is', files: [file.name] },
      ]);
    });

    test(`a repeat of a key is ${repeats === 'recognised' ? 'recognised' : 'sent again'}`, async () => {
      const connection = await started();
      const sent = [
        await subject.chat.sender.send(messageIn(connection)),
        await subject.chat.sender.send(messageIn(connection)),
      ];
      expect(sent.map(({ kind }) => kind)).toEqual(['sent', 'sent']);
      expect(await subject.read(connection)).toHaveLength(repeats === 'recognised' ? 1 : 2);
    });

    test('what is longer than a message may be is not sent, and not tried again', async () => {
      const connection = await started();
      const text = 'ü'.repeat(14 * 1024);
      expect(await subject.chat.sender.send(messageIn(connection, { text }))).toEqual({
        ...{ kind: 'failed', code: 'tooLarge', retryable: false },
      });
      expect(await subject.read(connection)).toEqual([]);
    });

    test('one customer reads nothing of another’s chat', async () => {
      const [mine, theirs] = [await started(), await started({ key: 'page-2' })];
      await subject.chat.sender.send(messageIn(theirs));
      expect(await subject.read(mine)).toEqual([]);
    });

    test('a chat that is closed may be closed again', async () => {
      const { threadId, userId } = await started();
      await subject.chat.threads.close(threadId, userId);
      await subject.chat.threads.close(threadId, userId);
    });
  });
}
