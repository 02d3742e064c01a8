import type { CustomerMessage, MessageChannel } from '../../shared/ports/channels';

/** What the customer's mailbox would show of a mail that went out. */
export interface MailSeen {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** The key it carries, by which a repeat can be told. */
  readonly key: string;
  readonly isMarkedAutomatic: boolean;
  /** Whether it is put into the thread of the mail it answers. */
  readonly answers: string;
}

export interface MailSenderSetUp {
  readonly sender: MessageChannel;
  readonly replyTo: string;
  readonly answered: string;
  readonly sent: () => readonly MailSeen[];
  readonly fail: (how: 'throttled' | 'noAnswer' | 'refused') => void;
}

/** What every way of sending mail keeps, whoever carries it. */
export function describeMailSender(name: string, setUp: () => MailSenderSetUp): void {
  const message = (replyTo: string): CustomerMessage => ({
    key: 'contoso/i-1/m-1',
    ourAddress: 'help@contoso.example',
    customerAddress: 'ada@example.org',
    externalRef: 'thread-1',
    authorName: 'Adele Vance',
    text: 'We will repair it.',
    html: null,
    attachments: [],
    replyTo,
    automatic: false,
  });

  describe(`mail sender: ${name}`, () => {
    test('answers from the mailbox to the customer, in the thread, with our key', async () => {
      const { sender, replyTo, answered, sent } = setUp();
      const result = await sender.send(message(replyTo));
      expect(result).toMatchObject({ kind: 'sent', internetMessageId: expect.stringMatching(/^<.+@.+>$/) });
      expect(sent()).toEqual([
        {
          from: 'help@contoso.example',
          to: 'ada@example.org',
          text: 'We will repair it.',
          key: 'contoso/i-1/m-1',
          isMarkedAutomatic: false,
          answers: answered,
        },
      ]);
    });

    test('marks what a machine wrote, so that no machine answers it', async () => {
      const { sender, replyTo, sent } = setUp();
      await sender.send({ ...message(replyTo), automatic: true });
      expect(sent()[0]?.isMarkedAutomatic).toBe(true);
    });

    test.each(['throttled', 'noAnswer'] as const)('may be tried again after %s', async (how) => {
      const { sender, replyTo, fail } = setUp();
      fail(how);
      expect(await sender.send(message(replyTo))).toMatchObject({ kind: 'failed', retryable: true });
    });

    test('is not tried again after a refusal', async () => {
      const { sender, replyTo, fail } = setUp();
      fail('refused');
      expect(await sender.send(message(replyTo))).toMatchObject({ kind: 'failed', retryable: false });
    });
  });
}
